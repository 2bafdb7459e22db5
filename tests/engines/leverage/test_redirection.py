"""Can lost sales be redirected?  Recomputed by hand from exports and shares."""

from dataclasses import replace

import pytest

from outlast.engines.leverage.redirection import redirected
from outlast.errors import InvalidInput


@pytest.fixture(scope="module")
def found(magnets):
    return redirected(magnets, "CHN", "USA", 2024, 2025)


def test_china_2025_by_hand(found):
    # 525.65 bn at a share of at least 14.7 %: at most 3,050.2 bn sold elsewhere in 2024;
    # 420.05 bn at a share under 12 %: at least 3,080.4 bn in 2025; 105.6 bn lost.
    assert found["lost"] == {"low": pytest.approx(105_600), "high": pytest.approx(105_600)}
    assert found["gained_elsewhere"]["low"] == pytest.approx(3_080_366.7 - 3_050_200.3, abs=1)
    assert found["part"]["low"] == pytest.approx(0.28567, abs=1e-5)
    assert found["part"]["high"] is None  # "less than 12 %" has no lower end


def test_it_stands_beside_the_prior_and_says_what_it_does_not_show(found):
    assert found["prior"] == {"low": 0.2, "high": 0.9}
    assert found["reading"] == "does not contradict the prior"
    assert found["notes"][0] == (
        "The share of 2025 is that of 2025-01..09, taken for the whole year."
    )
    assert any("neither from above nor from below" in note for note in found["notes"])
    assert {"export-value-chn-usa-all-goods-2024", "export-value-chn-usa-all-goods-2025",
            "export-share-chn-usa-all-goods-2025-01-to-09",
            "prior-redirect_share"} <= set(found["figures"])  # fmt: skip
    assert found["market_share"]["2024"]["high"] == pytest.approx(0.134)
    assert found["market_share"]["2025"]["period"] == "2025-01..07"


def test_bounds_lie_at_the_ends_of_every_interval(isle):
    told = redirected(isle, "XNO", "XIS", 2022, 2023)
    inner = [
        (new * (1 / then - 1) - 400 * (1 / 0.2 - 1)) / (400 - new)
        for new in (290, 297, 305, 310)
        for then in (0.145, 0.149, 0.152, 0.155)
    ]
    assert told["part"] == {"low": pytest.approx(min(inner)), "high": pytest.approx(max(inner))}
    assert told["exports"]["2023"] == {"low": 290, "high": 310, "period": "2023"}


@pytest.mark.parametrize(
    ("share", "reading"),
    [(0.10, "more than the prior allows"), (0.17, "less than the prior allows")],
)
def test_a_share_can_contradict_the_prior(isle, share, reading):
    name = "export-share-xno-xis-all-goods-2023-01-to-09"
    exact = {"value": 100 * share, "low": None, "high": None}
    figures = dict(isle.figures) | {name: isle.figures[name].model_copy(update=exact)}
    told = redirected(replace(isle, figures=figures), "XNO", "XIS", 2022, 2023)
    assert told["reading"] == reading


def test_what_is_not_on_file_leaves_the_part_unknown(isle):
    told = redirected(isle, "XNO", "XIS", 2020, 2022)
    assert told["part"] is None
    assert told["reading"] == "unknown"
    assert told["unknown"] == ["what was sold to the market in 2020 is not on file",
                               "the market's part of exports in 2020 is not on file"]  # fmt: skip


def test_sales_that_grew_are_not_redirected(isle):
    told = redirected(isle, "XNO", "XIS", 2021, 2022)  # 380 to 400
    assert told["part"] is None
    assert told["unknown"] == ["sales to the market may not have fallen between the two years"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("XNO", "XIS", 2023, 2022), "after is 2022, expected a year after 2023"),
        (("XNO", "XNO", 2022, 2023), "market is XNO, expected another than the exporter"),
        (("XIS", "XNO", 2022, 2023), "market is XNO for XIS, expected an exporter and a market"),
    ],
)
def test_bad_input_has_one_clear_line(isle, asked, message):
    with pytest.raises(InvalidInput, match=message):
        redirected(isle, *asked)


def test_a_case_without_the_prior_says_so(isle):
    with pytest.raises(InvalidInput, match="prior is redirect_share, expected a row of priors"):
        redirected(replace(isle, priors=()), "XNO", "XIS", 2022, 2023)
