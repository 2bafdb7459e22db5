"""Of which other year, basis or origin a printed number would have been true."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outlast.case.readings import Reading, in_unit, reading
from outlast.case.schema import Claim
from outlast.engines.evidence.estimates import AGAINST
from outlast.engines.evidence.knowledge import Knowledge
from outlast.engines.exposure.bases import BASES
from outlast.engines.reconcile.nodes import STANDS, Node, base_unit
from outlast.periods import runs_of


class Elsewhere(NamedTuple):
    """Years in which a number would have been true, and of what."""

    what: str
    years: tuple[int, ...]
    ids: tuple[str, ...]
    """Figures that say so."""

    def words(self) -> str:
        """Say it with the years as ranges."""
        return f"{self.what} in {ranges(self.years)}"


def true_elsewhere(node: Node, bounds: Reading, knowledge: Knowledge) -> tuple[Elsewhere, ...]:
    """Look for years, bases and origins of which a claim is true.

    Parameters
    ----------
    node : Node
        What the claim counts.
    bounds : Reading
        Its reading in the base unit.
    knowledge : Knowledge
        Figures and trade.

    Returns
    -------
    tuple of Elsewhere
        The shares by trade first; empty where it is true of nothing on file.
    """
    if node.year is None:
        return ()
    return tuple(found for found in _search(node, bounds, knowledge) if found.years)


def _search(node: Node, bounds: Reading, knowledge: Knowledge) -> Iterator[Elsewhere]:
    name = knowledge.case.countries.name
    if node.quantity == "import_share" and node.partner and not node.item:
        for basis in BASES:
            yield _years(f"{name(node.partner)}, basis {basis}", [
                (year, e.value, e.ids)
                for year in knowledge.case.years
                if year != node.year
                and (e := knowledge.share(node.at(period=str(year)), basis)) is not None
            ], bounds)  # fmt: skip
        everyone = node.at(quantity="import_dependence", partner="")
        yield _years("all origins together", _over_time(everyone, knowledge, range(0)), bounds)
        return
    if node.quantity not in STANDS | {"price", "unit_value"}:
        skipped = range(node.year or 0, (node.year or 0) + 1)
        yield _years("the same", _over_time(node, knowledge, skipped), bounds)


def _over_time(
    node: Node, knowledge: Knowledge, skipped: range
) -> list[tuple[int, float, tuple[str, ...]]]:
    """Estimates of a node in every year but some that none as good or better denies."""
    found = []
    for year in (year for year in knowledge.case.years if year not in skipped):
        there = [e for e in knowledge.about(node.at(period=str(year))) if not e.bound]
        found += [(year, e.value, e.ids) for e in there
                  if not any(o.grade <= e.grade and o.gap(e.value, e.value) > AGAINST
                             for o in there)]  # fmt: skip
    return found


def _years(
    what: str, values: Sequence[tuple[int, float, tuple[str, ...]]], bounds: Reading
) -> Elsewhere:
    within = [(year, ids) for year, value, ids in values if bounds.low <= value <= bounds.high]
    years = tuple(sorted({year for year, _ in within}))
    return Elsewhere(what, years, tuple(sorted({i for _, ids in within for i in ids})))


def holds_as_printed(claim: Claim, node: Node, knowledge: Knowledge) -> tuple[Elsewhere, ...]:
    """Where a number read as "around" would hold to its printed precision."""
    exact = claim.model_copy(update={"rule": "printed"})
    bounds = in_unit(reading(exact), claim.unit, base_unit(node), knowledge.case.units)
    return tuple(found for found in _search(node, bounds, knowledge) if found.years)


def ranges(years: Sequence[int]) -> str:
    """Write years as ranges.

    >>> ranges([2002, 2003, 2004, 2019])
    '2002–04 and 2019'
    """
    words = [f"{first}–{last % 100:02}" if last > first else f"{first}"
             for first, last in runs_of(years)]  # fmt: skip
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1]
