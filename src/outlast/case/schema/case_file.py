"""What stands in ``case.yaml`` and ``blocs.yaml``."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from outlast.case.schema.cells import (
    LAST_YEAR,
    Code,
    Entry,
    Grade,
    Identifier,
    Note,
    Status,
    Text,
    Year,
    refuse,
)


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


class LeverageVariant(Entry):
    """The same question with other answers."""

    name: Text
    answers: tuple[Text, ...] = ()


class LeverageQuestion(Entry):
    """Who may play which card against whom: what the brief shows of leverage."""

    card: Text
    sender: Code
    target: Code
    answers: tuple[Text, ...] = ()
    """Cards that the target may answer with, such as ``helium:with=QAT+RUS``."""
    years: tuple[Year, Year]
    variants: tuple[LeverageVariant, ...] = ()


class PlanQuestion(Entry):
    """Whom a programme is for, and against how many powers: what the brief shows of plans."""

    importer: Code = Field(alias="for")
    first: Year = Field(alias="from")
    years: Annotated[int, Field(ge=1, le=40)] = 12
    attackers: Annotated[int, Field(ge=1)] = 1
    endure: Annotated[int, Field(ge=1)] | None = None
    """Months for which critical sectors must last, whoever attacks."""
    budget: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """The most that may be spent, net present cost. [million USD]"""

    @model_validator(mode="after")
    def _one_goal(self) -> "PlanQuestion":
        if self.endure is not None and self.budget is not None:
            raise refuse("endure, budget", f"{self.endure}, {self.budget:g}", "one of them")
        return self


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
    price_band: Identifier | None = None
    """Figure of a unit value whose low and high no price of the material ever left."""
    volumes: dict[str, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = Field(default={})
    countries: dict[str, Text] = Field(default={})
    spotlight: Identifier | None = None
    shock_years: tuple[Year, ...] = ()
    """Baseline years on which the brief runs the scenarios."""
    spotlight_scenario: Identifier | None = None
    """The scenario that the brief shows month by month, and `shock` runs if none is asked for."""
    priors_chosen_on: tuple[Identifier, ...] = ()
    """Episodes that were in view when the priors were chosen, which can prove nothing of them."""
    scenarios: tuple[Identifier, ...] = ()
    """Scenarios in the order in which they are shown; those not named follow by name."""
    watch: tuple[Code, ...] = ()
    """Countries that stand by themselves in the market model, however small."""
    leverage: LeverageQuestion | None = None
    plan: PlanQuestion | None = None
    ports: dict[Code, tuple[Text, ...]] = Field(default={})
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
