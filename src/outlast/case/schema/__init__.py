"""The rows of a case's files.  A missing number is ``None``: unknown, never zero."""

from outlast.case.schema.case_file import BlocEntry, CaseFile, MaterialRule, Member, TradeTable
from outlast.case.schema.cells import (
    LARGEST,
    Code,
    Entry,
    Grade,
    Graded,
    Identifier,
    Note,
    Share,
    Status,
    Text,
    Year,
    refuse,
)
from outlast.case.schema.control import LAYERS, RUNGS, Control, Holding, Layer
from outlast.case.schema.figures import Balance, Claim, Figure, Flow, Source
from outlast.case.schema.industry import NOT_A_PLANT, Company, Event, Facility, Stock, Use
from outlast.case.schema.market import Industry, Necessity, Prior, Sector, SectorShare, Stage
from outlast.case.schema.quantities import GROWTHS, QUANTITIES, SIGNED, WORLD_SUBJECT
from outlast.case.schema.replay import Replay, Step

__all__ = [
    "GROWTHS",
    "LARGEST",
    "LAYERS",
    "NOT_A_PLANT",
    "QUANTITIES",
    "REQUIRED",
    "RUNGS",
    "SIGNED",
    "TABLES",
    "WORLD_SUBJECT",
    "Balance",
    "BlocEntry",
    "CaseFile",
    "Claim",
    "Code",
    "Company",
    "Control",
    "Entry",
    "Event",
    "Facility",
    "Figure",
    "Flow",
    "Grade",
    "Graded",
    "Holding",
    "Identifier",
    "Industry",
    "Layer",
    "MaterialRule",
    "Member",
    "Necessity",
    "Note",
    "Prior",
    "Replay",
    "Sector",
    "SectorShare",
    "Share",
    "Source",
    "Stage",
    "Status",
    "Step",
    "Stock",
    "Text",
    "TradeTable",
    "Use",
    "Year",
    "refuse",
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
    "industries": Industry,
    "stages": Stage,
    "control": Control,
    "holdings": Holding,
}
"""The row of each table of a case."""

REQUIRED = ("sources", "figures", "trade")
"""Tables that every case has."""
