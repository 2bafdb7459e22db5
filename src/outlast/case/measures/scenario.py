"""A scenario: measures of every kind, and a truce that lifts some of them."""

from collections import Counter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from outlast.case.measures.dates import Date, Timed
from outlast.case.measures.routes import RouteClosure, Tariff, TransitClosure
from outlast.case.measures.stocks import StockPurchase, StockRelease
from outlast.case.measures.stops import ContentRule, ExportBan, Licence, Quota
from outlast.case.measures.supply import Accident, CapacitySubsidy, Outage
from outlast.case.measures.uses import Rationing, Recycling, Substitution
from outlast.case.schema import Entry, Identifier, Text, refuse

MAX_MEASURES = 200


class Truce(Entry):
    """Ends other measures, named by id, at a date."""

    kind: Literal["truce"]
    id: Identifier
    start: Date
    lifts: tuple[Identifier, ...]


Measure = Annotated[
    ExportBan
    | Quota
    | Licence
    | ContentRule
    | Tariff
    | RouteClosure
    | TransitClosure
    | Outage
    | Accident
    | StockRelease
    | StockPurchase
    | Rationing
    | Substitution
    | Recycling
    | CapacitySubsidy
    | Truce,
    Field(discriminator="kind"),
]


def _fit_together(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Refuse too many measures, ids used twice and repairs that never begin."""
    if len(measures) > MAX_MEASURES:
        remedy = "each is compared with every other; join those of the same dates and targets"
        raise refuse("number", f"{len(measures):,}", f"at most {MAX_MEASURES}", remedy)
    twice = [name for name, count in Counter(m.id for m in measures).items() if count > 1]
    if twice:
        raise refuse("id", twice[0], "an id used once")
    lifted = {name for m in measures if isinstance(m, Truce) for name in m.lifts}
    for measure in measures:
        ends = isinstance(measure, Timed) and (measure.end or measure.id in lifted)
        if isinstance(measure, Outage) and measure.repair_months and not ends:
            got = f"{measure.repair_months:g} without an end"
            remedy = "the repair begins at the end: give one, or leave repair_months out"
            raise refuse(f"{measure.id}.repair_months", got, "an end before the repair", remedy)
    return measures


_MOST = {"maxItems": MAX_MEASURES}
Measures = Annotated[
    tuple[Measure, ...], AfterValidator(_fit_together), Field(json_schema_extra=_MOST)
]


class Scenario(Entry):
    """A list of measures under a title."""

    title: Text
    measures: Measures
