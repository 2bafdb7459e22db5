"""What the figures say about one importer: the facts that a brief is written from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from outlast.case import Case
from outlast.case.readings import Reading, reading
from outlast.case.schema import Claim, Event
from outlast.engines.exposure import BASES, Basis, exposure, supply
from outlast.periods import Period
from outlast.report.wording import the
from outlast.report.wording import years as in_ranges

BASIS_WORDS: Mapping[Basis, str] = {
    "heading": "whole heading, by value",
    "material": "material only, by value",
    "mass": "material only, by weight",
}
FIRST_YEARS = 4
"""Years over which the first leader is taken, so that one odd year does not name it."""


class Moment(NamedTuple):
    """A supplier's share in a year on a basis."""

    basis: Basis
    year: int
    country: str
    share: float


class Checked(NamedTuple):
    """A printed share beside the computed ones."""

    claim: Claim
    reading: Reading
    true_in: Mapping[Basis, tuple[int, ...]]
    """Years in which the computed share lies within the reading."""


class Reached(NamedTuple):
    """An importer and the part of its imports that an event's place supplies."""

    importer: str
    share: float
    figures: tuple[str, ...]


class UnknownGroup(NamedTuple):
    """Unknown values of the same kind, with a reason each group of years shares."""

    what: str
    when: str
    reason: str


