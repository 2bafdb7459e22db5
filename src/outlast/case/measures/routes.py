"""What closes a way or makes it dearer: closures of routes and passages, tariffs."""

from typing import Annotated, Literal

from pydantic import Field

from outlast.case.measures.dates import EVERYONE, IMPORTER, Dated, SomeMonths
from outlast.case.schema import Code, Share, Text

MOST_RATE = 1000
"""A tariff of a thousand times the price stands for any that ends trade."""
Rate = Annotated[float, Field(ge=0, le=MOST_RATE, allow_inf_nan=False)]


class RouteClosure(Dated):
    """Nothing passes from the origins to the targets."""

    kind: Literal["route_closure"]
    origins: tuple[Code, ...]
    targets: tuple[Code, ...] = (EVERYONE,)


class TransitClosure(Dated):
    """Straits or canals close; what passes waits for another way, or has none."""

    kind: Literal["transit_closure"]
    passages: tuple[Text, ...]
    """Codes or names of the sea routes' passages."""
    shares: dict[Code, Share] = Field(default={})
    """Part of what leaves an origin that passes, in place of the table of sea routes."""
    reroute_months: SomeMonths
    """Until cargo goes another way."""
    reroute_share: Share
    """Part of what passes that then can, where there is another way by sea."""
    extra_cost: Rate
    """Of the longer way, as a part of the goods' price."""


class Tariff(Dated):
    """The targets tax what they import from the origins."""

    kind: Literal["tariff"]
    origins: tuple[Code, ...]
    targets: tuple[Code, ...] = (IMPORTER,)
    rate: Rate
    """Ad valorem; rates of several tariffs on a link add."""
