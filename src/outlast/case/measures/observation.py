"""What happened in an episode: a number with its unit, date and source."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, Self

from pydantic import field_validator, model_validator

from outlast.case.schema import Code, Entry, Identifier, refuse
from outlast.case.schema.cells import Amount, Note, Share
from outlast.errors import PeriodError
from outlast.periods import Period

WORLD, TARGET = "world", "target"
AMOUNTS = ("multiple", "t", "t/month")


class Variable(NamedTuple):
    """Something that the model tells and that can be observed."""

    kind: Literal["flows", "prices", "uses", "timing"]
    """What it is scored together with: each kind has a scale of its own, and timing none."""
    words: str
    units: tuple[str, ...]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    """Options that say whose it is, those that must stand there and those that may."""


VARIABLES: Mapping[str, Variable] = {
    "exports": Variable("flows", "exports", AMOUNTS, ("origin",), ("destination",)),
    "imports": Variable("flows", "imports", AMOUNTS, (), ("origin", "destination")),
    "import_share": Variable(
        "flows", "share of imports", ("share",), ("origin",), ("destination",)
    ),
    "spot": Variable("prices", "spot price", ("multiple",), ("where",)),
    "spot_peak": Variable("prices", "peak of the spot price", ("multiple",), ("where",)),
    "price_gap": Variable(
        "prices", "spot price against that at home", ("multiple",), ("where", "origin")
    ),
    "delivered": Variable("prices", "delivered price", ("multiple",)),
    "unit_value": Variable("prices", "price paid for imports", ("multiple",)),
    "fill": Variable("uses", "use met", ("share",), ("sector",)),
    "fill_lowest": Variable("uses", "lowest use met", ("share",), ("sector",)),
    "first_shortage": Variable(
        "timing", "time to the first shortage", ("weeks", "months"), ("sector",), ("after",)
    ),
}
"""What can be observed, by name."""
WHOSE = ("origin", "destination", "where", "sector", "after")


class Observation(Entry):
    """What happened: a value with its tolerance or bounds, and where it is printed.

    `multiple` counts in normal months, prices or flows of the episode's baseline.  `where` says
    whose price it is: the world's, weighed by demand, the target's, or a country's.  `after` is
    the measure from whose start a time is counted, the first to begin if not given.  An `assumed`
    value is a reading of words, a forecast or a silence, and is scored apart.
    """

    variable: Literal[
        "exports", "imports", "import_share", "spot", "spot_peak", "price_gap", "delivered",
        "unit_value", "fill", "fill_lowest", "first_shortage",
    ]  # fmt: skip
    unit: Literal["multiple", "t", "t/month", "share", "weeks", "months"]
    date: str
    value: Amount | None = None
    tolerance: Amount | None = None
    tolerance_share: Share | None = None
    low: Amount | None = None
    high: Amount | None = None
    origin: Code | None = None
    destination: Code | None = None
    where: Literal["world", "target"] | Code | None = None
    sector: Identifier | None = None
    after: Identifier | None = None
    status: Literal["sourced", "assumed"] = "sourced"
    source: Identifier
    note: Note = ""

    @field_validator("date")
    @classmethod
    def _is_a_period(cls, date: str) -> str:
        try:
            Period.parse(date)
        except PeriodError as error:
            raise ValueError(str(error).partition("expected ")[2]) from None
        if Period.parse(date).day:
            raise ValueError("whole months, such as 2026-03: the model knows no days")
        return date

    @model_validator(mode="after")
    def _fits_its_variable(self) -> Self:
        """Refuse a unit or an option that the variable does not have, and missing ones."""
        known = VARIABLES[self.variable]
        if self.unit not in known.units:
            raise refuse(f"unit of {self.variable}", self.unit, " or ".join(known.units))
        for name in WHOSE:
            given = getattr(self, name)
            if given is None and name in known.needs:
                raise refuse(f"{name} of {self.variable}", "missing", "whose it is")
            if given is not None and name not in (*known.needs, *known.may):
                raise refuse(f"{name} of {self.variable}", str(given), "none")
        return self

    @model_validator(mode="after")
    def _is_bounded(self) -> Self:
        """Refuse an observation without a number, and bounds that exclude it."""
        pair = (self.low, self.high)
        tolerances = [t for t in (self.tolerance, self.tolerance_share) if t is not None]
        remedy = "a value with a tolerance, or low and high"
        if self.value is None and None in pair:
            raise refuse("value", "missing", remedy)
        if (None in pair) != (pair == (None, None)):
            raise refuse("low, high", "one of the two", "both", remedy)
        if len(tolerances) + (None not in pair) > 1 or (tolerances and self.value is None):
            raise refuse("tolerance", "given beside another", remedy)
        low, high = self.bounds
        if not low <= self.point <= high:
            raise refuse("low / value / high", f"{low:g} / {self.point:g} / {high:g}",
                         "numbers that rise")  # fmt: skip
        if self.unit == "share" and high > 1:
            raise refuse(f"high of {self.variable}", f"{high:g}", "a share of at most 1")
        if self.kind == "prices" and not self.point:
            raise refuse(f"value of {self.variable}", "0", "more than 0")
        return self

    @property
    def kind(self) -> str:
        """What the variable is scored together with."""
        return VARIABLES[self.variable].kind

    @property
    def bounds(self) -> tuple[float, float]:
        """What the printed number stands for."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        value = self.value or 0.0
        wide = self.tolerance or (self.tolerance_share or 0.0) * value
        return max(value - wide, 0.0), value + wide

    @property
    def point(self) -> float:
        """The number that forecasts are scored against: the middle where only bounds are known."""
        return sum(self.bounds) / 2 if self.value is None else self.value
