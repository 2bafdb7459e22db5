"""Rows that the market model draws on: priors, sectors and their shares."""

from typing import Annotated, Literal

from pydantic import Field

from outlast.case.schema.cells import Code, Graded, Identifier, Number, Share, Text, Year

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
