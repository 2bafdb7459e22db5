"""Several cases under one budget: a plan of each, and the money split between them."""

from collections.abc import Callable, Sequence
from typing import Any

from outlast.about import __version__
from outlast.case import Case
from outlast.engines.plan.campaign_story import NO_OPTIONS, campaign, front_of, shares_of
from outlast.engines.plan.front import Details
from outlast.engines.plan.study import study
from outlast.errors import InvalidInput
from outlast.results import Result, Unknown


def several(
    cases: Sequence[Case],
    importer: str,
    first: int,
    years: int,
    attackers: int,
    *,
    budget: float | None,
    layers: Sequence[str] | None = None,
    severity: float = 1.0,
    any_quarter: bool = False,
    seconds: float | None,
    draws: int,
    seed: int,
    price_year: int | None,
    ready: int | None,
    details: Details,
    progress: Callable[[str], None],
) -> Result:
    """Plan for several cases.

    Parameters
    ----------
    cases : sequence of Case
        Those without options for the importer are told by their exposure alone.
    importer : str
        By code or name.
    first, years, attackers : int
        As of `outlast.plan`.
    budget : float or None
        For all cases together; as much as helps if not given.  [million USD]
    layers : sequence of str, optional
        As of `outlast.plan`.
    severity : float
        As of `outlast.plan`.
    any_quarter : bool
        As of `outlast.plan`.
    seconds : float, optional
        For everything, shared by the cases with options.
    draws, seed : int
        As of `outlast.plan`.
    price_year, ready : int, optional
        As of `outlast.plan`; the last year that all know the prices of.
    details : bool or "front"
        Also each case's own front; without it only doing nothing and its cheapest plan are known.
    progress : callable
        As of `outlast.plan`.

    Returns
    -------
    Result
        ``campaign``, and ``plans``, the result of each case with options.

    Raises
    ------
    InvalidInput
        If a case comes twice, none has options for the importer, or plans are in money of
        different years.
    """
    code = cases[0].countries.find(importer)
    priced = [case for case in cases if has_options(case, code, first)]
    if not priced:
        name = cases[0].countries.name(code)
        raise InvalidInput("cases", "none with options", expected=f"options of {name}",
                           remedy="list what it can build, buy or learn")  # fmt: skip
    price_year = common_price_year(priced) if price_year is None else price_year
    each = None if seconds is None else seconds / len(priced)
    plans = []
    for case in priced:
        progress(case.name)
        plans.append(
            study(case, code, first, years, attackers, budget=None, endurance=None,
                  layers=layers, severity=severity,
                  any_quarter=any_quarter, seconds=each, draws=draws, seed=seed,
                  price_year=price_year, ready=ready,
                  details=details, progress=progress)
        )  # fmt: skip
    moneys = {one.result["money"] for one in plans}
    if len(moneys) > 1:
        raise InvalidInput("money", ", ".join(sorted(moneys)), expected="of one year",
                           remedy="say price_year")  # fmt: skip
    unpriced = [case for case in cases if case not in priced]
    told: dict[str, Any] = {
        "importer": code,
        "importer_name": cases[0].countries.name(code),
        "from_year": first,
        "years": years,
        "attackers": attackers,
        "money": moneys.pop(),
        "campaign": campaign([front_of(one) for one in plans], budget, unpriced, code,
                             shares=[shares_of(one) for one in plans]),
        "plans": [{"case": case.name, "result": dict(one.result)}
                  for case, one in zip(priced, plans, strict=True)],
    }  # fmt: skip
    return Result(
        command="plan",
        inputs={"cases": [case.name for case in cases], "for": code, "from": first,
                "years": years, "attackers": attackers, "budget": budget,
                "layers": plans[0].inputs["layers"], "severity": severity,
                "any_quarter": any_quarter, "seconds": seconds,
                "draws": draws, "seed": seed, "price_year": price_year, "ready": ready},
        result=told,
        unknown=_unknown(plans, unpriced),
        warnings=tuple(f"{case.name}: {words}" for case, one in zip(priced, plans, strict=True)
                       for words in one.warnings),
        figures=tuple(sorted({f"{case.name}:{figure}"
                              for case, one in zip(priced, plans, strict=True)
                              for figure in one.figures})),
        run={"seed": seed, "version": __version__,
             "case_sha256": {case.name: case.sha256 for case in cases}},
    )  # fmt: skip


def common_price_year(cases: Sequence[Case]) -> int | None:
    """Find the last year of whose prices every case with money knows the level.

    Parameters
    ----------
    cases : sequence of Case
        With ``money.csv``, or without.

    Returns
    -------
    int or None
        None where there is none, or no money at all.
    """
    known = [{row.year for row in case.money if row.kind == "prices"} for case in cases]
    common = set.intersection(*filter(None, known)) if any(known) else set()
    return max(common, default=None)


def has_options(case: Case, code: str, year: int) -> bool:
    """Tell whether a case lists anything that an importer can do.

    Parameters
    ----------
    case : Case
        Any.
    code : str
        The importer.
    year : int
        In which a bloc's members are meant.

    Returns
    -------
    bool
        Whether a row of ``options.csv`` is for it, or for all.
    """
    members = case.countries.members(code, year)
    return any(
        not row.importers
        or any(members & case.countries.members(one, year) for one in row.importers)
        for row in case.options.values()
    )


def _unknown(plans: Sequence[Result], unpriced: Sequence[Case]) -> tuple[Unknown, ...]:
    """Gather what is unknown: of the plans, and what the safety of other cases costs."""
    found = [
        Unknown(f"plans.{n}.result.{path}", reason)
        for n, one in enumerate(plans)
        for path, reason in one.unknown
    ]
    found += [Unknown(f"campaign.unpriced.{n}", f"{case.name}: {NO_OPTIONS}")
              for n, case in enumerate(unpriced)]  # fmt: skip
    return tuple(found)
