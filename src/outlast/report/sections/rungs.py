"""Was it ever 95 %, on which meaning of control, until when; since when below a half, a tenth."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from outlast.charts import reach_lines, rung_waterfall
from outlast.engines.exposure.reach import FORMS
from outlast.report.headline import Writer
from outlast.report.power import Power
from outlast.report.sections.stops import span
from outlast.report.wording import (
    capital,
    listed,
    percent,
    percent_range,
    possessive,
    precise,
    years,
)

SAME = 0.005
"""Bounds nearer to the point than this are not told."""


class Rungs:
    """Writes what a power's rungs come to.

    Parameters
    ----------
    writer : Writer
        Cites.
    power : Power
        Whose.
    """

    def __init__(self, writer: Writer, power: Power) -> None:
        self.writer, self.power = writer, power
        self.name = writer.name(power.code)
        self.last = power.years[-1]

    def lead(self) -> Markup:
        """Answer in a paragraph."""
        ladder = self.power.ladder
        asked = Markup("Was it ever 95\u202f%? ")
        return asked + Markup(" ").join(
            part for part in (self._ever(ladder), self._longer(ladder), self._fell(ladder)) if part
        )

    def _ever(self, ladder: Sequence[Mapping[str, Any]]) -> Markup:
        """On which rung first, and when."""
        first = next((row for row in ladder if row["ever_95"]), None)
        whose = f"of {possessive(self.writer.importer)} {self.writer.material}"
        if first is None:
            bound = next((row for row in ladder if row["possibly_95"]), None)
            tail = Markup(" – though the bounds allow it counting {}, in {}").format(
                counting(bound), years(bound["possibly_95"])
            ) if bound else Markup()  # fmt: skip
            return Markup("On no count did {} hold as much {} in a year that is known{}.").format(
                self.name, whose, tail
            )
        span_ = self.cite(first["name"], first["ever_95"])
        if first is ladder[0]:
            return Markup("Yes: counting {} alone, {} could stop {} {} in {}, and less in every "
                          "later year.").format(counting(first), self.name, span_, whose,
                                                years(first["ever_95"]))  # fmt: skip
        return Markup("Not counting {} alone, but counting {}: {} {} in {}.").format(
            counting(ladder[0]), counting(first), span_, whose, years(first["ever_95"])
        )

    def _longer(self, ladder: Sequence[Mapping[str, Any]]) -> Markup:
        """On which wider counts it lasted longer."""
        ends = [row for row in ladder if row["ever_95"]]
        later = [row for row in ends if max(row["ever_95"]) > max(ends[0]["ever_95"])]
        if not later:
            return Markup()
        parts = [f"until {max(row['ever_95'])} counting {counting(row)}" for row in later]
        return Markup("On wider counts it lasted longer: {}.").format(listed(parts))

    def _fell(self, ladder: Sequence[Mapping[str, Any]]) -> Markup:
        """When the two firmest rungs fell below a half and a tenth, and where they stand."""
        told = [
            Markup("Counting {}, {}: {}.").format(counting(row), self._falls(row), self.now(row))
            for row in ladder[:2]
        ]
        return Markup(" ").join(told)

    def _falls(self, row: Mapping[str, Any]) -> str:
        """Say since when a rung is below a half and a tenth for good, or that it is unknown."""
        if self.last in row["unknown"]:
            return "whether it is below half is unknown"
        if row["below_50"] is None:
            return "it is not below half for good"
        half = f"it has been below half since {_since(row, 'below_50')}"
        if row["below_10"] is None:
            return f"{half}, not below a tenth for good"
        return f"{half} and below a tenth since {_since(row, 'below_10')}"

    def now(self, row: Mapping[str, Any]) -> Markup:
        """Where a rung stands in the last year in which it is known, and when it is not."""
        missing = row["unknown"]
        known = [year for year in self.power.years if year not in missing]
        if not known:
            return Markup("unknown in every year")
        told = Markup("{} in {}").format(self.cite(row["name"], known[-1:]), known[-1])
        if missing:
            told += Markup(", unknown in {}").format(years(missing))
        return told

    def cite(self, rung: str, when: Sequence[int]) -> Markup:
        """Cite a rung's points over years, of one year with its outer bounds."""
        found = [self.power.rung(rung, year) for year in when]
        points = [values["point"] for values in found if values["point"] is not None]
        text = percent_range(points)
        if len(when) == 1:
            text += outer(found[0])
        row = next(row for row in self.power.ladder if row["name"] == rung)
        how = (
            f"Part of the imports of {self.writer.importer} that {self.name} can reach, counting "
            f"{counting(row)}, by value, {years(when)}: each origin's share × the part of it "
            "that the power holds, layers taken as independent"
        )
        lead = "The first of the rows on who controls what"
        return self.writer.ledger.cite(text, how, self.power.grounds(rung, when), lead)

    def bullets(self) -> list[dict[str, Any]]:
        """Tell each rung: when 95 %, since when below, where it stands, and its caveat."""
        return [
            {
                "meaning": capital(counting(row)),
                "words": Markup("{} {}: {}.").format(
                    self._when_95(row), capital(self._falls(row)), self.now(row)),
                "caveat": capital(row["caveat"]),
            }
            for row in self.power.ladder
        ]  # fmt: skip

    def _when_95(self, row: Mapping[str, Any]) -> Markup:
        ever, possibly = row["ever_95"], sorted(set(row["possibly_95"]) - set(row["ever_95"]))
        also = ""
        if possibly:
            also = f"; at its outer bound {'also ' if ever else ''}in {years(possibly)}"
        if len(row["unknown"]) == len(self.power.years):
            return Markup("Whether it ever was 95\u202f% is unknown{}.").format(also)
        if ever:
            return Markup("95\u202f% or more in {} ({}){}.").format(
                years(ever), self.cite(row["name"], ever), also)  # fmt: skip
        known = " in a year that is known" if row["unknown"] else ""
        return Markup("Never 95\u202f%{}{}.").format(known, also)

    def lines(self) -> dict[str, Any]:
        """Draw the rungs over the years."""
        rows = [
            {"year": year, "rung": row["name"],
             **{form: self.power.rung(row["name"], year)[form] for form in FORMS}}
            for row in self.power.ladder for year in self.power.years
        ]  # fmt: skip
        return reach_lines(rows, title=f"part of {possessive(self.writer.importer)} imports")

    def waterfall(self) -> dict[str, Any]:
        """Draw the rungs of the last year."""
        rows = []
        for row in self.power.ladder:
            values = self.power.rung(row["name"], self.last)
            words = "unknown" if values["point"] is None else (
                percent(values["point"]) + outer(values))  # fmt: skip
            rows.append({**values, "rung": row["name"], "words": words})
        return rung_waterfall(
            rows, title=f"part of {possessive(self.writer.importer)} imports, {self.last}"
        )

    def table(self) -> list[dict[str, Any]]:
        """List the last year's rungs with all their bounds; None is unknown."""
        rows = []
        for row in self.power.ladder:
            values = self.power.rung(row["name"], self.last)
            cells = {form: _cell(values[form]) for form in FORMS}
            known = values["point"] is not None
            point = self.cite(row["name"], [self.last]) if known else None
            rows.append({"meaning": capital(counting(row)), **cells, "point": point})
        return rows

    def by_year(self) -> list[dict[str, Any]]:
        """List every year's points, for readers of the chart's table."""
        return [
            {"year": year, "cells": [_year_cell(self.power.rung(row["name"], year))
                                     for row in self.power.ladder]}
            for year in self.power.years
        ]  # fmt: skip


