"""Every number of a page, with how it was made and the figures that it rests on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from outlast.case import Case
from outlast.case.schema import (
    Control,
    Facility,
    Prior,
    Sector,
    SectorShare,
    Source,
)
from outlast.countries import the
from outlast.engines.reconcile.nodes import PREPOSITION
from outlast.engines.shock.names import Assumption, assumption


@dataclass(frozen=True)
class LedgerEntry:
    """One number as printed on the page; `lead` says what its first figure is to it.

    `like` is the number of an earlier entry with the same, many figures, which lists them; 0 for
    none.
    """

    number: int
    text: str
    how: str
    figures: tuple[str, ...]
    lead: str = ""
    like: int = 0


MANY = 40
"""Figures from which a list is printed once, and referred to by later numbers."""


@dataclass(frozen=True)
class FigureLine:
    """One figure in words."""

    id: str
    words: str
    source: Source
    status: str
    grade: str
    note: str = ""


def _value(row: Assumption) -> str:
    """Write an assumption's interval with its unit."""
    if isinstance(row, Prior):
        unit = {"1": "", "month": " months", "week": " weeks"}.get(row.unit, f" {row.unit}")
        return (f"{row.low:g}" if row.low == row.high else f"{row.low:g} to {row.high:g}") + unit
    if isinstance(row, Sector):
        gone = f"half of its use is gone at {math.exp(row.choke):.1f} times the normal price"
        least = f"minimum {row.minimum_low:g} to {row.minimum_high:g} of its use"
        return f"{gone}, elasticity {row.elasticity:g}, {least}"
    known = [part for part in (row.low, row.high) if part is not None]
    between = f" ({' to '.join(f'{part:g}' for part in known)})" if len(known) == 2 else ""
    return ("unknown" if row.share is None else f"{row.share:g}") + between


def plant_key(plant: Facility) -> str:
    """Id of a plant that no figure can have."""
    return f"facility:{plant.id}"


