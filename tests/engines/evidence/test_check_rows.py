"""A claim's line lists what figures say of it, and is as good in a file as in JSON."""

import pytest

import outlast
from outlast.engines.evidence.check import MOST_ESTIMATES, check


@pytest.fixture(scope="module")
def result(isle):
    return check(isle)


def test_estimates_are_in_the_claims_unit_and_say_on_which_side_they_stand(result):
    [row] = result.result["claims"]
    first = row["estimates"][0]
    assert first["unit"] == row["unit"] == "%"
    assert first["value"] == pytest.approx(100 * 40 / 95)
    assert 0 < first["sd"] < 2
    assert {estimate["side"] for estimate in row["estimates"]} == {"against"}
    assert set(first["ids"]) <= set(row["decided_by"])


def test_no_claim_lists_more_estimates_than_a_reader_takes_in(helium):
    claims = [c for c in helium.claims if c.id in {"print-idtechex-world-2023", "seed-11b-us-95"}]
    rows = check(helium, claims).result["claims"]
    assert all(0 < len(row["estimates"]) <= MOST_ESTIMATES for row in rows)
    slip = next(row for row in rows if row["factor"])
    assert slip["suspected"]["value"] == pytest.approx(slip["factor"] * 160, rel=0.5)


@pytest.mark.parametrize("suffix", ["csv", "nc", "json"])
def test_a_check_is_saved_in_every_format(result, tmp_path, suffix):
    path = result.save(tmp_path / f"check.{suffix}")
    if suffix == "csv":
        assert "estimates" not in path.read_text("utf-8").splitlines()[0]
    else:
        assert outlast.open(path) == result
