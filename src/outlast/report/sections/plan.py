"""The cheapest programme that withstands the worst attacker: when, for how much, how sure."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from outlast.charts import (
    endurance_front,
    pareto_front,
    plan_costs,
    programme_gantt,
    worst_shortage,
)
from outlast.engines.plan.plan_words import (
    NAMED,
    amount,
    assumed,
    built,
    choices,
    left_out,
    plain_unit,
    programmes,
    proof,
    rests_on,
    tidy,
    unproven,
)
from outlast.errors import Infeasible, LimitReached
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.leverage_cells import UNKNOWN
from outlast.report.sections.stops import TABLES
from outlast.report.wording import capital, percent, the
from outlast.results import Result

DRAWS = 256
SEED = 1
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
            budget=asked.budget, endure=asked.endure, draws=DRAWS, seed=SEED, details="front",
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
    return {
        "none": None,
        "unknown": UNKNOWN,
        **{name: found[name] for name in ("attackers", "money")},
        "who": the(found["importer_name"]),
        "goal": found["goal"]["words"],
        "years": f"{found['from_year']}–{found['from_year'] + found['years'] - 1}",
        "proof": capital(proof(found)),
        "nothing": _nothing(found),
        **_costs(writer, result),
        "before": _share(writer, result, found["worst_before"], "without any programme"),
        "after": _share(writer, result, found["worst_attack"], "with the programme"),
        "gantt": programme_gantt(result),
        "steps": [_step(writer, result, row) for row in found["programme"] or ()],
        "costs": plan_costs(result),
        "worst": worst_shortage(result),
        "compared": [_compared(writer, result, row) for row in found["compare"] or ()],
        "front": pareto_front(result),
        "front_months": endurance_front(result) if _months_differ(found) else None,
        "front_open": any(map(unproven, found.get("pareto") or ())),
        "programmes": [_programme(writer, result, row) for row in programmes(found)],
        "built": built(found),
        "prices": [_price(writer, result, row) for row in found["prices"] or ()],
        "flips": choices(found),
        "flips_known": bool(found.get("flips")),
        "replay": (found.get("replay") or {}).get("words"),
        "more": None if found.get("flips") or found.get("replay") else _command(result),
        "left": left_out(found["options"] or ()),
        "assumptions": [
            {"name": capital(row["name"].replace("_", " ")), "value": assumed(row),
             "words": row["words"]} for row in found["assumptions"] or ()],
        "open": [f"{unknown.path}: {unknown.reason}" for unknown in result.unknown],
        "notes": [note.rstrip(".") for note in result.warnings],
    }  # fmt: skip


def _costs(writer: Writer, result: Result) -> dict[str, Any]:
    """What the programme takes, what it adds to doing nothing, and on what that rests."""
    found = result.result
    added, safety = found["cost"], found.get("safety_cost")
    what = "cost beside doing nothing, purchases included, net present"
    return {
        "investment": _cited(writer, result, found.get("investment"),
                             "to build and to keep, net present"),
        "cost": None if added is None else _cited(writer, result, abs(added), what),
        "against": "less" if (added or 0) < 0 else "more",
        "safety": safety and capital(safety["words"]),
        "assumed": _part(writer, result, found["assumed_cost_share"],
                         "part of the cost whose numbers are assumed"),
        "rests": [row | {"share": percent(row["share"])} for row in rests_on(found)],
    }  # fmt: skip


def _months_differ(found: Row) -> bool:
    """Whether the programmes of the front endure different times."""
    return len({row.get("endurance_months") for row in programmes(found)}) > 1


def _nothing(found: Row) -> str | None:
    """What doing nothing leaves short; it stands outside the picture of the front."""
    short = [
        row["worst_shortage"] for row in found["compare"] or () if row["name"] == "do nothing"
    ]
    return tidy(short[0]) if short and short[0] is not None else None


def _command(result: Result) -> str:
    """Write the command that tells more."""
    asked = result.inputs
    told = f"outlast plan {' '.join(asked['cases'])} --for {asked['for']}"
    options = {"from": "from", "years": "years", "attackers": "attackers", "endure": "endure"}
    told += "".join(f" --{option} {asked[name]}" for name, option in options.items()
                    if asked.get(name) is not None)  # fmt: skip
    budget = asked.get("budget")
    return told if budget is None else f"{told} --budget {budget:g}m"


def _cited(writer: Writer, result: Result, value: float | None, what: str) -> Markup:
    """Write an amount as a link to how it was made."""
    return UNKNOWN if value is None else _linked(writer, result, tidy(value), what)


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
        return {"who": UNKNOWN, "share": UNKNOWN, "harmless": False}
    who = " and ".join(the(name) for name in row["names"])
    if row["kind"] != "powers":
        who = f"a {who}"
    since = "" if row["start"] is None else f" from {row['start']}"
    what = f"part of 12 months' use that is short under the worst attack, {when}"
    return {"who": who + since, "harmless": row["shortage"] == 0,
            "share": _part(writer, result, row["short_share_12m"], what)}  # fmt: skip


def _step(writer: Writer, result: Result, row: Row) -> dict[str, Any]:
    """Write what is begun, with its cost cited."""
    words = amount(row)
    what = f"{row['name']}, begun in {row['year']}: to build and to keep, net present"
    return {"year": row["year"], "name": row["name"],
            "amount": UNKNOWN if words is None else words,
            "gives": row["gives_from"] or UNKNOWN,
            "cost": _cited(writer, result, row["cost"], what)}  # fmt: skip


def _compared(writer: Writer, result: Result, row: Row) -> dict[str, Any]:
    name, months = NAMED.get(row["name"], row["name"]), row["endurance_months"]
    told = _share(writer, result, row["worst_attack"], f"compared: {name}")
    short = f"worst shortage by its weight, compared: {name}"
    return {
        "name": name, **told, "words": row["words"],
        "months": UNKNOWN if months is None else months,
        "cost": _cited(writer, result, row["cost"], f"cost, compared: {name}"),
        "short": _cited(writer, result, row["worst_shortage"], short),
    }  # fmt: skip


def _programme(writer: Writer, result: Result, row: Row) -> dict[str, Any]:
    """Write one programme of the front."""
    months = row.get("endurance_months")
    return {
        "cost": _cited(writer, result, row["cost"], "cost of a programme of the front"),
        "investment": _cited(writer, result, row.get("investment"),
                             "to build and to keep a programme of the front"),
        "short": _cited(writer, result, row["worst_shortage"], "worst shortage on the front"),
        "months": UNKNOWN if months is None else months,
        "is_plan": row["chosen"],
        "open": unproven(row),
        "built": {one["name"]: "done" if one["amount"] is None else tidy(one["amount"])
                  for one in row.get("options") or ()},
    }  # fmt: skip


def _price(writer: Writer, result: Result, row: Row) -> Markup:
    """Say what one more would be worth."""
    value = _cited(writer, result, row["value"], row["words"])
    return Markup("{}: {} {}").format(capital(row["what"]), value, plain_unit(row["unit"]))