class Ledger:
    """Collects the numbers of a page in the order in which they appear.

    >>> from outlast.case import load
    >>> ledger = Ledger(load("isle"))
    >>> str(ledger.cite("42 %", "imports from Northland", ["trade:280499:2023:XNO:XIS"]))
    '<a class="n" id="r1" href="#n1" data-n="1" title="imports from Northland">42 %</a>'
    """

    def __init__(self, case: Case, beside: Mapping[str, Case] | None = None) -> None:
        self._case = case
        self._beside = {name: Ledger(other) for name, other in (beside or {}).items()}
        self._flows = {flow.id: flow for flow in case.flows}
        known: list[Prior | Control] = [*case.priors, *case.control]
        uses: list[Sector | SectorShare] = [*case.sectors.values(), *case.sector_shares]
        self._assumptions: dict[str, Assumption] = {row.id: row for row in known}
        self._assumptions |= {row.key: row for row in uses}
        self._holdings = {row.id: row for row in case.holdings}
        self._industries = {row.key: row for row in case.industries}
        self._plants = {plant_key(row): row for row in case.facilities}
        self._option_numbers = {row.key: row for row in case.option_numbers}
        self._made_from = {row.key: (row, stage) for row, stage in case.stages}
        self._stages = {path: Ledger(stage) for path, stage in case.chain.items()}
        self._numbers: dict[tuple[str, str], LedgerEntry] = {}
        self._lists: dict[tuple[str, ...], int] = {}

    @property
    def entries(self) -> Sequence[LedgerEntry]:
        """What was cited so far."""
        return tuple(self._numbers.values())

    def cite(self, text: str, how: str, figures: Sequence[str], lead: str = "") -> Markup:
        """Write a number as a link to its entry; the same number with the same words once."""
        key = (text, how)
        first = key not in self._numbers
        if first:
            number, rests = len(self._numbers) + 1, tuple(figures)
            like = self._lists.setdefault(rests, number) if len(rests) >= MANY else number
            self._numbers[key] = LedgerEntry(number, text, how, rests, lead,
                                             like if like < number else 0)  # fmt: skip
        entry = self._numbers[key]
        anchor = Markup(' id="r{}"').format(entry.number) if first else Markup()
        link = Markup('<a class="n"{} href="#n{}" data-n="{}" title="{}">{}</a>')
        return link.format(anchor, entry.number, entry.number, how, text)

    def line(self, figure_id: str) -> FigureLine:
        """Say a figure in words, with its source; that of a stage with what the stage makes."""
        for path, stage in self._stages.items():
            if figure_id.startswith(f"{path}:"):
                found = stage.line(figure_id.removeprefix(f"{path}:"))
                title = self._case.chain[path].header.title
                return replace(found, id=figure_id, words=f"{title}: {found.words}")
        for name, other in self._beside.items():
            if figure_id.startswith(f"{name}:"):
                found = other.line(figure_id.removeprefix(f"{name}:"))
                words = f"{other.title}: {found.words}"
                return replace(found, id=figure_id, words=words)
        for rows, say in (
            (self._flows, self._flow_line),
            (self._assumptions, self._assumption_line),
            (self._holdings, self._holding_line),
            (self._industries, self._industry_line),
            (self._plants, self._plant_line),
            (self._made_from, self._stage_line),
            (self._option_numbers, self._option_line),
        ):
            if figure_id in rows:
                return say(figure_id)
        figure = self._case.figures[figure_id]
        value = "unknown" if figure.value is None else f"{figure.value:,.10g} {figure.unit}"
        if figure.low is not None and figure.high is not None:
            value += f" ({figure.low:g} to {figure.high:g})"
        names = self._case.countries
        link = PREPOSITION.get(figure.quantity, "from")
        partner = f" {link} {names.name(figure.partner)}" if figure.partner else ""
        subject = "the world" if figure.subject == "WLD" else names.name(figure.subject)
        item = f" of {figure.item.replace('-', ' ')}" if figure.item else ""
        quantity = f"{figure.quantity.replace('_', ' ')}{item}"
        if figure.subject == "WLD" and figure.quantity == "tolerance":
            words = f"a balance is said to close within {value} of consumption"
            source = self._case.sources[figure.source]
            return FigureLine(figure_id, words, source, figure.status, figure.grade, figure.note)
        words = f"{quantity} of {subject}{partner}, {figure.period}: {value}"
        source = self._case.sources[figure.source]
        return FigureLine(figure_id, words, source, figure.status, figure.grade, figure.note)

    def knows(self, figure_id: str) -> bool:
        """Tell whether an id is that of a row of the case, of a stage or of a case beside it."""
        stages = self._stages.items()
        return (
            self._owns(figure_id)
            or any(figure_id.startswith(f"{path}:")
                   and stage.knows(figure_id.removeprefix(f"{path}:")) for path, stage in stages)
            or any(figure_id.startswith(f"{name}:")
                   and other.knows(figure_id.removeprefix(f"{name}:"))
                   for name, other in self._beside.items())
        )  # fmt: skip

    @property
    def title(self) -> str:
        """Title of the case."""
        return self._case.header.title

    def source(self, case: str, source_id: str) -> Source:
        """Find a source of the page's case, or of one beside it."""
        if case in self._beside:
            return self._beside[case].source(case, source_id)
        return self._case.sources[source_id]

    def _owns(self, figure_id: str) -> bool:
        own: tuple[Mapping[str, object], ...] = (
            self._flows, self._assumptions, self._holdings, self._industries, self._plants,
            self._made_from, self._option_numbers, self._case.figures,
        )  # fmt: skip
        return any(figure_id in rows for rows in own)

    def _assumption_line(self, figure_id: str) -> FigureLine:
        """Say a prior, a control share, a sector or its part of use in words."""
        row = self._assumptions[figure_id]
        words = f"{assumption(self._case, row)}: {_value(row)}"
        source = self._case.sources[row.source]
        return FigureLine(figure_id, words, source, row.status, row.grade, row.note)

    def _holding_line(self, figure_id: str) -> FigureLine:
        row = self._holdings[figure_id]
        owner = self._case.countries.name(row.owner) if row.owner.isupper() else row.owner
        words = (
            f"part of {row.owned} that {owner} holds: {row.share:g} ({row.low:g} to {row.high:g})"
        )
        source = self._case.sources[row.source]
        return FigureLine(row.id, words, source, row.status, row.grade, row.note)

    def _industry_line(self, figure_id: str) -> FigureLine:
        row = self._industries[figure_id]
        country = self._case.countries.name(row.country)
        amount = "unknown" if row.value_added is None else f"{row.value_added:,.10g} {row.unit}"
        words = f"value added of {row.industry} in {the(country)}, {row.year}: {amount}"
        source = self._case.sources[row.source]
        return FigureLine(row.key, words, source, row.status, row.grade, row.note)

    def _plant_line(self, figure_id: str) -> FigureLine:
        plant = self._plants[figure_id]
        size = "unknown" if plant.capacity is None else f"{plant.capacity:,g} {plant.unit}"
        words = (
            f"{plant.name}, {self._case.countries.name(plant.country)}: capacity {size}; "
            f"owner: {plant.owner or 'unknown'}; licensor: {plant.licensor or 'unknown'}"
        )
        source = self._case.sources[plant.source]
        return FigureLine(plant_key(plant), words, source, plant.status, plant.grade, plant.note)

    def _stage_line(self, figure_id: str) -> FigureLine:
        row, stage = self._made_from[figure_id]
        words = (
            f"{stage.header.title} in a tonne of product: {row.input_per_output:g} t "
            f"({row.input_low:g} to {row.input_high:g}), {row.loss_share:.0%} lost in making it "
            f"({row.loss_low:.0%} to {row.loss_high:.0%})"
        )
        source = self._case.sources[row.source]
        return FigureLine(row.key, words, source, row.status, row.grade, row.note)

    def _option_line(self, figure_id: str) -> FigureLine:
        row = self._option_numbers[figure_id]
        between = ""
        if row.low is not None and row.high is not None:
            between = f" ({row.low:,.10g} to {row.high:,.10g})"
        words = (
            f"{row.quantity.replace('_', ' ')} of {self._case.options[row.option].name}: "
            f"{row.value:,.10g}{between} {row.unit}"
        )
        source = self._case.sources[row.source]
        return FigureLine(row.key, words, source, row.status, row.grade, row.note)

    def _flow_line(self, figure_id: str) -> FigureLine:
        flow = self._flows[figure_id]
        names, trade = self._case.countries, self._case.header.trade
        weight = "" if flow.quantity_t is None else f", {flow.quantity_t:,.0f} t"
        words = (
            f"{names.name(flow.exporter)} to {names.name(flow.importer)}, {flow.year}: "
            f"USD {flow.value_usd:,.0f}{weight}"
        )
        source = self._case.sources[trade.source]
        return FigureLine(figure_id, words, source, trade.status, trade.grade)
