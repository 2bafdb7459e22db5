"""What a material card does, beside what `shock` says of the same scenario and seed."""

from dataclasses import replace

import numpy as np
import pytest

import outlast
from outlast.engines.leverage.cards import MaterialCard, read_card
from outlast.engines.leverage.effects import NothingToStop, YearUnknown
from outlast.engines.leverage.material import material_effect
from outlast.engines.leverage.worlds import renamed, worlds
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.losses import ces
from outlast.engines.shock.model import run
from outlast.engines.shock.per_draw import short_months, unmet_share
from outlast.engines.shock.volumes import reference_price
from outlast.errors import InvalidInput

DRAWS = 64


def effect(text, sender="XNO", target="XIS", year=2023, **options):
    card = read_card(text) if isinstance(text, str) else text
    return material_effect(card, sender, target, year, **{"draws": DRAWS, "months": 24} | options)


@pytest.fixture(scope="module")
def ban():
    """Northland's ban by territory, whose worth can be followed."""
    return effect("isle:scenario=xno-embargo")


@pytest.fixture(scope="module")
def whole():
    """Northland's ban by control."""
    return effect("isle")


@pytest.fixture(scope="module")
def shocked(isle):
    """The run of `shock` of the same scenario, seed and draws."""
    asked = Ensemble(isle, isle.scenarios["xno-embargo"], "XIS", 2023, 24, DRAWS, links=True)
    return run(asked)


def test_the_shortage_is_that_of_shock(ban, shocked, isle):
    assert np.array_equal(ban.unmet, unmet_share(shocked, shocked.target))
    short = short_months(shocked)
    assert np.array_equal(np.isfinite(ban.exhausted), short.any(axis=1))
    soonest = np.where(short.any(axis=1), short.argmax(axis=1), np.inf)
    assert (ban.exhausted >= soonest - 0.5).all()
    assert (ban.exhausted <= soonest + 0.5).all()
    told = outlast.shock(isle, "xno-embargo", year=2023, draws=DRAWS, months=24).result
    middle = float(np.quantile(ban.unmet, 0.5, method="higher"))
    assert middle == pytest.approx(told["forms"][1]["unmet_share_12m"]["p50"], rel=1e-12)
    lost = ban.harm[:, :12].sum(axis=1)
    rows = {row["name"]: row for row in told["loss"]["forms"]}
    assert float(np.quantile(lost, 0.5, method="higher")) == pytest.approx(rows["ces"]["p50"])


def test_harm_is_the_economy_without_what_is_missing_month_by_month(ban, shocked, isle):
    price, _ = reference_price(isle, 2023)
    j = shocked.target
    demand = shocked.market.demand[:, j].sum(axis=1)
    met = np.minimum(shocked.record.consumption[:, :, j] / demand[:, None], 1)
    share, sigma = price * 12 * demand / 900e6, ban.drawn["ces_sigma"]
    rho = (sigma - 1) / sigma
    left = (share[:, None] * met ** rho[:, None] + 1 - share[:, None]) ** (1 / rho)[:, None]
    assert ban.forms["ces_by_month"] == pytest.approx(900 / 12 * (1 - left), rel=1e-6, abs=1e-9)
    assert 0.05 <= sigma.min() < sigma.max() <= 0.3


def test_lost_exports_are_what_northland_sells_less_times_price_and_margin(ban, shocked, isle):
    price, _ = reference_price(isle, 2023)
    places, record, normal = shocked.normal.destinations, shocked.record, shocked.normal
    lanes = [k for k, lane in enumerate(shocked.schedule.lanes) if lane.origin == "XNO"]
    others = [j for j, code in enumerate(places) if code != "XNO"]
    usual = normal.flow[:, normal.origins.index("XNO")][:, others].sum(axis=1)
    sent = record.links[:, :, lanes][:, :, :, others].sum(axis=(2, 3))
    margin = ban.drawn["export_margin"][:, None]
    by_hand = margin * price * np.maximum(usual[:, None] - sent, 0) / 1e6
    assert ban.cost["lost_exports"] == pytest.approx(by_hand, abs=1e-9)
    assert (ban.cost["lost_exports"][:, 0] > 0).all()


def test_lost_share_is_spread_over_the_first_year(ban, isle):
    price, _ = reference_price(isle, 2023)
    part = [ban.drawn[name] for name in ("lost_share_after", "lost_share_months", "export_margin")]
    found = ban.cost["lost_share"]
    assert not found[:, 12:].any()
    assert np.ptp(found[:, :12], axis=1).max() == pytest.approx(0)
    sold = found.sum(axis=1) / np.prod(part, axis=0) * 1e6 / price * 12  # t/year
    assert 30 < np.median(sold) < 60  # customs saw 40 t, by mass


def test_a_harder_card_hurts_more(whole):
    middle = [np.median(effect(f"isle:severity={s}").harm.sum(axis=1)) for s in (0.25, 0.5)]
    assert 0 < middle[0] < middle[1] < np.median(whole.harm.sum(axis=1))
    assert effect("isle:severity=0.5").reach == pytest.approx(whole.reach / 2)


def test_control_reaches_farther_than_territory(ban, whole):
    assert 0.4 < ban.reach < 0.5 < whole.reach < 0.7
    assert np.median(whole.unmet) > np.median(ban.unmet)
    together = effect("isle:reach=territory,with=XSO")
    assert ban.reach < together.reach < 1


