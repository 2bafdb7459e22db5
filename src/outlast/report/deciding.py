"""What a verdict rests on, by id: figures, flows, the trade table, or other claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from outlast.case import Case
from outlast.case.schema import Claim, Source
from outlast.engines.evidence.reasons import LIMITS
from outlast.report.ledger import FigureLine, Ledger
from outlast.report.verdicts import counted, printed_words, with_unit

MOST_SHOWN = 6
"""Estimates shown with a claim."""
MOST_LINES = 4
"""Figures shown with an estimate."""
SIDES = {
    "for": ("✓", "for it"),
    "against": ("✕", "against it"),
    "between": ("·", "too near to tell"),
}


class Ground(NamedTuple):
    """One estimate as a reader sees it."""

    sign: str
    side: str
    value: str
    how: str
    grade: str
    lines: Sequence[FigureLine]
    more: int
    """Figures that are not listed."""


class Deciding:
    """Says what stands behind the ids of a check.

    Parameters
    ----------
    case : Case
        Its figures, flows and sources.
    claims : iterable of Claim
        Those that were judged, and those beside them.
    text : Source, optional
        The article that claims of the source ``text`` stand in.
    """

    def __init__(self, case: Case, claims: Iterable[Claim], text: Source | None = None) -> None:
        self.case = case
        self.claims = {claim.id: claim for claim in claims}
        self._text = text
        self._ledger = Ledger(case)
        self._flows = {flow.id for flow in case.flows}

    def source(self, claim: Claim) -> Source:
        """Where a claim was printed."""
        if claim.source in self.case.sources:
            return self.case.sources[claim.source]
        return self._text or Source(id="file", title="the file of claims", grade="D")

    def line(self, name: str) -> FigureLine | None:
        """Say what an id stands for; None if nothing is known of it."""
        if name in self.case.figures or name in self._flows:
            line = self._ledger.line(name)
            return replace(line, words=line.words.replace("_", " "))
        if name in self.claims:
            claim = self.claims[name]
            said = printed_words({"printed": f"{claim.printed} {shown(claim.unit)}".strip(),
                                  "rule": claim.rule})  # fmt: skip
            words = f"{counted(claim, self.case.countries.name)}: {said} as printed"
            return FigureLine(name, words, self.source(claim), claim.status, claim.grade)
        if name.startswith("trade:"):
            trade = self.case.header.trade
            words = f"every flow of HS {name.split(':')[1]} in {name.split(':')[2]}"
            source = self.case.sources[trade.source]
            return FigureLine(name, words, source, trade.status, trade.grade)
        return None

    def grounds(self, row: Mapping[str, Any]) -> list[Ground]:
        """The estimates of a claim, those that decide first."""
        return [self._ground(estimate) for estimate in row["estimates"][:MOST_SHOWN]]

    def _ground(self, estimate: Mapping[str, Any]) -> Ground:
        sign, side = SIDES[estimate["side"]]
        value = LIMITS.get(estimate["bound"], "") + with_unit(estimate["value"], estimate["unit"])
        if estimate["sd"] is not None and not estimate["bound"]:
            value += f" ± {with_unit(estimate['sd'], 'piece')}"
        lines = [line for name in estimate["ids"] if (line := self.line(name))]
        return Ground(sign, side, value, estimate["how"], estimate["grade"], lines[:MOST_LINES],
                      max(len(estimate["ids"]) - MOST_LINES, 0))  # fmt: skip

    def others(self, row: Mapping[str, Any]) -> list[FigureLine]:
        """What else decides: figures of other years, or the text's own numbers."""
        told = {name for estimate in row["estimates"][:MOST_SHOWN] for name in estimate["ids"]}
        lines = [self.line(name) for name in row["decided_by"] if name not in told]
        return [line for line in lines if line]


def shown(unit: str) -> str:
    """A unit as printed; counts have none."""
    return "" if unit == "piece" else unit.replace("_", " ")