def counting(row: Mapping[str, Any]) -> str:
    """Say what a rung counts, as it stands after "counting"."""
    meaning: str = row["meaning"]
    return f"also {meaning.removeprefix('and ')}" if meaning.startswith("and ") else meaning


def _since(row: Mapping[str, Any], key: str) -> str:
    """Since when a rung is below a mark, and since when even its outer bound is."""
    point, surely = row[key], row[f"surely_{key}"]
    if surely == point:
        return f"{point}"
    tail = f"at its outer bound since {surely}" if surely else "not so at its outer bound"
    return f"{point} ({tail})"


def outer(values: Mapping[str, float | None]) -> str:
    r"""Write the outer bounds of a point in brackets, if they are apart.

    >>> outer({"point": 0.2, "outer_low": 0.14, "outer_high": 0.22})
    ' (14–22\u202f%)'
    >>> outer({"point": 0.2, "outer_low": 0.2, "outer_high": 0.2})
    ''
    """
    low, point, high = (values[form] for form in ("outer_low", "point", "outer_high"))
    if low is None or high is None or point is None:
        return ""
    if max(high - point, point - low) < SAME:
        return ""
    return f" ({span(low, high)})"


def _cell(value: float | None) -> str | None:
    return None if value is None else precise(value)


def _year_cell(values: Mapping[str, float | None]) -> str:
    return "unknown" if values["point"] is None else percent(values["point"]) + outer(values)
