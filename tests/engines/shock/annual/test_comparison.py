"""A scenario as one year: a second program, what must hold, and what is unknown or left out."""

from dataclasses import replace

import numpy as np
import pytest
from scenarios import scenario

from outlast.case.measures import NONE, Between, ExportBan, Licence, Scenario, Tariff
from outlast.engines.shock.annual import comparison
from outlast.engines.shock.annual.terms import terms_of
from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.windows import FORMS

BAN = {"kind": "export_ban", "powers": ["USA"]}
LOSS = {"kind": "outage", "origin": "QAT", "lost_share": 0.5}
DATED = {"start": "+0", "expected_months": 12}
MEASURED = ("price_index", "use_change_share", "quantity_change_share")


def licence(**fields):
    """A licence regime, which a year does not know."""
    return Licence(kind="licence", powers=("USA",), throughput=0.5, **fields)


def tariff(**fields):
    """A tariff on everybody, if not told otherwise."""
    return Tariff(kind="tariff", **{"origins": ("ALL",), **fields})


def leaky(**fields):
    """A ban through which something leaks."""
    return ExportBan(**fields)


def normal(case, year, target="CHN", also=()):
    """Build a normal month as the comparison does."""
    sample = Sample(case, 1, 16, year, "central")
    return baseline(case, year, sample, (target,), also=also), sample


@pytest.fixture(scope="module")
def compare(helium):
    """Compare a year of the helium case."""

    def of(*measures, year=2018, target="CHN", case=helium, also=()):
        made = [m if not isinstance(m, dict) else scenario({"id": f"m{i}", **m}).measures[0]
                for i, m in enumerate(measures)]  # fmt: skip
        chosen = Scenario.model_construct(title="test", measures=tuple(made))
        return comparison(case, chosen, target, year, draws=16, also=also)

    return of


def by_repetition(flow, closed, sigma, steps=4000):
    """Prices by dividing the money over and over, in a dozen lines."""
    use, made = flow.sum(axis=0), flow.sum(axis=1)
    flow, closed = flow[made > 0][:, use > 0], closed[made > 0]
    use, made = use[use > 0], made[made > 0]
    price = np.ones(len(flow))
    for _ in range(steps):
        wanted = flow / use * ~closed * price[:, None] ** (1 - sigma)
        spent = wanted / wanted.sum(axis=0) * use
        price *= (spent.sum(axis=1) / (price * made)) ** (1 / sigma)
    index = wanted.sum(axis=0) ** (1 / (1 - sigma))
    return index, (spent / price[:, None]).sum(axis=0) / use - 1


@pytest.mark.parametrize("year", [2006, 2012, 2018, 2024])
def test_a_second_program_finds_the_same_year(compare, helium, year):
    found = compare(BAN, year=year).values
    month, _ = normal(helium, year)
    flow = month.flow.mean(axis=0)
    places = np.array(month.destinations)[flow.sum(axis=0) > 0].tolist()
    closed = np.outer(np.array(month.origins) == "USA", np.array(places) == "CHN")
    for form in FORMS:
        index, tonnes = by_repetition(flow, closed, found["sigma"][form])
        j = places.index("CHN")
        assert found["price_index"][form] == pytest.approx(index[j], rel=1e-8)
        assert found["use_change_share"][form] == pytest.approx(1 / index[j] - 1, rel=1e-7)
        assert found["quantity_change_share"][form] == pytest.approx(tonnes[j], rel=1e-6)


def test_sigma_is_the_middle_of_the_long_run_prior_of_each_form(compare):
    found = compare(BAN)
    expected = {"low": (1.8 * 3) ** 0.5, "central": 40**0.5, "high": 160**0.5}
    assert found.values["sigma"] == pytest.approx(expected)
    assert found.unknown == ()
    assert found.values["residual"] < 1e-11
    losses = [found.values["use_change_share"][form] for form in FORMS]
    assert losses == sorted(losses)
    assert losses[-1] < 0