def test_who_makes_nothing_pays_nothing_for_exports(isle):
    owner = isle.control[4].model_copy(update={"power": "XHB", "id": "xso-harbour"})
    card = MaterialCard("isle", replace(isle, control=(*isle.control, owner)))
    found = effect(card, "XHB")
    assert found.reach > 0.1
    assert not found.cost["lost_exports"].any()
    assert not found.cost["lost_share"].any()


def test_what_happens_beneath_is_not_the_cards_harm(whole):
    card = read_card("isle:after=xno-stop")
    both = effect(card)
    found = worlds(card, "XNO", "XIS", 2023, 24, DRAWS, 1)
    assert {m.id for m in found.played.frame.plan.caps} == {"card"}
    assert not found.without.frame.plan.caps
    without = run(Ensemble(card.case, card.case.scenarios["xno-stop"], "XIS", 2023, 24, DRAWS))
    assert np.array_equal(unmet_share(found.without, found.without.target),
                          unmet_share(without, without.target))  # fmt: skip
    year = both.harm[:, :12].sum(axis=1)
    lost = {}
    for name, ran in (("with", found.played), ("without", without)):
        share = reference_price(card.case, 2023)[0] * 12 * ran.market.demand[:, ran.target].sum(1)
        lost[name] = 900 * ces.loss(share / 900e6, both.drawn["ces_sigma"],
                                    1 - unmet_share(ran, ran.target))  # fmt: skip
    assert year == pytest.approx(lost["with"] - lost["without"], rel=1e-6)
    newly = short_months(found.played) & ~short_months(found.without)
    assert np.array_equal(np.isfinite(both.exhausted), newly.any(axis=1))
    assert np.median(both.cost["lost_exports"].sum(1)) < np.median(
        whole.cost["lost_exports"].sum(1)
    )
    assert [u.path for u in both.unknown] == ["forms", "cost.own_sectors"]
    assert "industries.csv has no economy of Northland" in both.unknown[1].reason


def test_a_scenario_with_dates_is_played_from_its_first():
    card = read_card("rare-earth-magnets:scenario=april-2025-licences")
    found = effect(card, "CHN", "USA", 2024, draws=8, months=12)
    assert found.harm.shape == (8, 12)
    assert found.reach > 0.8  # in the second month nothing is decided yet
    assert found.exhausted.min() <= 2


def test_ids_are_kept_apart(isle):
    measures = isle.scenarios["xno-embargo"].measures
    assert [m.id for m in renamed(measures, {"xno-embargo"})] == ["card-xno-embargo"]
    assert renamed(measures, {"other"}) == measures


def test_what_is_not_on_file_is_unknown_not_nothing(isle):
    found = effect("isle", target="XWE")
    assert found.harm is None
    assert "harm" in [u.path for u in found.unknown]
    bare = replace(isle, priors=tuple(p for p in isle.priors if p.name != "export_margin"))
    found = effect(MaterialCard("isle", bare))
    assert set(found.cost) == {"own_sectors"}
    assert "expected a row of priors.csv" in dict(found.unknown)["cost.lost_exports"]


def test_figures_are_listed(ban):
    used = {"industry:xis-economy", "prior-ces_sigma", "prior-export_margin", "exports-xno-2022"}
    assert used <= set(ban.figures)


@pytest.mark.parametrize("year", [2019, 2024])
def test_a_year_without_figures_is_unknown(year):
    with pytest.raises(YearUnknown, match=f"card isle in {year} is unknown, .* 2020 to 2023"):
        effect("isle", year=year)


def test_control_that_nobody_printed_is_unknown(isle):
    with pytest.raises(YearUnknown, match=r"control.csv is missing"):
        effect(MaterialCard("isle", replace(isle, control=())))
    assert effect(MaterialCard("isle", replace(isle, control=()), reach="territory")).reach > 0.4


def test_a_power_that_controls_nothing_cannot_play():
    told = "what Harbour can stop with card isle in 2023 is nothing that reaches Isle, .* no count"
    with pytest.raises(NothingToStop, match=told):
        effect("isle", "XHB")
    with pytest.raises(
        NothingToStop, match=r"36 % of the world's supply .*Southland.*, sold to oth"
    ):
        effect("isle", "XSO", "XNO")


def test_who_is_told_for_other_buyers_alone_is_unknown(isle):
    seller = isle.control[7].model_copy(update={"origin": "XSO", "power": "XEA"})
    case = replace(isle, control=(*isle.control[:4], seller))
    with pytest.raises(
        YearUnknown, match="what Eastland holds of XSO by offtake is told of other"
    ):
        effect(MaterialCard("isle", case), "XEA", "XWE")


def test_too_few_months_are_refused():
    with pytest.raises(InvalidInput, match="months is 6, expected 12 or more"):
        effect("isle", months=6)


def test_a_scenario_is_played_by_who_acts_in_it():
    with pytest.raises(InvalidInput, match="xno-embargo, expected one in which Southland stops"):
        effect("isle:scenario=xno-embargo", "XSO")


def test_helium_could_be_stopped_once(helium):
    card = MaterialCard("helium", helium)
    early, late = (effect(card, "USA", "CHN", year, months=12) for year in (2012, 2024))
    assert early.reach > late.reach
    assert np.median(early.unmet) > 5 * np.median(late.unmet)
    assert early.value == pytest.approx(51.1, abs=0.1)
    assert set(early.forms) > {"leontief", "linear", "ces_by_month"}
    assert (early.forms["leontief"] >= early.forms["weakly_critical"]).all()
