"""Losses in money: bounds, what is unknown, and where each number comes from."""

import dataclasses
import math

import numpy as np
import pytest

import outlast
from outlast.case.schema import Industry
from outlast.engines.shock.designs import Random
from outlast.engines.shock.losses import ces
from outlast.engines.shock.losses.assess import losses
from outlast.engines.shock.losses.at_risk import Shortage, missing_output, value_at_risk
from outlast.engines.shock.volumes import reference_price
from outlast.errors import InvalidInput
from outlast.report.ledger import Ledger

DRAWS = 40
GRADED = {"status": "sourced", "grade": "A", "source": "isle-survey"}


def industry(sector, name, value_added=None, inputs=None, **more):
    return Industry(
        id=f"{sector or 'all'}-{name}", country="XIS", sector=sector, industry=name, year=2023,
        value_added=value_added, inputs=inputs, unit="million_USD", **(GRADED | more),
    )  # fmt: skip


def lacking(lamps=0.9, toys=0.4, unmet=0.2):
    """Twelve months in which both sectors of the isle lack the same in every draw."""
    month = np.tile([lamps, toys], (DRAWS, 1))
    return Shortage(
        sectors=("lamps", "toys"), fills=[month] * 12, unmet=np.full(DRAWS, unmet),
        use=np.tile([6.0, 4.0], (DRAWS, 1)),
    )  # fmt: skip


def told(isle, rows, **more):
    case = dataclasses.replace(isle, industries=tuple(rows), **more)
    return losses(case, "XIS", 2023, lacking(), Random(1, DRAWS))


FULL = [industry("lamps", "light", 50, 60), industry("toys", "play", 30, 20),
        industry(None, "gdp", 900)]  # fmt: skip


def form(found, name):
    return next(row for row in found.values["forms"] if row["name"] == name)


def test_an_industry_of_several_sectors_is_counted_once():
    missing = {("leontief", "a"): np.array([0.1, 0.6]), ("leontief", "b"): np.array([0.5, 0.2])}
    shared = [industry("a", "both", 100), industry("a", "own", 10)]
    found = value_at_risk("leontief", missing, {"a": shared, "b": [industry("b", "both", 100)]})
    assert found == pytest.approx([100 * 0.5 + 10 * 0.1, 100 * 0.6 + 10 * 0.6])


def test_inputs_that_replace_each_other_lose_by_what_is_missing_alone():
    """Value added per purchase times the value of what is missing, however large the industry."""
    for size in (1, 1000):
        rows = {"a": [industry("a", "both", 30 * size, 20 * size)]}
        cost = 5e-3 / size
        short = Shortage(("a",), [np.full((1, 1), 0.25)] * 12, np.zeros(1), np.ones((1, 1)))
        missing = missing_output(short, ["critical"], [cost])
        found = value_at_risk("linear", missing, rows)
        assert found == pytest.approx([30 * 5e-3 * 0.75])


def test_every_function_by_hand(isle):
    found = told(isle, FULL)
    assert not found.unknown
    assert found.values["p50"] == pytest.approx(50 * 0.1 + 30 * 0.6)
    assert found.values["cvar90"] == pytest.approx(50 * 0.1 + 30 * 0.6)
    assert form(found, "leontief")["p50"] == pytest.approx(23)
    for name in ("strongly_critical", "half_critical", "weakly_critical"):
        assert form(found, name)["p50"] == pytest.approx(5)  # toys can do without
    price = reference_price(isle, 2023)[0]
    value = [price * use / 1e6 for use in (6, 4)]
    linear = 50 / 60 * value[0] * 0.1 + 30 / 20 * value[1] * 0.6
    assert form(found, "linear")["p50"] == pytest.approx(linear)
    sigma = ces.draw_sigma(0.05, 0.3, Random(1, DRAWS), DRAWS)
    national = 900 * ces.loss(sum(value) / 900, sigma, 0.8)
    expected = np.quantile(national, 0.5, method="higher")
    assert form(found, "ces")["p50"] == pytest.approx(expected)


def test_an_important_input_binds_by_half(isle):
    sectors = {s: row.model_copy(update={"necessity": "important"})
               for s, row in isle.sectors.items()}  # fmt: skip
    found = told(isle, FULL, sectors=sectors)
    assert form(found, "strongly_critical")["p50"] == pytest.approx(23)
    assert form(found, "half_critical")["p50"] == pytest.approx(23 / 2)
    assert form(found, "weakly_critical")["p50"] == pytest.approx(0)


