r"""Whether a country makes as much as it uses within so many years, drawn from what is on file.

Use grows by a rate :math:`g` from what is printed, :math:`d_y = d_0 (1 + g)^{y - b}` with the base
year :math:`b`; the rate is bounded by what was printed five years apart.  Output is what is
printed and the plants on file, or it adds each year as many tonnes as it lately did.
"""

from dataclasses import dataclass, field

import numpy as np

from outlast.case import Case
from outlast.case.schema import Figure
from outlast.engines.plan.outlook_bands import Array, Band, draw, span_of
from outlast.engines.plan.outlook_plants import planned

SPAN = 5
"""Years between the figures that a growth is read from."""


@dataclass(frozen=True, eq=False)
class Balance:
    """Own output against use.

    Attributes
    ----------
    use_now, made_now : Band
        Of the base year.  [t]
    growth : Band or None
        Of use; None if no figure stands `SPAN` years before.  [share/year]
    added : Band or None
        Tonnes by which output rose a year.  [t/year]
    use, made, kept_up : ndarray, shape (draw, year)
        Use; output with the plants on file; output that rises as it did (empty if unknown).  [t]
    figures : tuple of str
        Ids that it rests on.
    """

    use_now: Band
    made_now: Band
    growth: Band
    added: Band | None
    use: Array
    made: Array
    kept_up: Array
    figures: tuple[str, ...] = field(default=())


def balance(
    case: Case, country: str, base: int, years: range, draws: int, seed: int
) -> Balance | str:
    """Draw a country's own output and its use.

    Parameters
    ----------
    case : Case
        With printed output and use.
    country : str
        A code.
    base : int
        Year of the figures that everything starts from.
    years : range
        Years to come.
    draws, seed : int
        Number of draws, and their seed.

    Returns
    -------
    Balance or str
        What is missing, where it is not known.
    """
    rows = {
        (what, year): list(case.find_figures(what, country, year))
        for what in ("consumption", "production")
        for year in (base, base - SPAN)
    }
    use, made = (span_of(case, rows[what, base], "t") for what in ("consumption", "production"))
    if use is None or made is None:
        missing = "use" if use is None else "output"
        return f"no {missing} of {case.countries.name(country)} in {base} is on file"
    before = span_of(case, rows["consumption", base - SPAN], "t")
    growth = None if before is None else growth_between(before, use)
    if growth is None:
        return f"no use in {base - SPAN} is on file to read a growth from"
    rng = np.random.default_rng(seed)
    after = np.array([year - base for year in years], dtype=float)
    began, rate = draw(rng, use, draws), draw(rng, growth, draws)
    own = draw(rng, made, draws)[:, None] + np.zeros(len(years))
    added = _added(span_of(case, rows["production", base - SPAN], "t"), made)
    kept_up = np.empty((0, len(years)))
    if added is not None:
        kept_up = own + draw(rng, added, draws)[:, None] * after
    plants = [plan for plan in planned(case, country, base) if plan.capacity is not None]
    for plan in plants:
        own = own + plan.drawn(rng, years, base, draws)
    figures = {f.id for found in rows.values() for f in found if _counts(f)}
    return Balance(
        use, made, growth, added, began[:, None] * (1 + rate[:, None]) ** after, own, kept_up,
        tuple(sorted(figures | {plan.figure for plan in plants if plan.figure})),
    )  # fmt: skip


def _counts(figure: Figure) -> bool:
    return figure.value is not None or figure.high is not None


def growth_between(before: Band, now: Band) -> Band:
    """Rates a year that lead from one band to the other in `SPAN` years.

    Parameters
    ----------
    before, now : Band
        Amounts above 0.

    Returns
    -------
    Band
        Least, best and most.  [share/year]

    Examples
    --------
    >>> growth_between(Band(100, 100, 100), Band(100, 161.051, 200)).point
    0.10000000000000009
    """
    pairs = zip(now, (before.high, before.point, before.low), strict=True)
    return Band(*((after / start) ** (1 / SPAN) - 1 for after, start in pairs))


def _added(before: Band | None, now: Band) -> Band | None:
    if before is None:
        return None
    return Band(*((now[end] - before[2 - end]) / SPAN for end in range(3)))


def needed_growth(made: Band, use: Band, growth: Band, years: int) -> Band:
    """Rate a year by which output must grow to be what use is then.

    Parameters
    ----------
    made, use : Band
        Now.  [t]
    growth : Band
        Of use.  [share/year]
    years : int
        From now.

    Returns
    -------
    Band
        Least with the most output and the least use.  [share/year]

    Examples
    --------
    >>> same = Band(1.0, 1.0, 1.0)
    >>> needed_growth(same, Band(4.0, 4.0, 4.0), Band(0.0, 0.0, 0.0), 2).point
    1.0
    """
    return Band(
        *((use[end] / made[2 - end]) ** (1 / years) * (1 + growth[end]) - 1 for end in range(3))
    )