def test_half_of_everything_lost_halves_every_use_by_hand(compare, helium):
    origins = normal(helium, 2018)[0].origins
    found = compare(*({**LOSS, "origin": origin} for origin in origins)).values
    for form in FORMS:
        assert found["price_index"][form] == pytest.approx(2)
        assert found["use_change_share"][form] == pytest.approx(-0.5)
        assert found["quantity_change_share"][form] == pytest.approx(-0.5)
    assert all(row["use_change_share"] == pytest.approx(-0.5) for row in found["losers"])
    assert all(row["revenue_change_share"] == pytest.approx(0) for row in found["sellers"])
    assert found["winners"] == []
    assert len(found["losers"]) == 5


def test_a_ban_lets_others_win_and_costs_who_bans(compare):
    found = compare(BAN, year=2012).values
    assert {row["country"] for row in found["winners"]} >= {"USA"}
    assert found["sellers"][0]["country"] == "USA"
    assert found["sellers"][0]["revenue_change_share"] < 0
    assert "CHN" not in {row["country"] for row in found["losers"]}
    for rows, sign in ((found["losers"], 1), (found["winners"], -1)):
        changes = [sign * row["use_change_share"] for row in rows]
        assert changes == sorted(changes)
        assert max(changes, default=-1) < 0


def same(one, other):
    return all(one.values[name] == pytest.approx(other.values[name]) for name in MEASURED)


def test_a_ban_of_half_a_year_is_a_quota_of_a_half(compare):
    half = compare({**BAN, "end": "+6"})
    quota = compare({**BAN, "kind": "quota", "level": 0.5})
    assert same(half, quota)
    assert not same(half, compare(BAN))
    assert same(compare({**BAN, "end": "+12"}), compare(BAN))
    later = compare({**BAN, "start": "+7", "end": "+13"})
    assert same(later, half)
    days = compare({**BAN, "start": "2018-01-16", "end": "2018-02-16"}).values
    assert 0 > days["use_change_share"]["central"] > half.values["use_change_share"]["central"]


def test_a_truce_ends_a_ban_and_a_loss_heals(compare):
    truce = {"kind": "truce", "id": "b", "start": "+6", "lifts": ["a", "x"]}
    found = compare({**BAN, "id": "a"}, truce, licence(id="x", **DATED))
    assert same(found, compare({**BAN, "end": "+6"}))
    assert [row["id"] for row in found.values["not_covered"]] == ["x"]
    healing = compare({**LOSS, "end": "+6", "repair_months": 6})
    assert same(healing, compare({**LOSS, "lost_share": 0.375}))


def test_a_quota_keeps_its_level_where_it_binds(helium, compare):
    measure = {"kind": "quota", "powers": ["QAT"], "level": 0.2}
    month, sample = normal(helium, 2018)
    terms = terms_of(helium, scenario(measure), "CHN", month, sample)
    link = month.origins.index("QAT"), month.destinations.index("CHN")
    assert terms.passes[link] == pytest.approx(0.2)
    assert (terms.passes < 1).sum() == 1
    levels = [compare({**measure, "level": level}).values["use_change_share"]["central"]
              for level in (0.0, 0.2, 0.6, 1.0)]  # fmt: skip
    assert levels == sorted(levels)
    assert levels[-1] == pytest.approx(0, abs=1e-12)


def test_control_reaches_further_than_territory(compare):
    territory = compare(BAN).values["use_change_share"]["central"]
    control = compare({**BAN, "reach": "control"}).values["use_change_share"]["central"]
    assert control < territory < 0


