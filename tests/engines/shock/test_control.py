"""What powers can stop through others' plants and trade, against values worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

import outlast
from outlast.case.measures import Scenario
from outlast.case.plants import named_plants, plants_of
from outlast.engines.shock.control import controlled_share
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput


def share(case, origin, power, year, importers=frozenset({"CHN"})):
    """Controlled share where every row of the table is as printed, without its bounds."""
    rows = tuple(row.model_copy(update={"low": row.share, "high": row.share})
                 for row in case.control)  # fmt: skip
    sample = Sample(case, 1, 2, year, "central")
    found = controlled_share(replace(case, control=rows), origin, (power,), year, sample,
                             set(importers))  # fmt: skip
    assert found[0] == found[1]
    return float(found[0])


def scenario(measure):
    return Scenario.model_validate({"title": "test", "measures": [measure]})


ARZEW, SKIKDA = 17, 7.7
HE1, HE2, HE3 = 20, 38, 14.8


@pytest.mark.parametrize(
    ("origin", "power", "year", "expected"),
    [
        # before 2007 Arzew is all of Algeria; the American trade in China comes beside it
        ("DZA", "USA", 2005, 1 - (1 - 0.245) * (1 - 0.34)),
        ("DZA", "USA", 2018, 1 - (1 - 0.245 * ARZEW / (ARZEW + SKIKDA)) * (1 - 0.34)),
        ("DZA", "DEU", 2005, 0.0),  # Skikda is not there
        ("DZA", "DEU", 2018, 0.51 * SKIKDA / (ARZEW + SKIKDA)),
        ("QAT", "USA", 2018, 1 - (1 - (0.217 * HE1 + 0.21 * HE2) / (HE1 + HE2)) * (1 - 0.15)),
        ("QAT", "DEU", 2018, 0.3 * HE2 / (HE1 + HE2)),
        ("QAT", "DEU", 2010, 0.0),
        ("QAT", "LINDE", 2024, 0.3 * HE2 / (HE1 + HE2 + HE3)),
        ("QAT", "JPN", 2024, 0.2 * HE2 / (HE1 + HE2 + HE3)),
        ("QAT", "FRA", 2008, 1 - (1 - 0.05) * (1 - 0.5)),  # one plant, which weighs all
        ("QAT", "FRA", 2024, 1 - (1 - 0.05 * (HE1 + HE2) / (HE1 + HE2 + HE3))
         * (1 - 0.5 * (HE1 + HE2) / (HE1 + HE2 + HE3))),
        ("RUS", "USA", 2024, 0.0),
    ],
)  # fmt: skip
def test_control_by_hand(helium, origin, power, year, expected):
    assert share(helium, origin, power, year) == pytest.approx(expected)


def test_without_the_table_control_is_unknown_and_not_a_ban_of_territory(isle_copy):
    ban = {"id": "ban", "kind": "export_ban", "powers": ["XNO"], "reach": "control",
           "start": "+0", "expected_months": 6}  # fmt: skip
    (isle_copy / "control.csv").unlink()
    case = outlast.load(isle_copy)
    with pytest.raises(InvalidInput, match=r"control\.csv is missing, .* give the measure lanes"):
        outlast.shock(case, scenario(ban), draws=2, months=12)
    fixed = scenario(ban | {"lanes": {"XSO": 0.4}})
    assert outlast.shock(case, fixed, draws=2, months=12).result["draws"] == 2
    near = scenario(ban | {"reach": "territory"})
    assert outlast.shock(case, near, draws=2, months=12).result["draws"] == 2


def test_a_row_is_drawn_between_its_bounds_around_what_is_printed(helium):
    sample = Sample(helium, 1, 4001, 2018, "central")
    drawn = controlled_share(helium, "DZA", ("USA",), 2018, sample, {"KOR"})
    weight = ARZEW / (ARZEW + SKIKDA)
    assert drawn.min() >= 0.15 * weight
    assert drawn.max() <= 0.49 * weight
    assert np.median(drawn) == pytest.approx(0.245 * weight, abs=0.006)


def test_trade_in_china_counts_for_china_alone(helium):
    expected = 0.245 * ARZEW / (ARZEW + SKIKDA)
    assert share(helium, "DZA", "USA", 2018, {"KOR"}) == pytest.approx(expected)
    assert share(helium, "QAT", "DEU", 2018, {"KOR"}) == pytest.approx(0.3 * HE2 / (HE1 + HE2))


def test_a_plant_that_does_not_run_weighs_nothing(helium):
    row = next(row for row in helium.control if row.id == "ctl041-a")
    early = replace(helium, control=(row.model_copy(update={"year_from": 2002}),))
    assert share(early, "QAT", "DEU", 2012) == 0
    assert share(early, "QAT", "DEU", 2013) == pytest.approx(0.3 * HE2 / (HE1 + HE2))


@pytest.mark.parametrize(
    ("text", "country", "found", "missing"),
    [
        ("ARZEW (helios)", "DZA", ["arzew"], []),
        ("Ras Laffan Helium 1+2", "QAT", ["ras-laffan-1", "ras-laffan-2"], []),
        ("Amur, Orenburg", "RUS", ["amur", "orenburg"], []),
        ("Amur, Omsk", "RUS", ["amur"], ["Omsk"]),
        ("Ras Laffan Helium 1+9", "QAT", ["ras-laffan-1"], ["Ras Laffan Helium 9"]),
        ("Ras Laffan Hel", "QAT", [], ["Ras Laffan Hel"]),
        ("offtake He2", "QAT", [], ["offtake He2"]),
        ("Cliffside", "USA", [], ["Cliffside"]),  # a store
    ],
)
def test_plants_are_found_by_name(helium, text, country, found, missing):
    plants, lost = named_plants(text, plants_of(helium.facilities, country))
    assert [plant.id for plant in plants] == found
    assert lost == missing


def test_every_facility_of_the_case_names_plants(helium):
    for row in helium.control:
        if row.facility:
            plants, missing = named_plants(row.facility, plants_of(helium.facilities, row.origin))
            assert plants, row.id
            assert not missing, row.id


def test_a_firm_whose_owners_are_not_on_file_is_no_reason_to_feel_safe(isle_copy):
    path = isle_copy / "holdings.csv"
    path.write_text(path.read_text("utf-8").replace(",2020,2030,", ",2020,2021,"), "utf-8")
    case = outlast.load(isle_copy)
    ban = {"id": "ban", "kind": "export_ban", "powers": ["XNO"], "reach": "control",
           "start": "+0", "expected_months": 6}  # fmt: skip
    with pytest.raises(InvalidInput, match=r"owners of westland-gas .* not on file: add it to"):
        outlast.shock(case, scenario(ban), year=2023, draws=2, months=12)
    assert outlast.shock(case, scenario(ban), year=2021, draws=2, months=12).result["draws"] == 2
