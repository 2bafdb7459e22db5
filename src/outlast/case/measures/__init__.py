"""Scenarios: dated measures, read from YAML files.

A date is absolute (``2017-06-12``, ``2026-03``) or counts months from the start of the run
(``+0``).  Whatever takes supply away says for how long people expect it to last, since stocks are
released by that expectation: it is what separates a stop of three weeks from one without an end.
"""

from outlast.case.measures.dates import (
    DATE,
    DATE_OR_NONE,
    EVERYONE,
    IMPORTER,
    STAGE,
    Dated,
    Timed,
)
from outlast.case.measures.episode import Episode
from outlast.case.measures.observation import TARGET, VARIABLES, WORLD, Observation
from outlast.case.measures.ranges import NONE, Between
from outlast.case.measures.routes import RouteClosure, Tariff, TransitClosure
from outlast.case.measures.scenario import MAX_MEASURES, Measure, Scenario, Truce
from outlast.case.measures.stocks import StockPurchase, StockRelease
from outlast.case.measures.stops import ContentRule, ExportBan, Leaky, Licence, Quota
from outlast.case.measures.supply import Accident, CapacitySubsidy, Outage
from outlast.case.measures.uses import Ramped, Rationing, Recycling, Substitution

__all__ = [
    "DATE",
    "DATE_OR_NONE",
    "EVERYONE",
    "IMPORTER",
    "MAX_MEASURES",
    "NONE",
    "STAGE",
    "TARGET",
    "VARIABLES",
    "WORLD",
    "Accident",
    "Between",
    "CapacitySubsidy",
    "ContentRule",
    "Dated",
    "Episode",
    "ExportBan",
    "Leaky",
    "Licence",
    "Measure",
    "Observation",
    "Outage",
    "Quota",
    "Ramped",
    "Rationing",
    "Recycling",
    "RouteClosure",
    "Scenario",
    "StockPurchase",
    "StockRelease",
    "Substitution",
    "Tariff",
    "Timed",
    "TransitClosure",
    "Truce",
]
