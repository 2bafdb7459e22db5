"""What a power reaches of each origin adds up to its reach."""

import pytest

import outlast
from outlast.engines.exposure.by_origin import OWN_RUNGS, rungs_by_origin


@pytest.mark.parametrize("year", [2006, 2018, 2024])
def test_origins_add_up_to_the_rungs(helium, year):
    found = outlast.exposure(helium, year=year, cut=None).result
    whole = next(row for row in found["control"] if row["power"] == "USA")
    by_origin = rungs_by_origin(helium, "CHN", year, "material", "USA")
    for scope in whole["scopes"]:
        if scope["name"] in OWN_RUNGS:
            parts = [o["share"] * by_origin[o["country"]][scope["name"]] for o in found["origins"]]
            assert sum(parts) == pytest.approx(scope["point"], abs=1e-12)


def test_what_is_told_of_another_importer_alone_is_unknown(helium):
    found = rungs_by_origin(helium, "KOR", 2024, "material", "USA")
    assert found["QAT"]["territory"] == 0
    assert found["QAT"]["distributors"] is None


def test_unknown_origins_give_nothing(isle):
    assert rungs_by_origin(isle, "XNO", 2023, "material", "XSO") == {}
