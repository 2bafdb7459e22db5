"""Who can hurt whom, and from when a card can be played: thresholds, the game, the harm."""

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from outlast.case import Case, load
from outlast.charts import (
    game_tree,
    harm_matrix,
    matrix_cards,
    payoff_matrix,
    swing_tornado,
    thresholds,
)
from outlast.charts.leverage import amount
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.losses import money
from outlast.report.sections.stops import TABLES
from outlast.report.wording import capital, percent, the
from outlast.results import Result

DRAWS = 256
SEED = 1
MARKET = "market"
UNKNOWN = Markup('<a class="unknown" href="#h-unknown">unknown</a>')
Row = Mapping[str, Any]


def run_leverage(findings: Findings, progress: Callable[[str], None]) -> Result | None:
    """Solve the game that ``case.yaml`` asks for, where the brief is of one of its players."""
    asked = findings.case.header.leverage
    if asked is None or findings.importer not in {asked.sender, asked.target}:
        return None
    from outlast.engines.leverage import leverage as engine  # noqa: PLC0415 - where it is asked

    progress(f"leverage of {asked.sender} over {asked.target}: {DRAWS} futures")
    first, last = asked.years
    return engine(
        asked.card, asked.sender, asked.target, asked.answers, years=range(first, last + 1),
        draws=DRAWS, seed=SEED, matrix=True,
        variants=[one.model_dump() for one in asked.variants], progress=progress,
    )  # fmt: skip


def cases_beside(case: Case) -> dict[str, Case]:
    """Load the cases of the cards that the question of leverage names beside its own."""
    asked = case.header.leverage
    if asked is None:
        return {}
    cards = (asked.card, *asked.answers, *(a for one in asked.variants for a in one.answers))
    names = {card.partition(":")[0] for card in cards} - {MARKET, case.name}
    return {name: load(name) for name in sorted(names)}


def leverage(writer: Writer, result: Result | None) -> dict[str, Any] | None:
    """Gather the section; None where nothing was asked."""
    if result is None:
        return None
    found = result.result
    names = {who: the(found[f"{who}_name"]) for who in ("sender", "target")}
    game = found["game"]
    return {
        "title": f"Can {names['sender']} play its card against {names['target']}?",
        "names": names,
        "card": capital(found["card"]["words"]),
        "answers": [answer["words"] for answer in found["answers"]],
        "headline": found["reading"][0] if found["reading"] else "",
        "reading": found["reading"][1:],
        "draws": found["draws"],
        "months": found["horizon_months"],
        "thresholds": thresholds(result),
        "years": [_year(writer, result, row) for row in found["years"]],
        "variants": [_variant(one) for one in found["variants"] or ()],
        "game": _game(result, game) if game else None,
        "matrices": [_matrix(writer, result, card) for card in matrix_cards(result)],
        "swings": swing_tornado(result),
        "assumptions": [one["words"] for one in found["assumptions"]],
        "replays": [_replay(row) for row in found["replays"] or ()],
        "unknown": [f"{unknown.path}: {unknown.reason}" for unknown in result.unknown],
        "notes": list(result.warnings),
    }


def _year(writer: Writer, result: Result, row: Row) -> dict[str, Any]:
    """Write one year's row; every known number is cited."""
    told: dict[str, Any] = {"year": row["year"]}
    cells = {
        "stake": stake(row["threshold"]),
        "first": _first(row["yields_first"], result),
        "harm": _band(row["harm"], _billions),
        "cost": _band(row["cost"], _billions),
        **{f"{who}_unmet": _band((row["unmet_share_12m"] or {}).get(who), percent)
           for who in ("target", "sender")},
        **{f"{who}_months": _lasts((row["exhausted_month"] or {}).get(who))
           for who in ("target", "sender")},
    }  # fmt: skip
    for name, words in cells.items():
        told[name] = UNKNOWN if words is None else _cited(writer, result, row["year"], name, words)
    return told


HOW = {
    "stake": "the smallest stake from which playing pays in the equilibrium, billion USD a year",
    "first": "part of the futures in which each yields first in the equilibrium",
    "harm": "loss of the target from the card, by CES, billion USD",
    "cost": "what the card costs the sender itself, billion USD",
    "target_unmet": "part of twelve months' use that the target misses under the card",
    "sender_unmet": "part of twelve months' use that the sender misses under the answers",
    "target_months": "first month in which a critical sector of the target is short",
    "sender_months": "first month in which a critical sector of the sender is short",
}
"""What each column is, for the ledger."""


