"""Rows of who reaches whose supply, and of who owns whom."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from outlast.case.schema.cells import Code, Graded, Identifier, Note, Share, Year

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
