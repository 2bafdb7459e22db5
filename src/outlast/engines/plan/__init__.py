"""The cheapest programme that withstands the worst attacker, with proof."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from outlast.errors import InvalidInput

if TYPE_CHECKING:
    from outlast.case import Case
    from outlast.engines.plan.front import Details
    from outlast.results import Result

__all__ = ["plan"]


def plan(
    cases: "Case | str | Path | Sequence[Case | str | Path]",
    for_: str,
    from_year: int,
    years: int = 12,
    attackers: int = 1,
    *,
    budget: float | None = None,
    endure: float | None = None,
    layers: Sequence[str] | None = None,
    severity: float = 1.0,
    any_quarter: bool = False,
    seconds: float | None = None,
    draws: int = 256,
    seed: int = 1,
    price_year: int | None = None,
    ready: int | None = None,
    details: "Details" = True,
    progress: Callable[[str], None] = lambda _: None,
) -> "Result":
    """Find the programme of options that is best against the worst attack, with its proof.

    Parameters
    ----------
    cases : Case or str, or a sequence of them
        A case, or what `outlast.load` takes.  Several share the budget; the result is then a
        ``campaign`` with the ``plans`` of those that have options.
    for_ : str
        The importer: a country or a bloc, by code or name.
    from_year : int
        The first year, one of the case's; its trade is the baseline.
    years : int
        How many years, 2 to 40, in quarters.
    attackers : int
        Powers that act together, at most.
    budget : float, optional
        The least shortage for so much more than doing nothing costs.  [million USD]
    endure : float, optional
        The least cost at which critical sectors lack nothing in so many months of any attack.
    layers : sequence of str, optional
        Through which powers stop: of direct (their own territory), ownership, offtake and
        transit (a passage that closes); all four if not given.
    severity : float
        Part of its reach that each power stops, above 0, at most 1; passages close wholly.
    any_quarter : bool
        Whether an attack may begin in any quarter, not in January alone; that takes longer.
    seconds : float, optional
        Time after which the best so far is returned, with its gap.
    draws, seed : int
        Of what is not printed of the baseline year; medians stand.
    price_year : int, optional
        Of whose worth the dollars are; the last of ``money.csv`` if not given.
    ready : int, optional
        Years before which no attack begins; a quarter of the years if not given.
    details : bool or "front"
        Also the front of budgets, the choices that flip, and the replay in `shock`; or the front
        alone, of fewer points.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Result
        Headline: ``programme``, ``worst_before`` and ``worst_attack``, with the bounds.

    Raises
    ------
    InvalidInput
        If a number or a layer does not fit, the importer is unknown, more powers shall act than
        have reach, or no option can finish.
    Infeasible
        If nothing endures what is asked, with the longest that can be endured and the least that
        would have to be short.
    LimitReached
        If the time was up before any programme was found.
    """
    from outlast.engines.plan.several import several as together  # noqa: PLC0415
    from outlast.engines.plan.study import opened, study  # noqa: PLC0415 - no work at import

    several = (
        [cases] if isinstance(cases, (str, Path)) or not isinstance(cases, Sequence) else cases
    )
    if not several:
        raise InvalidInput("cases", "none", expected="one or more")
    if len(several) > 1:
        if endure is not None:
            raise InvalidInput("endure", endure, expected="no value with several cases",
                               remedy="they share a budget")  # fmt: skip
        return together(
            [opened(case) for case in several], for_, from_year, years, attackers, budget=budget,
            layers=layers, severity=severity,
            any_quarter=any_quarter, seconds=seconds, draws=draws, seed=seed,
            price_year=price_year, ready=ready, details=details, progress=progress,
        )  # fmt: skip
    return study(
        opened(several[0]), for_, from_year, years, attackers, budget=budget, endurance=endure,
        layers=layers, severity=severity,
        any_quarter=any_quarter, seconds=seconds, draws=draws, seed=seed,
        price_year=price_year, ready=ready, details=details, progress=progress,
    )  # fmt: skip