def _cited(writer: Writer, result: Result, year: int, name: str, words: str) -> Markup:
    found = result.result
    how = (f"{capital(found['card']['words'])}, flows of {year}: {HOW[name]}; median of "
           f"{found['draws']} draws, seed {result.run['seed']}")  # fmt: skip
    rows = [one for one in result.figures if not TABLES.search(one) and writer.ledger.knows(one)]
    return writer.ledger.cite(words, how, rows)


def stake(band: Row | None) -> str | None:
    r"""Write a threshold with its band in billion USD a year.

    >>> stake({"p5": 1500.0, "p50": 5200.0, "p95": None, "never_share": 0.31})
    '5.2 (1.5 to none)'
    >>> stake({"p5": None, "p50": None, "p95": None, "never_share": 0.93})
    'no stake (93\u202f%)'
    """
    if band is None or band["never_share"] is None:
        return None
    if band["p50"] is None:
        return f"no stake ({percent(band['never_share'])})"
    ends = ["none" if band[q] is None else amount(band[q]) for q in ("p5", "p95")]
    return f"{amount(band['p50'])} ({ends[0]} to {ends[1]})"


def _billions(millions: float) -> str:
    return amount(millions)


def _band(band: Row | None, write: Callable[[float], str]) -> str | None:
    """Write a median with its band; None where it is unknown."""
    if band is None or band["p50"] is None:
        return None
    ends = ["?" if band[q] is None else write(band[q]) for q in ("p5", "p95")]
    return f"{write(band['p50'])} ({ends[0]} to {ends[1]})"


def _lasts(band: Row | None) -> str | None:
    if band is None or band["never_share"] is None:
        return None
    if band["p50"] is None:
        return f"never ({percent(band['never_share'])})"
    ends = ["never" if band[q] is None else f"{band[q]:g}" for q in ("p5", "p95")]
    return f"{band['p50']:g} ({ends[0]} to {ends[1]})"


def _first(shares: Row | None, result: Result) -> str | None:
    if shares is None or shares["target"] is None:
        return None
    names = {"target": result.result["target"], "sender": result.result["sender"],
             "neither": "neither"}  # fmt: skip
    order = sorted(names, key=lambda who: -shares[who])
    return ", ".join(f"{names[who]} {percent(shares[who])}" for who in order if shares[who])


def _variant(variant: Row) -> dict[str, Any]:
    return {
        "words": capital(variant["words"]),
        "years": [{"year": row["year"], "stake": stake(row["threshold"]) or UNKNOWN}
                  for row in variant["years"]],
    }  # fmt: skip


def _game(result: Result, game: Row) -> dict[str, Any]:
    """Gather the pictures of one year's game, and its payoffs as a table."""
    cells = {(cell["row"], cell["column"]): cell for cell in game["cells"]}
    return {
        "year": game["year"],
        "stake": "unknown" if game["stake"] is None else money(game["stake"]),
        "payoffs": payoff_matrix(result),
        "tree": game_tree(result),
        "cut": [capital(words) for words in game["tree"].get("cut", ())],
        "plans": game["rows"],
        "rows": [{"plan": reply, "cells": [
            {"both": f"{amount(cell['sender'])} / {amount(cell['target'])}",
             "equilibrium": cell["equilibrium"]}
            for plan in game["rows"] for cell in [cells[plan, reply]]]}
            for reply in game["columns"]],
    }  # fmt: skip


def _matrix(writer: Writer, result: Result, card: str) -> dict[str, Any]:
    """Gather the panel of one card and its table."""
    name = writer.findings.case.countries.name
    rows = []
    for row in result.result["matrix"]:
        if row["card"] != card:
            continue
        unmet, harm = _band(row["unmet_share_12m"], percent), _band(row["harm"], _billions)
        rows.append({
            "sender": name(row["sender"]), "target": name(row["target"]), "year": row["year"],
            "unmet": unmet or UNKNOWN, "harm": harm or UNKNOWN, "reason": row["reason"] or "",
        })  # fmt: skip
    return {"card": card, "chart": harm_matrix(result, card), "rows": rows}


def _replay(row: Row) -> dict[str, Any]:
    """Set what the game says of a contest beside what happened."""
    return {
        "title": row["title"],
        "says": UNKNOWN if row["says"] is None else row["says"],
        "observed": [f"{step['words']} ({step['date']}, day {step['days']}, grade {step['grade']})"
                     for step in row["observed"]],
        "note": row["note"],
    }  # fmt: skip
