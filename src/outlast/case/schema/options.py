"""Rows of what can be done against a shortage: options, their numbers, rates of money."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from outlast.case.schema.cells import Code, Codes, Graded, Identifier, Note, Number, Text, Year
from outlast.case.schema.control import Layer

OptionKind = Literal[
    "extraction", "refining", "liquefaction", "manufacture", "reserve", "contract", "recycling",
    "substitution", "firm_stock", "research",
]  # fmt: skip
OPTION_KINDS: tuple[OptionKind, ...] = get_args(OptionKind)
STOCKS = frozenset({"reserve", "firm_stock"})
"""Kinds whose capacity is an amount in store and not one of a year."""

Currency = Literal["USD", "CNY", "EUR", "AUD", "CAD", "RUB"]
StagePath = Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*)?$")]
_Hold = Annotated[str, Field(pattern=rf"^[A-Z][A-Z0-9]{{1,11}}:({'|'.join(get_args(Layer))})$")]
Holds = Annotated[
    tuple[_Hold, ...],
    BeforeValidator(lambda cell: cell.split() if isinstance(cell, str) else cell),
]
"""Powers that can stop an option, each with the layer through which: ``QAT:direct``."""


class Option(Graded):
    """Something that an importer can build, buy or learn so as to withstand a cut.

    What it is stands here; what it costs and brings stands in ``option_numbers.csv``.  `country`
    is where it is built; `stage` the stage upstream whose product it adds, none for the case's
    own; `importers` those who can take it, none for all; `requires` an option that comes first.
    """

    id: Identifier
    name: Text
    kind: OptionKind
    country: Code
    importers: Codes = ()
    stage: StagePath = ""
    feed: Note = ""
    sector: Identifier | None = None
    """Of a saving: the use in which it saves."""
    supplier: Code | None = None
    """Of a contract: who delivers."""
    control: Holds = ()
    requires: Identifier | None = None
    support: Note = ""
    """What a state gives to it, as printed."""

    @property
    def key(self) -> str:
        """The id by which a result names it, which no figure can have."""
        return f"option:{self.id}"

    @property
    def holds(self) -> tuple[tuple[str, str], ...]:
        """Powers that can stop it, with the layer."""
        return tuple(
            (power, layer) for power, _, layer in (h.partition(":") for h in self.control)
        )


OptionQuantity = Literal[
    "unit_capacity", "units_limit", "capex", "opex", "fixed_opex_share", "lead_time", "earliest",
    "latest", "life", "utilisation", "learning", "fill_rate", "release_rate", "boil_off",
    "premium", "minimum_take", "success_probability", "saving_share",
]  # fmt: skip
YEAR_OF_CALENDAR = "calendar_year"
OPTION_UNITS: Mapping[OptionQuantity, str] = {
    "unit_capacity": "t/year",
    "units_limit": "piece",
    "capex": "USD",
    "opex": "USD/t",
    "fixed_opex_share": "share/year",
    "lead_time": "month",
    "earliest": YEAR_OF_CALENDAR,
    "latest": YEAR_OF_CALENDAR,
    "life": "year",
    "utilisation": "share",
    "learning": "share",
    "fill_rate": "t/year",
    "release_rate": "t/year",
    "boil_off": "share/year",
    "premium": "share",
    "minimum_take": "share",
    "success_probability": "share",
    "saving_share": "share",
}
"""What a number of an option may be, each with a unit of the same kind."""

_BUILT: tuple[OptionQuantity, ...] = (
    "unit_capacity", "units_limit", "capex", "opex", "lead_time",
)  # fmt: skip
NEEDED: Mapping[OptionKind, tuple[OptionQuantity, ...]] = {
    "extraction": _BUILT,
    "refining": _BUILT,
    "liquefaction": _BUILT,
    "manufacture": _BUILT,
    "recycling": _BUILT,
    "substitution": _BUILT,
    "reserve": (*_BUILT, "fill_rate", "boil_off"),
    "firm_stock": ("unit_capacity", "units_limit", "opex", "lead_time"),
    "contract": ("unit_capacity", "units_limit", "lead_time", "premium", "minimum_take"),
    "research": ("capex", "lead_time", "success_probability"),
}
"""Numbers without which an option of a kind cannot be weighed."""
RESERVED: Mapping[OptionQuantity, frozenset[OptionKind]] = {
    "fill_rate": frozenset({"reserve", "firm_stock"}),
    "release_rate": frozenset({"reserve", "firm_stock"}),
    "boil_off": frozenset({"reserve", "firm_stock"}),
    "premium": frozenset({"contract"}),
    "minimum_take": frozenset({"contract"}),
    "success_probability": frozenset({"research"}),
    "saving_share": frozenset({"recycling", "substitution"}),
}
"""Numbers that only some kinds have."""


class OptionNumber(Graded):
    """One number of one option, as printed, with its own status and source.

    Amounts of money carry their currency and year, such as ``million_CNY2022``.
    """

    id: Identifier
    option: Identifier
    quantity: OptionQuantity
    value: Number
    low: Number | None = None
    high: Number | None = None
    unit: Text

    @property
    def key(self) -> str:
        """The id by which a result names it, which no figure can have."""
        return f"option-number:{self.id}"


Rate = Annotated[Number, Field(gt=0)]


class MoneyRate(Graded):
    """How printed money becomes dollars of one year.

    ``exchange`` is USD for one unit of the currency in the mean of the year; ``prices`` an index
    of what a dollar buys, of which only ratios count.
    """

    id: Identifier
    kind: Literal["exchange", "prices"]
    currency: Currency
    year: Year
    value: Rate
    low: Rate | None = None
    high: Rate | None = None

    @property
    def key(self) -> str:
        """The id by which a result names it, which no figure can have."""
        return f"money-rate:{self.id}"
