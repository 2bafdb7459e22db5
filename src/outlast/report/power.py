"""One power over the years: what it can reach of the importer's supply, and on what grounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from outlast.case.schema import RUNGS
from outlast.engines.exposure.reach import ALLIES, FORMS, TERRITORY
from outlast.report.findings import Findings

NOTHING: Mapping[str, float | None] = dict.fromkeys(FORMS, 0.0)


@dataclass(frozen=True)
class Power:
    """A power and the importer, by value.

    Attributes
    ----------
    findings : Findings
        Of the importer.
    code : str
        Country or bloc.
    """

    findings: Findings
    code: str

    @cached_property
    def ladder(self) -> Sequence[Mapping[str, Any]]:
        """What the years say of each of its rungs, the narrowest first."""
        return [row for row in self.findings.ladder if row["power"] == self.code]

    @cached_property
    def years(self) -> Sequence[int]:
        """Years in which the case tells who controls the importer's supply."""
        blocks = self.findings.blocks["material"]
        return [year for year, block in blocks.items() if block["control"] is not None]

    def rung(self, name: str, year: int) -> Mapping[str, float | None]:
        """Values of a rung in a year, by the names of `FORMS`; a None is unknown."""
        row = self._row(year)
        if row is None:
            return NOTHING
        return next((scope for scope in row["scopes"] if scope["name"] == name), NOTHING)

    def _row(self, year: int) -> Mapping[str, Any] | None:
        rows = self.findings.blocks["material"][year]["control"]
        return next((row for row in rows if row["power"] == self.code), None)

    def grounds(self, rung: str, years: Iterable[int]) -> list[str]:
        """List what a rung rests on: rows of who controls what, holdings, then flows."""
        case = self.findings.case
        place = RUNGS.index(rung)
        allied = place == ALLIES
        counted = {RUNGS[TERRITORY], rung} if allied else set(RUNGS[: place + 1])
        held: dict[str, None] = {}
        flows: dict[str, None] = {}
        for year in years:
            told = self._told(year, allied=allied)
            rows = [row for row in case.control if row.id in told and row.rung in counted]
            held |= dict.fromkeys(row.id for row in rows)
            if any(row.firm for row in rows):
                held |= dict.fromkeys(row.id for row in case.holdings if row.id in told)
            flows |= dict.fromkeys(f.id for f in case.imports(self.findings.importer, year))
        return [*held, *flows]

    def _told(self, year: int, *, allied: bool) -> set[str]:
        """Ids of the rows used for the power, and for the blocs that it is a member of."""
        members = self.findings.case.countries.members
        return {
            figure
            for row in self.findings.blocks["material"][year]["control"]
            if row["power"] == self.code or (allied and self.code in members(row["power"], year))
            for figure in row["figures"]
        }


def main_power(findings: Findings) -> Power | None:
    """Choose the first power of the case of which anything is told; None where nothing is."""
    told = {row["power"] for row in findings.ladder}
    code = next((code for code in findings.case.header.powers if code in told), None)
    return Power(findings, code) if code else None
