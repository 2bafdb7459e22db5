"""The same scenario in a model of one year, to be set beside the months."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from outlast.case import Case
from outlast.case.measures import Scenario
from outlast.engines.shock.annual.base import Array, Base, Change
from outlast.engines.shock.annual.hat import Rows
from outlast.engines.shock.annual.quotas import QuotaYear, solve_with_quotas
from outlast.engines.shock.annual.terms import Terms, terms_of
from outlast.engines.shock.baseline import Baseline, baseline
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.windows import FORMS
from outlast.errors import BadData, Infeasible
from outlast.results import Unknown

NOTHING = 1e-12
"""A place whose part of all use is no larger has no use."""
ALL = 1 - 1e-12
"""A link of which no larger a part may pass is capped."""
DRAWS = 256
"""Enough for the mean of what is drawn of the normal year."""
SHOWN = 5
"""Winners and losers listed."""
MEASURED = ("price_index", "use_change_share", "quantity_change_share")
LISTED = ("losers", "winners", "sellers")


class Annual(NamedTuple):
    """A comparison: plain values, and what of them is unknown."""

    values: Mapping[str, Any]
    unknown: tuple[Unknown, ...]


class _Solved(NamedTuple):
    """A year, and the flows that it began with, of the destinations that still buy."""

    year: QuotaYear
    flow: Array
    places: tuple[str, ...]


def comparison(
    case: Case,
    scenario: Scenario,
    target: str,
    year: int,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    also: Iterable[str] = (),
) -> Annual:
    """Tell what a scenario does to a year in which everybody adapts, by exact hat algebra.

    Every tonne of the normal year is valued at one price, hubs traced to their producers, domestic
    supply included.  What is spent is fixed, so is what is made and not lost; there are no stocks,
    contracts or limits to growth.  An origin that is banned sells elsewhere.

    Parameters
    ----------
    case : Case
        Holds the priors and who controls what.
    scenario : Scenario
        Bans, quotas, closures, outages and tariffs count; other kinds are listed.
    target : str
        The importer that is looked at.
    year : int
        Baseline year.
    draws, seed : int
        Of the normal year and of who controls what, whose mean is taken, over `DRAWS` at most;
        `sigma_long` of each form is taken at the middle of its prior.
    also : iterable of str
        Countries that stand by themselves if they import.

    Returns
    -------
    Annual
        As ``docs/json.md`` lists it.

    Raises
    ------
    InvalidInput
        If a covered measure does not fit the case, or the target does not import.
    """
    sample = Sample(case, seed, min(draws, DRAWS), year, "central")
    normal = baseline(case, year, sample, (target,), also=tuple(also))
    terms = terms_of(case, scenario, target, normal, sample)
    sigma = {form: sample.of_form(form).middle("sigma_long") for form in FORMS}
    solved: dict[str, _Solved] = {}
    reasons = dict.fromkeys(FORMS, _hopeless(case, terms, target, year, normal))
    for form in FORMS:
        if reasons[form]:
            continue
        try:
            solved[form] = _solve(terms, normal, sigma[form])
        except (BadData, Infeasible) as error:
            reasons[form] = str(error)
    return _annual(terms, normal, target, sigma, solved, reasons)


def _open(terms: Terms) -> Rows:
    """Links of the normal year through which something can still come."""
    return (terms.flow > 0) & (terms.passes > 0) & (terms.left > 0)[:, None]


def _cut_off(terms: Terms, normal: Baseline) -> tuple[str, ...]:
    """Destinations that use something and that nothing reaches any more."""
    used = terms.flow.sum(axis=0)
    stranded = (used > NOTHING * used.sum()) & ~_open(terms).any(axis=0)
    return tuple(np.array(normal.destinations)[stranded].tolist())


def _hopeless(case: Case, terms: Terms, target: str, year: int, normal: Baseline) -> str:
    """Say why no elasticity gives an answer for the target, or nothing."""
    if not terms.acts:
        return "no measure of the scenario is one that a model of one year can tell"
    if target not in _cut_off(terms, normal):
        return ""
    origins = {
        lane.origin
        for lane, size in zip(
            terms.lanes, terms.flow[:, normal.destinations.index(target)], strict=True
        )
        if size > 0
    }
    names = ", ".join(case.countries.name(code) for code in sorted(origins))
    return (
        f"everything that {case.countries.name(target)} used in {year} is stopped for the whole "
        f"year (origins: {names}): at a fixed expenditure its price has no bound"
    )


def _solve(terms: Terms, normal: Baseline, sigma: float) -> _Solved:
    """Solve the year of the destinations that still buy."""
    used = terms.flow.sum(axis=0)
    buys = (used > NOTHING * used.sum()) & _open(terms).any(axis=0)
    flow, passes = terms.flow[:, buys], terms.passes[:, buys]
    base = Base.of_flows(flow)
    sold = np.divide(base.output, terms.flow.sum(axis=1), out=np.zeros(len(flow)),
                     where=base.output > 0)  # fmt: skip
    left = np.divide(terms.left, sold, out=np.zeros(len(flow)), where=sold > 0)
    change = Change(np.ones(flow.shape), terms.tariff[:, buys], left)
    quota = np.where(passes > ALL, np.inf, passes * flow)
    places = tuple(np.array(normal.destinations)[buys].tolist())
    return _Solved(solve_with_quotas(base, change, sigma, quota), flow, places)


def _annual(
    terms: Terms, normal: Baseline, target: str, sigma: Mapping[str, float],
    solved: Mapping[str, _Solved], reasons: Mapping[str, str],
) -> Annual:  # fmt: skip
    """Gather values, and reasons where there are none."""
    found = {form: _of_target(solved[form], target) for form in solved}
    values: dict[str, Any] = {"sigma": dict(sigma)}
    for k, name in enumerate(MEASURED):
        values[name] = {form: found[form][k] if form in found else None for form in FORMS}
    unknown = [Unknown(f"annual.{name}.{form}", reasons[form])
               for name in MEASURED for form in FORMS if form not in found]  # fmt: skip
    if "central" in solved:
        values |= _winners_and_losers(solved["central"], terms, target)
    else:
        values |= dict.fromkeys(LISTED)
        unknown += [Unknown(f"annual.{name}", reasons["central"]) for name in LISTED]
    values["cut_off"] = list(_cut_off(terms, normal))
    values["not_covered"] = [{"id": name, "kind": kind, "reason": reason}
                             for name, kind, reason, _ in terms.not_covered]  # fmt: skip
    values["residual"] = max((done.year.year.residual for done in solved.values()), default=None)
    return Annual(values, tuple(unknown))


def _of_target(solved: _Solved, target: str) -> tuple[float, float, float]:
    """Price index, change of use and of tonnes, each of the target."""
    j = solved.places.index(target)
    index, used = solved.year.year.price_index[j], _quantity_change(solved)[j]
    return float(index), float(1 / index - 1), float(used)


def _quantity_change(solved: _Solved) -> Array:
    """Change of the tonnes that each destination gets, a part of its normal use."""
    change: Array = solved.year.year.quantity.sum(axis=0) / solved.flow.sum(axis=0) - 1
    return change


def _winners_and_losers(solved: _Solved, terms: Terms, target: str) -> dict[str, Any]:
    """List the users beside the target that lose and win most, and what origins earn."""
    use = 1 / solved.year.year.price_index - 1
    pairs = zip(solved.places, use, strict=True)
    rows = [{"country": code, "use_change_share": float(change)}
            for code, change in pairs if code != target]  # fmt: skip
    return {
        "losers": _first(rows, 1), "winners": _first(rows, -1), "sellers": _sellers(solved, terms),
    }  # fmt: skip


def _first(rows: Iterable[Mapping[str, Any]], sign: int) -> list[Mapping[str, Any]]:
    """Rows that fall most (sign 1) or rise most (sign -1)."""
    fallen = [row for row in rows if sign * row["use_change_share"] < -NOTHING]
    return sorted(fallen, key=lambda r: (sign * r["use_change_share"], r["country"]))[:SHOWN]


def _sellers(solved: _Solved, terms: Terms) -> list[dict[str, Any]]:
    """Change of what each origin is paid before duty, rents of quotas not counted."""
    year = solved.year.year
    paid = np.nan_to_num(year.price) * year.quantity.sum(axis=1)
    before = terms.flow.sum(axis=1)
    rows = []
    for origin in sorted({lane.origin for lane in terms.lanes}):
        here = [lane.origin == origin for lane in terms.lanes]
        if before[here].sum() > 0:
            change = float(paid[here].sum() / before[here].sum() - 1)
            rows.append({"country": origin, "revenue_change_share": change})
    return sorted(rows, key=lambda row: (row["revenue_change_share"], row["country"]))
