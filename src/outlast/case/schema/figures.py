"""Rows of sources, figures, claims, balances and trade."""

from typing import Annotated, Literal

from pydantic import Field

from outlast.case.schema.cells import (
    Amount,
    Code,
    Entry,
    Grade,
    Graded,
    Identifier,
    Note,
    Number,
    Text,
    Year,
)


class Source(Entry):
    """Where figures come from."""

    id: Identifier
    title: Text
    publisher: str = ""
    published: str = ""
    url: str = ""
    grade: Grade
    licence: str = ""
    note: Note = ""


class Figure(Graded):
    """One number with its unit, period, status, grade and source."""

    id: Identifier
    quantity: Text
    item: Identifier | None = None
    subject: Code
    partner: Code | None = None
    period: Text
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Text
    locator: str = ""


ReadingRule = Literal["printed", "around", "exceeded", "under", "range", "at_least", "none"]


class Claim(Graded):
    """A figure that someone printed, with the rule by which it is read.

    `item` is what is counted where it is not the case's material: ``all-goods``, ``plants``.  A
    claim without a number has the rule ``none`` and says in `settled_by` what would settle it.
    """

    id: Identifier
    quantity: Text
    item: Identifier | None = None
    subject: Code
    partner: Code | None = None
    period: Text
    printed: Annotated[str, Field(pattern=r"^(-?\d+(\.\d+)?(-\d+(\.\d+)?)?)?$")] = ""
    unit: Text
    rule: ReadingRule
    text: Text
    settled_by: Note = ""


class Balance(Entry):
    """Figures of one country and year that should add up, by id.

    Imports + production = consumption + exports; exports may be left out.
    """

    id: Identifier
    country: Code
    year: Year
    imports: Identifier
    production: Identifier
    consumption: Identifier
    exports: Identifier | None = None
    note: Note = ""


class Flow(Entry):
    """One year's trade from an exporter to an importer."""

    year: Year
    product: Annotated[str, Field(pattern=r"^\d{6}$")]
    edition: str
    exporter: Code
    importer: Code
    value_usd: Amount
    quantity_t: Amount | None = None

    @property
    def id(self) -> str:
        """The figure's derived id."""
        return f"trade:{self.product}:{self.year}:{self.exporter}:{self.importer}"
