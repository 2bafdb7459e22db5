"""The rows of a case's files.  A missing number is ``None``: unknown, never zero."""

import math
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

Status = Literal["sourced", "derived", "assumed"]
Grade = Literal["A", "B", "C", "D"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
Codes = Annotated[
    tuple[Code, ...], BeforeValidator(lambda cell: cell.split() if isinstance(cell, str) else cell)
]
"""Several codes in one cell, with spaces between."""
LAST_YEAR = 2100
Year = Annotated[int, Field(ge=1900, le=LAST_YEAR)]
LARGEST, SMALLEST = 1e18, 1e-12
"""No figure of trade or of a market is larger, or smaller but zero."""


def refuse(what: str, got: str, expected: str, remedy: str = "") -> PydanticCustomError:
    """Make the error of a check of several values, of which pydantic would print the whole."""
    words = {"what": what, "got": got, "expected": expected, "remedy": remedy}
    return PydanticCustomError("refused", "{what} is {got}, expected {expected}", words)


def _plain_number(value: object) -> object:
    """Refuse forms of numbers that a spreadsheet would not read, such as 8_000."""
    if isinstance(value, str) and ("_" in value or not value.isascii()):
        return value.replace("_", " ") + " …"  # which no longer reads as a number
    return value


def _sized(value: float) -> float:
    """Refuse sizes that no figure has."""
    if value and math.isfinite(value) and not SMALLEST <= abs(value) <= LARGEST:
        raise ValueError("size")
    return value


_Plain = BeforeValidator(_plain_number)
_Sized = AfterValidator(_sized)
Share = Annotated[float, _Plain, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[float, _Plain, _Sized, Field(ge=0, allow_inf_nan=False)]
Number = Annotated[float, _Plain, _Sized, Field(allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1)]


def _no_sign_of_formula(text: object) -> object:
    """Keep a spreadsheet from running a cell that a CSV export carries."""
    if isinstance(text, str) and text[:1] in {"=", "@", "\t", "\r"}:
        raise ValueError("formula")
    return text


Note = Annotated[str, BeforeValidator(_no_sign_of_formula)]

QUANTITIES = {
    "production": "t",
    "sales": "t",
    "imports": "t",
    "exports": "t",
    "consumption": "t",
    "storage_withdrawal": "t",
    "capacity": "t/year",
    "resources": "t",
    "reserves": "t",
    "price": "USD/t",
    "unit_value": "USD/t",
    "value": "USD",
    "export_value": "USD",
    "import_share": "share",
    "export_share": "share",
    "goods_share": "share",
    "world_share": "share",
    "domestic_share": "share",
    "import_dependence": "share",
    "recycling_share": "share",
    "tolerance": "share",
    "count": "piece",
    "production_growth": "share",
    "imports_growth": "share",
    "exports_growth": "share",
    "consumption_growth": "share",
    "price_growth": "share",
}
"""What a figure may count, each with a unit of the same kind.

``value`` is what a subject paid for imports (from a partner, if there is one), ``export_value``
what it earned; ``export_share`` is the part of its exports that a partner takes, ``goods_share``
the part of all its exports that one item makes; ``recycling_share`` is the end-of-life recycling
input rate.  A growth is a rate a year between the first and the last year of its period.
"""

GROWTHS = frozenset(quantity for quantity in QUANTITIES if quantity.endswith("_growth"))
"""Rates a year; they may lie above 1."""

SIGNED = GROWTHS | {"storage_withdrawal"}
"""Quantities that may be negative."""

WORLD_SUBJECT = "WLD"
"""The subject of a figure for the whole world."""


class Entry(BaseModel):
    """What every row has: immutable, and no column that the schema does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Graded(Entry):
    """A row that rests on a source."""

    status: Status
    grade: Grade
    source: Identifier
    note: Note = ""


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


class Company(Graded):
    """A firm and its part of the world's supply, at the source or in the market."""

    id: Identifier
    name: Text
    countries: Codes = ()
    """Its home, or homes."""
    role: Text
    year: Year
    share: Share | None = None
    low: Share | None = None
    high: Share | None = None


class Facility(Graded):
    """A plant."""

    id: Identifier
    name: Text
    country: Code
    stage: Literal["mine", "extraction", "separation", "refining", "liquefaction", "storage"]
    operator: str = ""
    capacity: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    unit: Text
    start: str = ""
    """A period; one of several years, such as ``2023..2030``, is not known to the year."""
    end: str = ""
    feed_grade: str = ""
    owner: Note = ""
    owner_countries: Codes = ()
    """Homes of the owners, as far as known; none if not known."""
    licensor: Note = ""
    licensor_countries: Codes = ()


NOT_A_PLANT = frozenset({"storage"})
"""Stages of facilities that add nothing to what a country makes."""


class Use(Graded):
    """The part of a country's consumption that a sector takes."""

    id: Identifier
    country: Code
    year: Year
    sector: Text
    share: Share | None = None
    low: Share | None = None
    high: Share | None = None
    critical: bool = False


class Stock(Graded):
    """What a holder has in store."""

    id: Identifier
    holder: Code
    kind: Literal["strategic", "commercial", "cavern"]
    name: Text
    opening: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    capacity: Amount | None = None
    unit: Text
    as_of: str = ""


class Event(Graded):
    """Something dated that moved supply, demand or price."""

    id: Identifier
    start: Text
    end: str = ""
    kind: Literal["outage", "closure", "restart", "ban", "route", "contract", "market", "sale"]
    title: Text
    place: Code
    share_low: Share | None = None
    share_high: Share | None = None
    effect: str = ""


Distribution = Literal["uniform", "loguniform"]


class Prior(Graded):
    """What is not known of the market's behaviour: an interval to draw from.

    `year` restricts it to runs on that baseline year, `form` to one form of the model.  Priors of
    one `draw` are drawn together: with equal bounds they are equal.
    """

    id: Identifier
    name: Identifier
    year: Year | None = None
    form: Literal["low", "central", "high"] | None = None
    low: Number
    high: Number
    unit: Text
    distribution: Distribution
    draw: Identifier | None = None


class Sector(Graded):
    """A use of the material as the market model sees it.

    Demand at log price v is d·exp(−elasticity·v) / (1 + (v/choke)^8).
    """

    id: Identifier
    name: Text
    critical: bool
    elasticity: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    choke: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    minimum_low: Share
    minimum_high: Share

    @property
    def key(self) -> str:
        """The id by which a result names it, which no figure can have."""
        return f"sector:{self.id}"


class SectorShare(Graded):
    """The part of a country's demand that a sector takes; `WLD` is every other country."""

    id: Identifier
    country: Code
    sector: Identifier
    share: Share
    low: Share
    high: Share

    @property
    def key(self) -> str:
        """The id by which a result names it, which no figure can have."""
        return f"sector-share:{self.id}"


Layer = Literal["direct", "ownership", "technology", "logistics", "offtake", "transit"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
"""Ways to reach a supply, in the order in which results list them."""
Effect = Literal["stop", "block"]
Rung = Literal["territory", "distributors", "minority", "containers", "allies"]
RUNGS: tuple[Rung, ...] = get_args(Rung)
"""What counts as a power's own, from the narrowest to the widest meaning."""


class Control(Graded):
    """The part of an origin's (or a facility's) supply that a power can reach.

    Effect ``stop`` can halt running flow within the horizon, ``block`` growth or repair only.
    With an `importer` the row speaks of what that country buys and of nobody else's.  `facility`
    names plants of the origin; `scope` says in words what else the share is a part of; `rung` is
    the narrowest meaning of "controlled by the power" that counts the row.  An empty share is
    unknown.  The row surely holds from `year_from` (`year_from_latest` where that is not known
    to the year) to `year_to` (`year_to_earliest`), and may hold in the years between.
    """

    id: Identifier
    origin: Code
    importer: Code | None = None
    facility: str = ""
    scope: Note = ""
    layer: Layer
    power: Code | None = None
    firm: Identifier | None = None
    """Instead of a power: a firm, whose owners ``holdings.csv`` names."""
    rung: Rung | None = None
    share: Share | None = None
    low: Share | None = None
    high: Share | None = None
    effect: Effect
    year_from: Year | None = None
    year_from_latest: Year | None = None
    year_to_earliest: Year | None = None
    year_to: Year | None = None

    def may_hold(self, year: int) -> bool:
        """Whether the row holds in a year, or is not known not to."""
        return (self.year_from or year) <= year <= (self.year_to or year)

    def surely_holds(self, year: int) -> bool:
        """Whether the row is known to hold in a year."""
        begun, ended = (
            self.year_from_latest or self.year_from,
            self.year_to_earliest or self.year_to,
        )
        return begun is not None and ended is not None and begun <= year <= ended


class Holding(Graded):
    """The part of a firm that a state's investors or another firm own.

    `owner` is the code of a state or bloc, or the id of a firm that is owned in its turn.
    """

    id: Identifier
    owner: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)]
    owned: Identifier
    share: Share
    low: Share
    high: Share
    year_from: Year
    year_to: Year


class Link(Entry):
    """One exporter's flow to one importer in one year."""

    exporter: Code
    importer: Code
    year: Year


class MaterialRule(Entry):
    """Which flows under the heading are the material.

    In a year with tonnes, a flow is kept if its value per tonne lies within the figure
    `unit_value`; in any other year, and for a row whose weight is unknown, unless its exporter
    is among `origins` or the flow among `links`.
    """

    unit_value: Identifier
    origins: tuple[Code, ...] = ()
    links: tuple[Link, ...] = ()
    reason: Text


class TradeTable(Entry):
    """Where the trade table comes from and what it counts."""

    source: Identifier
    heading: Text
    status: Status
    grade: Grade
    material_rule: MaterialRule | None = None
    caveats: tuple[Note, ...] = ()
    """What a reader must know before using it; every exposure says so."""
    mixed: bool = False
    """Whether its headings hold another material too, and no rule tells the two apart."""


class CaseFile(Entry):
    """``case.yaml``."""

    title: Text
    material: Text
    product: Annotated[str, Field(pattern=r"^\d{6}$")]
    base_unit: Literal["t"]
    years: tuple[Year, Year]
    importer: Code
    powers: tuple[Code, ...]
    on_trial: tuple[Identifier, ...] = ()
    """Sources whose claims are examined: what figures repeat of them decides nothing."""
    closure_tolerance: Identifier
    trade: TradeTable
    price_reference: Code | None = None
    volumes: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = {}
    countries: dict[str, Text] = {}
    spotlight: Identifier | None = None
    shock_years: tuple[Year, ...] = ()
    """Baseline years on which the brief runs the scenarios."""
    spotlight_scenario: Identifier | None = None
    """The scenario that the brief shows month by month, and `shock` runs if none is asked for."""
    scenarios: tuple[Identifier, ...] = ()
    """Scenarios in the order in which they are shown; those not named follow by name."""
    watch: tuple[Code, ...] = ()
    """Countries that stand by themselves in the market model, however small."""
    ports: dict[Code, tuple[Text, ...]] = {}
    """Nodes of the table of sea routes that a country's goods leave from, or ``overland``."""


class Member(Entry):
    """A state of a bloc, with the first and the last year in which it counts as one."""

    country: Code
    first: Year | None = Field(default=None, alias="from")
    last: Year | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> "Member":
        if self.first is not None and self.last is not None and self.first > self.last:
            raise refuse("from, to", f"{self.first}, {self.last}", "years that rise")
        return self

    def meets(self, other: "Member") -> bool:
        """Whether both are of one state and share a year."""
        begin = max(self.first or 0, other.first or 0)
        end = min(self.last or LAST_YEAR, other.last or LAST_YEAR)
        return self.country == other.country and begin <= end

    def words(self) -> str:
        """Write it in one line."""
        first = f" from {self.first}" if self.first is not None else ""
        return f"{self.country}{first}" + (f" to {self.last}" if self.last is not None else "")


def _always(member: object) -> object:
    """Read a code alone as a member without dates."""
    return {"country": member} if isinstance(member, str) else member


class BlocEntry(Entry):
    """One bloc of ``blocs.yaml``."""

    name: Text
    members: tuple[
        Annotated[Member, BeforeValidator(_always, json_schema_input_type=Code | Member)], ...
    ]


TABLES: dict[str, type[Entry]] = {
    "sources": Source,
    "figures": Figure,
    "trade": Flow,
    "claims": Claim,
    "balances": Balance,
    "facilities": Facility,
    "companies": Company,
    "uses": Use,
    "stocks": Stock,
    "events": Event,
    "priors": Prior,
    "sectors": Sector,
    "sector_shares": SectorShare,
    "control": Control,
    "holdings": Holding,
}
"""The row of each table of a case."""

REQUIRED = ("sources", "figures", "trade")
"""Tables that every case has."""
