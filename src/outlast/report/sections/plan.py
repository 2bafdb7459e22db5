"""The cheapest programme that withstands the worst attacker: when, for how much, how sure."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from outlast.charts import pareto_front, plan_costs, programme_gantt, worst_shortage
from outlast.charts.plan import NAMED
from outlast.errors import Infeasible, LimitReached
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.leverage_cells import UNKNOWN
from outlast.report.sections.stops import TABLES
from outlast.report.wording import capital, percent, the
from outlast.results import Result
from outlast.units import three_digits

SECONDS = 15.0
"""Limit of time of a plan in a brief; what is not proven by then is told with its gap."""
DRAWS = 256
SEED = 1
PROVEN = 1e-5
"""A gap below which a plan counts as best."""
Row = Mapping[str, Any]


def run_plan(findings: Findings, progress: Callable[[str], None]) -> Result | str | None:
    """Make the plan that ``case.yaml`` asks for, or say why there is none."""
    asked = findings.case.header.plan
    if asked is None or findings.importer != asked.importer:
        return None
    from outlast.engines.plan import plan as engine  # noqa: PLC0415 - where it is asked

    progress(f"the plan for {asked.importer}: {asked.years} years from {asked.first}")
    try:
        return engine(
            findings.case, asked.importer, asked.first, asked.years, asked.attackers,
            budget=asked.budget, endure=asked.endure, seconds=SECONDS, draws=DRAWS, seed=SEED,
            progress=progress,
        )  # fmt: skip
    except (Infeasible, LimitReached) as none:
        return str(none)


def plan(writer: Writer, result: Result | str | None) -> dict[str, Any] | None:
    """Gather the section, or why there is no plan; None where nothing was asked."""
    if result is None:
        return None
    if isinstance(result, str):
        return {"who": writer.importer, "none": result}
    found = result.result
    what = "to build and to keep, net present"
    return {
        "none": None,
        **{name: found[name] for name in ("attackers", "money", "reading")},
        "who": the(found["importer_name"]),
        "goal": found["goal"]["words"],
        "years": f"{found['from_year']}–{found['from_year'] + found['years'] - 1}",
        "investment": _cited(writer, result, found.get("investment"), what),
        "before": _share(writer, result, found["worst_before"], "without any programme"),
        "after": _share(writer, result, found["worst_attack"], "with the programme"),
        "proven": _proven(found["gap"]),
        "stopped": not found["proven"],
        "seconds": SECONDS,
        "gantt": programme_gantt(result),
        "steps": [_step(writer, result, row) for row in found["programme"] or ()],
        "costs": plan_costs(result),
        "worst": worst_shortage(result),
        "compared": [_compared(writer, result, row) for row in found["compare"] or ()],
        "front": pareto_front(result),
        "programmes": [_programme(writer, result, row) for row in found.get("pareto") or ()],
        "prices": [_price(writer, result, row) for row in found["prices"] or ()],
        "assumed": _part(writer, result, found["assumed_cost_share"],
                         "part of the cost whose numbers are assumed"),
        "flips": [_flip(row) for row in found.get("flips") or () if row["flips"]],
        "flips_known": bool(found.get("flips")),
        "replay": (found.get("replay") or {}).get("words"),
        "left": [f"{row['name']} ({row['reason']})" for row in found["options"] or ()
                 if not row["used"]],
        "assumptions": [_assumption(row) for row in found["assumptions"] or ()],
        "unknown": [f"{unknown.path}: {unknown.reason}" for unknown in result.unknown],
        "notes": [note.rstrip(".") for note in result.warnings],
    }  # fmt: skip


def _cited(writer: Writer, result: Result, value: float | None, what: str) -> Markup:
    """Write an amount as a link to how it was made."""
    return UNKNOWN if value is None else _linked(writer, result, three_digits(value), what)


def _part(writer: Writer, result: Result, share: float | None, what: str) -> Markup:
    """Write a share as a link to how it was made."""
    return UNKNOWN if share is None else _linked(writer, result, percent(share), what)


def _linked(writer: Writer, result: Result, words: str, what: str) -> Markup:
    found = result.result
    last = found["from_year"] + found["years"] - 1
    how = f"plan for {found['importer_name']}, {found['from_year']} to {last}: {what}"
    rows = [one for one in result.figures if not TABLES.search(one) and writer.ledger.knows(one)]
    return writer.ledger.cite(words, how, rows)


def _share(writer: Writer, result: Result, row: Row | None, when: str) -> dict[str, Any]:
    """Say who attacks, from when, and what part of a year's use is short then."""
    if row is None:
        return {"who": UNKNOWN, "share": UNKNOWN}
    who = " and ".join(the(name) for name in row["names"])
    since = "" if row["start"] is None else f", from {row['start']}"
    what = f"part of 12 months' use that is short under the worst attack, {when}"
    return {"who": who + since, "share": _part(writer, result, row["short_share_12m"], what)}