@dataclass(frozen=True)
class Findings:
    """Exposure of one importer over all years and bases, and what follows from it.

    Attributes
    ----------
    case : Case
        The case.
    importer : str
        Country or bloc.
    """

    case: Case
    importer: str

    @cached_property
    def blocks(self) -> Mapping[Basis, Mapping[int, Mapping[str, Any]]]:
        """The exposure of each year, by basis."""
        return {
            basis: {block["year"]: block for block in self._results[basis].result["years"]}
            for basis in BASES
        }

    @cached_property
    def _results(self) -> Mapping[Basis, Any]:
        return {
            b: exposure(self.case, self.importer, years=self.case.years, basis=b, cut=None)
            for b in BASES
        }

    @property
    def ladder(self) -> Sequence[Mapping[str, Any]]:
        """What the years say of every power's rungs, by value."""
        rows: Sequence[Mapping[str, Any]] = self._results["material"].result["ladder"]
        return rows

    def why_unknown(self, year: int, path: str) -> str:
        """Why a value of a year is unknown, by value; empty where it is known."""
        found = (u.reason for u in self._results["material"].unknown
                 if u.path == f"years.{year}.{path}")  # fmt: skip
        return next(found, "")

    @property
    def last(self) -> int:
        """The last year of the trade table."""
        return self.case.years[-1]

    @cached_property
    def known_years(self) -> Sequence[int]:
        """Years in which the importer's suppliers are known by value."""
        return [year for year, block in self.blocks["material"].items() if block["suppliers"]]

    @cached_property
    def best_basis(self) -> Basis:
        """The basis for the last year: weight where it is known, else value."""
        return "mass" if self.blocks["mass"][self.last]["suppliers"] else "material"

    @property
    def weightless(self) -> bool:
        """Whether the rule for the material had to do without weights in some year."""
        rule = self.case.header.trade.material_rule
        return rule is not None and len(self.case.has_tonnes) < len(self.case.years)

    def share(self, basis: Basis, year: int, country: str) -> float | None:
        """Share of a supplier; 0 where others are recorded and it is not, None if unknown."""
        suppliers = self.blocks[basis][year]["suppliers"]
        if suppliers is None:
            return None
        return next((s["share"] for s in suppliers if s["country"] == country), 0.0)

    def leader(self, basis: Basis, year: int) -> Moment | None:
        """Find the largest supplier of a year."""
        suppliers = self.blocks[basis][year]["suppliers"]
        if not suppliers:
            return None
        return Moment(basis, year, suppliers[0]["country"], suppliers[0]["share"])

    @cached_property
    def first_leader(self) -> tuple[Moment, ...]:
        """The leader of the first years, in each of them."""
        opening = self.known_years[:FIRST_YEARS]
        totals: defaultdict[str, float] = defaultdict(float)
        for year in opening:
            for supplier in self.blocks["material"][year]["suppliers"]:
                totals[supplier["country"]] += supplier["share"]
        if not totals:
            return ()
        country = min(totals, key=lambda code: (-totals[code], code))
        shares = [(year, self.share("material", year, country) or 0.0) for year in opening]
        return tuple(Moment("material", year, country, share) for year, share in shares)

    @cached_property
    def turning(self) -> Moment | None:
        """The first year in which the first leader has under half of what it began with."""
        if not self.first_leader:
            return None
        country, begun = self.first_leader[0].country, min(m.share for m in self.first_leader)
        for year in self.known_years:
            share = self.share("material", year, country) or 0.0
            if share < begun / 2:
                return Moment("material", year, country, share)
        return None

    @cached_property
    def top_suppliers(self) -> Sequence[str]:
        """The suppliers worth a colour: the seven with the largest share in any year."""
        peaks: defaultdict[str, float] = defaultdict(float)
        for basis in BASES:
            for block in self.blocks[basis].values():
                for supplier in block["suppliers"] or ():
                    code = supplier["country"]
                    peaks[code] = max(peaks[code], supplier["share"])
        return sorted(peaks, key=lambda code: (-peaks[code], code))[:7]

    @cached_property
    def checked(self) -> Sequence[Checked]:
        """Every printed share of a supplier of this importer, beside the computed years."""
        found = []
        for claim in self.case.claims:
            asked = (claim.quantity, claim.item, claim.subject, claim.rule == "none")
            if asked != ("import_share", None, self.importer, False):
                continue
            bounds = reading(claim)
            factor = self.case.units.factor(claim.unit, "share")
            bounds = Reading(bounds.low * factor, bounds.high * factor)
            true_in = {
                basis: tuple(
                    year
                    for year in self.known_years
                    if (share := self.share(basis, year, claim.partner or "")) is not None
                    and bounds.low <= share <= bounds.high
                )
                for basis in BASES
            }
            found.append(Checked(claim, bounds, true_in))
        return found

    @cached_property
    def event(self) -> Event | None:
        """The event whose reach the brief shows."""
        name = self.case.header.spotlight
        return self.case.events[name] if name else None

    @cached_property
    def reached(self) -> Sequence[Reached]:
        """Importers by the part of their supply that comes from the event's place.

        The fifteen largest importers on the best basis, and this one.
        """
        if self.event is None:
            return ()
        found = []
        for code in {*self.case.importers(self.last), self.importer}:
            bought = supply(self.case, code, self.last, self.best_basis)
            if bought.amounts:
                total = sum(bought.amounts.values())
                part = bought.amounts.get(self.event.place, 0)
                found.append((total, Reached(code, float(part / total), bought.figures)))
        found.sort(key=lambda item: (-item[0], item[1].importer))
        largest = [item for _, item in found[:15]]
        own = [item for _, item in found[15:] if item.importer == self.importer]
        return sorted([*largest, *own], key=lambda item: (-item.share, item.importer))

    @cached_property
    def producer_year(self) -> int | None:
        """The latest year of the case with a world total."""
        for year in reversed(self.case.years):
            if self.blocks["heading"][year]["world_production_t"] is not None:
                return year
        return None

    @cached_property
    def unknown(self) -> Sequence[UnknownGroup]:
        """What is unknown, grouped by kind and reason."""
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for basis in BASES:
            for path, why in self._results[basis].unknown:
                _, year, what = path.split(".", 2)
                if what in {"hhi", "coalitions"}:
                    continue  # unknown because the suppliers are
                if what.startswith(("control", "origins")) and basis != "material":
                    continue  # the page tells them by value
                words = _WHAT.get(what) or self._power_words(what)
                if what == "suppliers":
                    words += f" ({BASIS_WORDS[basis]})"
                elif what.startswith("producers."):
                    code = what.split(".")[1]
                    words = f"{self.case.countries.name(code)}'s part of world production"
                reason = _without_rows(why) if what.startswith("control.") else why
                groups[words, _without_year(reason, year)].append(int(year))
        return [
            UnknownGroup(what, in_ranges(set(when)), reason)
            for (what, reason), when in groups.items()
        ]

    def _power_words(self, path: str) -> str:
        """Say of whom something is unknown: ``control.USA.scopes.allies``."""
        if not path.startswith("control."):
            return path
        _, power, what = path.split(".", 2)
        name = the(self.case.countries.name(power))
        if what == "scopes.allies":
            return f"Reach of {name} with its allies"
        return f"A part of the reach of {name}"

    def stopped_since(self) -> str:
        """Write the event's date in words: 2 March 2026."""
        if self.event is None:
            return ""
        period = Period.parse(self.event.start)
        if period.months > 1:
            return self.event.start
        month = _MONTHS[period.first % 12]
        return f"{period.day or ''} {month} {period.first // 12}".strip()


_WHAT = {
    "suppliers": "Suppliers' shares",
    "net_import_reliance": "Net import reliance",
    "world_production_t": "World production",
    "balance": "The reconciled balance",
    "origins": "Who made what was bought",
    "control": "Who controls whose supply",
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip


def _without_rows(reason: str) -> str:
    """Leave out of which layer and origin each reason is told."""
    return "; ".join(dict.fromkeys(part.partition(": ")[2] or part for part in reason.split("; ")))


def _without_year(reason: str, year: str) -> str:
    """Let reasons that differ only by the year share a group."""
    for form in (f" for {year}", f" of {year}", f" in {year}"):
        reason = reason.replace(form, "")
    return reason
