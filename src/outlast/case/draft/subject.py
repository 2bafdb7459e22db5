"""The heading that a case is drafted for: its trade, and the materials traded under it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from outlast.case.draft.weights import unit_value
from outlast.case.minerals import find_material
from outlast.case.schema import Source
from outlast.errors import InvalidInput, UsageError, did_you_mean
from outlast.readers.baci import TradeRow, trade_rows
from outlast.readers.baci_files import baci_file_rows
from outlast.readers.materials import Heading, Material, Table, materials

DEFAULT_YEARS = 10
_TABLES: tuple[Table, ...] = ("baci_hs92", "baci_critical")


class Subject(NamedTuple):
    """A heading with its flows."""

    hs6: str
    rows: tuple[TradeRow, ...]
    """Of the years drafted."""
    every: tuple[TradeRow, ...]
    """Of every year on file, which tell what a tonne is worth and what USGS counts."""
    source: str
    """``baci-hs92``, ``baci-critical`` or ``baci-file``."""
    heading: Heading | None
    """As the shipped table of headings tells it; None where it is not in there."""
    materials: tuple[Material, ...]
    """Every material that the shipped table of headings names for it."""

    @property
    def shared(self) -> str:
        """What else the heading holds; empty if it is one material's own, or not known."""
        return self.heading.shared if self.heading else ""

    @property
    def material(self) -> Material | None:
        """The material whose own heading it is; None where it is shared or not known."""
        return self.materials[0] if self.materials and not self.shared else None

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year drafted."""
        found = [row.year for row in self.rows]
        return min(found), max(found)

    @property
    def title(self) -> str:
        """The case's title."""
        if self.heading is None:
            return f"HS {self.hs6}"
        what = self.heading.what
        if self.material is None or self.material.title.lower() == what:
            return f"{what[:1].upper()}{what[1:]} (HS {self.hs6})"
        return f"{self.material.title}: {what} (HS {self.hs6})"

    @property
    def words(self) -> str:
        """The good as it stands in a sentence."""
        if self.material is None:
            return f"goods of HS {self.hs6}"
        title = self.material.title
        return title[:1].lower() + title[1:]


def subject_of(hs6: str, years: range | None, tables: Sequence[Path] = ()) -> Subject:
    """Find a heading's trade and the materials under it.

    Parameters
    ----------
    hs6 : str
        Six digits.
    years : range, optional
        Years to keep; the last ten if not given.
    tables : sequence of Path
        Files of BACI to read instead of the shipped tables.

    Returns
    -------
    Subject
        With at least one flow of the years, and a weight in some year.

    Raises
    ------
    UsageError
        If the code is not six digits, or no shipped table has it.
    InvalidInput
        If no flow is of the years asked for, or none at all has a weight.
    """
    if not re.fullmatch(r"[0-9]{6}", hs6):
        raise UsageError(f"heading is {hs6[:20]!r}, expected the six digits of an HS code"
                         + _codes_of(hs6))  # fmt: skip
    named = [(m, h) for m in materials().values() for h in m.headings if h.hs6 == hs6]
    heading = named[0][1] if named else None
    source, rows = ("baci-file", baci_file_rows(tables, hs6)) if tables else _shipped(hs6)
    if named and not tables:
        first, last = min(h.first for _, h in named), max(h.last for _, h in named)
        rows = [row for row in rows if first <= row.year <= last]
    kept = _of_years(rows, years)
    if unit_value(rows) is None:
        raise InvalidInput("weights", f"none of HS {hs6}", expected="flows of a tonne or more",
                           remedy="outputs are drafted from tonnes")  # fmt: skip
    found = tuple(material for material, _ in named)
    return Subject(hs6, tuple(kept), tuple(rows), source, heading, found)


def _codes_of(text: str) -> str:
    """Name the headings of a material that stands where a heading is asked for."""
    known = find_material(text.partition(":")[0])
    if known is None or not known[0].headings:
        return ": such as 811010; `outlast cases --json` lists those of the shipped tables"
    codes = ", ".join(f"{heading.hs6} ({heading.what})" for heading in known[0].headings)
    return f": {known[0].name} is traded under {codes}"


def _shipped(hs6: str) -> tuple[str, list[TradeRow]]:
    for table in _TABLES:
        rows = trade_rows(table, [hs6])
        if rows:
            return table.replace("_", "-"), rows
    codes = {heading.hs6 for material in materials().values() for heading in material.headings}
    guess = did_you_mean(hs6, codes).rstrip("?")
    raise UsageError(
        f"heading is {hs6!r}, expected one of the {len(codes)} of the shipped tables: {guess}; "
        "for any other give BACI's own files: --table BACI_HS17_Y2023_V202601.csv"
    )


def _of_years(rows: Sequence[TradeRow], years: range | None) -> list[TradeRow]:
    """Keep the flows of the years asked for, or of the last ten."""
    first, last = min(row.year for row in rows), max(row.year for row in rows)
    wanted = range(last - DEFAULT_YEARS + 1, last + 1) if years is None else years
    kept = [row for row in rows if row.year in wanted]
    if not kept or (years is not None and not first <= years[0] <= years[-1] <= last):
        got = f"{wanted[0]}:{wanted[-1]}"
        raise InvalidInput("years", got, expected=f"years within {first}:{last}",
                           remedy="these are the years of the trade table")  # fmt: skip
    return kept


SOURCE_OF_FILES = Source(
    id="baci-file", title="BACI, files given to outlast init", publisher="CEPII", grade="A",
    licence="Etalab Open Licence 2.0",
    url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
)  # fmt: skip