def _proven(gap: float | None) -> str:
    """Say how far from the best the programme may be.

    >>> _proven(0.0), _proven(0.034), _proven(None)
    ('proven to be the best', 'proven to be within 3.4 % of the best', 'of unknown distance')
    """
    if gap is None:
        return "of unknown distance"
    if gap <= PROVEN:
        return "proven to be the best"
    return f"proven to be within {100 * gap:.2g} % of the best"


def _step(writer: Writer, result: Result, row: Row) -> dict[str, Any]:
    """Write what is begun, with its cost cited."""
    amount = UNKNOWN if row["kind"] != "research" else Markup("")
    if row["amount"] is not None:
        amount = Markup("{} {}").format(three_digits(row["amount"]), row["unit"])
    what = f"{row['name']}, begun in {row['year']}: to build and to keep, net present"
    return {"year": row["year"], "name": row["name"], "amount": amount,
            "gives": row["gives_from"] or UNKNOWN,
            "cost": _cited(writer, result, row["cost"], what)}  # fmt: skip


def _compared(writer: Writer, result: Result, row: Row) -> dict[str, Any]:
    name, months = NAMED.get(row["name"], row["name"]), row["endurance_months"]
    told = _share(writer, result, row["worst_attack"], f"compared: {name}")
    short = f"worst shortage by its weight, compared: {name}"
    return {
        "name": name, **told, "months": UNKNOWN if months is None else months,
        "cost": _cited(writer, result, row["cost"], f"cost, compared: {name}"),
        "short": _cited(writer, result, row["worst_shortage"], short),
    }  # fmt: skip


def _programme(writer: Writer, result: Result, row: Row) -> dict[str, Any]:
    """Write one programme of the front."""
    months = row.get("endurance_months")
    return {
        "cost": _cited(writer, result, row["cost"], "cost of a programme of the front"),
        "short": _cited(writer, result, row["worst_shortage"], "worst shortage on the front"),
        "months": UNKNOWN if months is None else months,
    }


def _price(writer: Writer, result: Result, row: Row) -> Markup:
    """Say what one more would be worth."""
    value = _cited(writer, result, row["value"], row["words"])
    return Markup("{}: {} {}").format(capital(row["what"]), value, row["unit"])


def _flip(row: Row) -> str:
    """Say what would be chosen at either end of an interval of cost."""
    low, high = (f"{row[end]:.3g}" for end in ("choice_low", "choice_high"))
    return f"{row['name']}: {low} units if it is cheap, {high} if it is dear"


def _assumption(row: Row) -> str:
    """Write an assumption with its interval."""
    told = f"{capital(row['name'].replace('_', ' '))}: {row['words']}"
    if row["value"] is None:
        return told
    told += f": {row['value']:.4g} {row['unit']}"
    return told if row["low"] is None else f"{told} ({row['low']:.4g} to {row['high']:.4g})"