def test_a_tariff_taxes_what_its_targets_import(compare):
    nothing = compare(tariff(id="t", rate=0.0, **DATED)).values
    assert nothing["price_index"]["central"] == pytest.approx(1)
    on_all = compare(tariff(id="t", rate=0.25, **DATED)).values
    on_one = compare(tariff(id="t", rate=0.25, origins=("USA",), targets=("CHN",), **DATED)).values
    assert on_all["use_change_share"]["central"] < on_one["use_change_share"]["central"] < 0
    assert on_all["winners"]
    assert on_all["not_covered"] == []
    everybody = compare(tariff(id="t", rate=0.25, targets=("ALL",), **DATED)).values
    assert everybody["use_change_share"]["central"] > on_all["use_change_share"]["central"]
    half = tariff(id="t", rate=0.25, end="+6", **DATED)
    assert same(compare(half), compare(tariff(id="t", rate=0.125, **DATED)))


def test_what_the_year_cannot_tell_is_listed(compare):
    late = {**BAN, "id": "late", "start": "+14"}
    idle = {**LOSS, "id": "idle", "origin": "SSD"}
    found = compare(BAN, licence(id="papers", **DATED), late, idle)
    assert found.values["not_covered"] == [
        {"id": "idle", "kind": "outage", "reason": "SSD made nothing in 2018"},
        {"id": "late", "kind": "export_ban",
         "reason": "begins after the twelve months that are compared"},
        {"id": "papers", "kind": "licence", "reason": "no such measure in a model of one year"},
    ]  # fmt: skip
    assert same(found, compare(BAN))


def test_what_leaks_through_a_ban_is_listed_as_left_out(compare):
    fields = {"kind": "export_ban", "powers": ("USA",), **DATED}
    found = compare(leaky(id="a", leak_share=Between(0.0, 0.2), **fields))
    assert [row["reason"] for row in found.values["not_covered"]] == [
        "what leaks through is left out"
    ]
    assert same(found, compare(BAN))
    assert compare(leaky(id="a", leak_share=NONE, **fields)).values["not_covered"] == []


def test_a_scenario_of_which_nothing_is_covered_is_unknown_and_not_harmless(compare):
    found = compare(licence(id="papers", **DATED))
    assert found.values["price_index"] == dict.fromkeys(FORMS)
    assert found.values["losers"] is None
    assert {u.path for u in found.unknown} >= {"annual.use_change_share.low", "annual.sellers"}
    assert all("no measure of the scenario" in unknown.reason for unknown in found.unknown)


def test_who_loses_every_supplier_is_unknown_with_the_reason(compare, helium):
    origins = list(normal(helium, 2018, "KOR")[0].origins)
    found = compare({**BAN, "powers": origins}, target="KOR")
    assert found.values["price_index"] == dict.fromkeys(FORMS)
    assert found.values["cut_off"] == ["KOR"]
    assert found.values["sigma"]["low"] > 1
    reason = found.unknown[0].reason
    assert reason.startswith("everything that South Korea used in 2018 is stopped")
    assert "Qatar" in reason


def test_others_that_lose_every_supplier_are_named(compare, helium):
    origins = list(normal(helium, 2018, also=("KOR",))[0].origins)
    found = compare({**BAN, "powers": origins, "targets": ["KOR"]}, also=("KOR",))
    assert found.values["cut_off"] == ["KOR"]
    assert found.values["use_change_share"]["central"] > 0
    assert found.unknown == ()


def test_a_form_at_which_nobody_can_be_done_without_is_unknown(helium, compare):
    low = [p.model_copy(update={"low": 0.5, "high": 0.9}) if p.id == "prior-sigma_long-low" else p
           for p in helium.priors]  # fmt: skip
    found = compare(BAN, case=replace(helium, priors=tuple(low)))
    assert found.values["price_index"]["low"] is None
    assert found.values["price_index"]["central"] > 1
    assert {u.path for u in found.unknown} == {f"annual.{name}.low" for name in MEASURED}
    assert found.unknown[0].reason.startswith("sigma is 0.67")


def test_the_order_of_measures_changes_nothing(compare):
    one, other = {**BAN, "id": "a"}, {**LOSS, "id": "b"}
    assert compare(one, other) == compare(other, one)
