"""The parts of a brief: each gathers what one section of the page shows."""

from outlast.report.sections.control import control
from outlast.report.sections.evidence import about, evidence
from outlast.report.sections.grounds import assumed, left_out, reliance
from outlast.report.sections.leverage import cases_beside, leverage, run_leverage
from outlast.report.sections.outlook import outlook, run_outlook
from outlast.report.sections.plan import plan, run_plan
from outlast.report.sections.printed import printed
from outlast.report.sections.reach import coalitions, stop, world
from outlast.report.sections.shock import run_shocks, shocks, spotlight
from outlast.report.sections.stops import missed, titled
from outlast.report.sections.supply import main_table, suppliers

__all__ = [
    "about",
    "assumed",
    "cases_beside",
    "coalitions",
    "control",
    "evidence",
    "left_out",
    "leverage",
    "main_table",
    "missed",
    "outlook",
    "plan",
    "printed",
    "reliance",
    "run_leverage",
    "run_outlook",
    "run_plan",
    "run_shocks",
    "shocks",
    "spotlight",
    "stop",
    "suppliers",
    "titled",
    "world",
]