def reasons(found):
    return {unknown.path: unknown.reason for unknown in found.unknown}


def test_a_sector_without_a_figure_is_unknown_and_so_is_the_total(isle):
    found = told(isle, [FULL[0], industry("toys", "play"), FULL[2]])
    reason = "industries.csv has no value added of an industry of toys in Isle"
    assert reasons(found) == {"loss.p50": reason, "loss.by_sector.toys": reason}
    assert found.values["p50"] is None
    assert found.values["of_known"]["sectors"] == ["lamps"]
    assert found.values["of_known"]["p50"] == pytest.approx(5)
    assert [row["p50"] is None for row in found.values["by_sector"]] == [False, True]


@pytest.mark.parametrize(
    ("rows", "more", "path", "words"),
    [
        (FULL[:2], {}, "loss.forms.ces", "industries.csv has no economy of Isle"),
        (FULL, {"priors": ()}, "loss.forms.ces", "priors.csv has no ces_sigma"),
        ([*FULL[:2], industry(None, "gdp", 1e-6)], {}, "loss.forms.ces", "worth more than"),
        ([FULL[0], industry("toys", "play", 30)], {}, "loss.forms.linear",
         "no inputs of the industries of toys"),
        ([FULL[0], industry("toys", "play", 30, 1e-6)], {}, "loss.forms.linear",
         "or less than the material costs"),
        ([], {}, "loss.forms.leontief", "no sector has a figure of value added"),
        (FULL, {"balances": ()}, "loss.forms.linear", "no price: price_reference is"),
        (FULL, {"balances": ()}, "loss.forms.ces", "no price: price_reference is"),
    ],
)  # fmt: skip
def test_what_hangs_on_something_unknown_says_so(isle, rows, more, path, words):
    found = told(isle, rows, **more)
    assert words in reasons(found)[path]
    assert form(found, path.rsplit(".", maxsplit=1)[1])["p50"] is None


def test_functions_that_ask_what_an_input_is_are_unknown_where_it_is_not_told(isle):
    sectors = {s: row.model_copy(update={"necessity": None}) for s, row in isle.sectors.items()}
    found = told(isle, FULL, sectors=sectors)
    assert (
        "does not say what the material is to street lamps, toys"
        in (reasons(found)["loss.forms.half_critical"])
    )
    assert form(found, "leontief")["p50"] == pytest.approx(23)


def test_fills_that_are_no_numbers_are_refused(isle):
    with pytest.raises(InvalidInput, match="fill is not a number"):
        losses(isle, "XIS", 2023, lacking(toys=math.nan), Random(1, DRAWS))


@pytest.fixture(scope="module")
def china():
    return outlast.shock("helium", draws=40)


def test_helium_in_china_has_a_figure_for_every_sector(china):
    loss = china.result["loss"]
    assert not [unknown for unknown in china.unknown if unknown.path.startswith("loss")]
    assert loss["upper_bound"]
    assert "may be caught up later, which is not modelled" in loss["caveat"]
    assert len(loss["of_known"]["sectors"]) == len(loss["by_sector"]) == 8
    bands = [row["p50"] for row in loss["forms"]]
    assert bands[:4] == sorted(bands[:4], reverse=True)
    assert loss["p50"] == bands[0]
    assert 0 < bands[4] < bands[3] / 100
    whole = {
        i["industry"]: i["value_added"] for row in loss["by_sector"] for i in row["industries"]
    }
    assert whole["ISIC C26, computers, electronics and optics"] == 387_128
    assert loss["p95"] < sum(whole.values())


def test_every_row_behind_a_loss_is_listed_and_can_be_read(china, helium):
    rows = [name for name in china.figures if name.startswith("industry:")]
    assert len(rows) == 11
    assert "prior-ces_sigma" in china.figures
    line = Ledger(helium).line("industry:chn-fibre-c27")
    assert line.words == (
        "value added of ISIC C27, electrical equipment in China, 2022: 263,086 million_USD"
    )


def test_an_importer_without_industries_has_no_losses(helium):
    found = outlast.shock(helium, target="JPN", draws=8)
    loss = found.result["loss"]
    assert loss["p50"] is None
    assert {row["p50"] for row in loss["forms"]} == {None}
    assert "no value added of an industry of laboratories in Japan" in found.unknown[0].reason
    assert found.result["unmet_share_12m"]["p50"] > 0


def test_the_tail_of_the_unmet_share(china):
    band = china.result["unmet_share_12m"]
    assert band["p50"] < china.result["unmet_share_12m_cvar90"]
