"""Access to a market: what a tariff stops, who loses, and what stays unknown."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from outlast.engines.leverage.exports import exports_to, read
from outlast.engines.leverage.market import lost_surplus, market_effect, risen, stopped
from outlast.errors import InvalidInput

PRIORS = {"tariff_elasticity": 1.0, "redirect_share": 0.5, "redirect_months": 2.0,
          "export_value_added": 0.4}  # fmt: skip
"""Fixed, so that a month can be followed by hand."""


@pytest.fixture(scope="module")
def fixed(isle):
    """The isle without doubt about the market."""
    rows = [row.model_copy(update={"low": PRIORS[row.name], "high": PRIORS[row.name]})
            if row.name in PRIORS else row for row in isle.priors]  # fmt: skip
    return replace(isle, priors=tuple(rows))


def test_a_year_by_hand(fixed):
    found = market_effect(fixed, "XIS", "XNO", 2022, 1.0, 4, 2, 1)
    # 400 million USD; a tariff of 100 % at elasticity 1 stops half: 200 a year, 16.667 a month
    lost = 200 / 12 * 0.4 * np.array([1 - 0.125, 1 - 0.375, 0.5, 0.5])
    assert found.harm == pytest.approx(np.array([lost, lost]))
    assert found.cost["dearer_imports"] == pytest.approx(
        np.full((2, 4), 400 * (np.log(2) - 0.5) / 12)
    )
    assert found.value == 400
    assert not found.drawn
    assert np.isinf(found.exhausted).all()
    assert np.isinf(found.endurance_weeks).all()
    assert not found.unmet.any()
    assert "never exhausted" in found.notes[0]
    assert set(found.figures) == {"export-value-xno-xis-all-goods-2022",
                                  *(f"prior-{name}" for name in PRIORS)}  # fmt: skip


def test_what_nobody_models_is_unknown_and_not_nothing(isle):
    found = market_effect(isle, "XIS", "XNO", 2022, 0.5, 12, 8, 1)
    assert np.isnan(found.actor_unmet).all()
    assert [entry.path for entry in found.unknown] == ["actor_unmet"]
    assert found.reach is None


def test_a_year_without_exports_is_unknown_though_its_neighbours_are_known(magnets):
    assert exports_to(magnets, "CHN", "USA", 2022) is not None
    assert exports_to(magnets, "CHN", "USA", 2024) is not None
    found = market_effect(magnets, "USA", "CHN", 2023, 1.45, 12, 8, 1)
    assert found.value is None
    assert np.isnan(found.harm).all()
    assert np.isnan(found.cost["dearer_imports"]).all()
    assert found.unknown[0].reason == (
        "the exports of China to United States in 2023 are not on file"
    )


def test_exports_are_a_share_times_the_total_where_both_are_on_file(isle, magnets):
    found = exports_to(isle, "XNO", "XIS", 2021)
    assert found is not None
    assert found.value == pytest.approx(0.19 * 2000)
    assert found.figures == ("export-share-xno-xis-all-goods-2021",
                             "export-value-xno-all-goods-2021")  # fmt: skip
    assert exports_to(magnets, "CHN", "USA", 2018) is None  # a share, and no total


def test_exports_on_file_of_the_real_case(magnets):
    known = {year: found.value for year in range(2006, 2026)
             if (found := exports_to(magnets, "CHN", "USA", year))}  # fmt: skip
    assert known == {2022: 581_000, 2024: 525_650, 2025: 420_050}


def test_a_bound_printed_for_some_months_is_no_figure_of_the_year(magnets):
    assert read(magnets, "export_share", "CHN", "USA", 2025) is None
    part = read(magnets, "export_share", "CHN", "USA", 2025, part=True)
    assert part is not None
    assert (part.low, part.high, part.period) == (0, 0.12, "2025-01..09")


def test_a_slip_of_scale_stays_out(magnets):
    values = [magnets.units.convert(row.value, row.unit, "million_USD")
              for row in magnets.figures.values()
              if row.quantity == "export_value" and row.item and row.value]  # fmt: skip
    assert min(values) > 100_000


def test_the_draws_of_the_real_case_lie_within_its_priors(magnets):
    found = market_effect(magnets, "USA", "CHN", 2024, 1.45, 36, 64, 1)
    year = found.harm[:, :12].sum(axis=1)
    least = 525_650 * stopped(1.45, np.array([0.76]))[0] * 0.24 * (1 - 0.9)
    most = 525_650 * stopped(1.45, np.array([2.53]))[0] * 0.83
    assert (year > least).all()
    assert (year < most).all()
    assert set(found.drawn) == set(PRIORS)
    assert (np.diff(found.harm, axis=1) <= 1e-9).all()  # sales find other buyers


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(isle):
    one, two, other = (market_effect(isle, "XIS", "XNO", 2023, 0.3, 12, 16, seed)
                       for seed in (1, 1, 2))  # fmt: skip
    assert one.harm.tobytes() == two.harm.tobytes()
    assert one.harm.tobytes() != other.harm.tobytes()
    assert set(one.drawn) == {*PRIORS, "market_exports"}  # 290 to 310


def test_no_tariff_does_nothing_and_a_higher_one_no_less(isle):
    harms, costs = zip(*(
        (found.harm, found.cost["dearer_imports"]) for found in
        (market_effect(isle, "XIS", "XNO", 2022, rate, 6, 16, 1) for rate in (0, 0.1, 0.5, 2))
    ), strict=True)  # fmt: skip
    assert not harms[0].any()
    assert not costs[0].any()
    for rows in (harms, costs):
        assert all((more > less).all() for less, more in pairwise(rows))


def test_twice_the_exports_do_twice_the_harm(isle):
    name = "export-value-xno-xis-all-goods-2022"
    twice = isle.figures[name].model_copy(update={"value": 800.0})
    larger = replace(isle, figures=dict(isle.figures) | {name: twice})
    one, two = (market_effect(case, "XIS", "XNO", 2022, 0.5, 6, 8, 1) for case in (isle, larger))
    assert two.harm == pytest.approx(2 * one.harm)
    assert two.cost["dearer_imports"] == pytest.approx(2 * one.cost["dearer_imports"])


def test_what_rises_evenly_is_the_mean_of_each_month():
    over = np.array([0.5, 2.5, 36.0])
    fine = (np.arange(4 * 10_000) + 0.5) / 10_000
    numeric = np.minimum(1, fine / over[:, None]).reshape(3, 4, -1).mean(axis=2)
    assert risen(4, over) == pytest.approx(numeric, abs=1e-6)


def test_what_buyers_lose_is_the_area_under_their_demand():
    rates, elasticity = np.linspace(0, 1.45, 200_001), np.array([0.5, 1.0, 2.0])
    demand = (1 + rates) ** -elasticity[:, None]
    numeric = np.trapezoid(demand, rates, axis=1) - 1.45 * demand[:, -1]
    assert lost_surplus(1.45, elasticity) == pytest.approx(numeric, rel=1e-8)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rate": -0.1}, "rate is -0.1, expected a number of 0 or more: write 1.45 for a tariff"),
        ({"rate": float("nan")}, "rate is nan"),
        ({"rate": float("inf")}, "rate is inf"),
        ({"rate": "1.45"}, "rate is 1.45, expected a number"),
        ({"actor": "XNO"}, "market is XNO, expected another than the exporter XNO"),
        ({"actor": "XWE"},
         "market is XWE for XNO, expected an exporter and a .* all-goods: known: XNO to XIS"),
        ({"victim": "XSO"}, "market is XIS for XSO"),
        ({"draws": 0}, "draws is 0, expected 1 or more"),
        ({"months": 0}, "months is 0"),
    ],
)  # fmt: skip
def test_bad_input_has_one_clear_line(isle, changes, message):
    asked = {"actor": "XIS", "victim": "XNO", "year": 2022, "rate": 0.5, "months": 6, "draws": 2,
             "seed": 1}  # fmt: skip
    with pytest.raises(InvalidInput, match=message):
        market_effect(isle, **(asked | changes))


def test_a_case_without_the_priors_says_which(isle):
    with pytest.raises(InvalidInput, match="prior is tariff_elasticity, expected a row of priors"):
        market_effect(replace(isle, priors=()), "XIS", "XNO", 2022, 0.5, 6, 2, 1)
