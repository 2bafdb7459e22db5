"""Rows that the market model draws on: priors, sectors and their shares."""

from typing import Annotated, Literal

from pydantic import Field

from outlast.case.schema.cells import Amount, Code, Graded, Identifier, Number, Share, Text, Year

Distribution = Literal["uniform", "loguniform"]
Necessity = Literal["critical", "important", "non-critical"]
"""What the material is to a sector: without it nothing is made, half is, or all is."""


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
    necessity: Necessity | None = None
    """None where it is unknown."""

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


class Industry(Graded):
    """A whole industry that a sector is a part of, so that the sector can lose no more than it.

    Without a `sector` it is a country's whole economy, and `value_added` its GDP.
    Amounts are of a year; one that is empty is unknown.
    """

    id: Identifier
    country: Code
    sector: Identifier | None = None
    industry: Text
    year: Year
    value_added: Amount | None = None
    inputs: Amount | None = None
    """What the industry buys from others."""
    unit: Literal["USD", "million_USD"]

    @property
    def key(self) -> str:
        """The id by which a result names it, which no figure can have."""
        return f"industry:{self.id}"

    @property
    def in_millions(self) -> float:
        """Million USD in one of its unit."""
        return 1.0 if self.unit == "million_USD" else 1e-6


Positive = Annotated[Number, Field(gt=0)]
Loss = Annotated[Share, Field(lt=1)]


class Stage(Graded):
    """An upstream stage: the case of what this case's product is made from.

    `sector` is the use, in that case, which is the feed of this product.  A tonne of product needs
    input_per_output ÷ (1 − loss_share) tonnes of it.
    """

    stage: Identifier
    sector: Identifier
    input_per_output: Positive
    input_low: Positive
    input_high: Positive
    loss_share: Loss
    loss_low: Loss
    loss_high: Loss

    @property
    def id(self) -> str:
        """The stage's folder, which no two rows name."""
        return self.stage

    @property
    def key(self) -> str:
        """The id by which a result names it, which no figure can have."""
        return f"stage:{self.stage}"
