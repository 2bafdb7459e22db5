"""Who can hurt whom, and from when a card can be played: what pays, the game, the harm."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from outlast.case import Case, load
from outlast.charts import (
    game_tree,
    harm_matrix,
    matrix_cards,
    payoff_matrix,
    pays_by_year,
    short_first,
    stake_tornado,
    swing_tornado,
    thresholds,
)
from outlast.charts.leverage import amount, payoffs_unit
from outlast.charts.leverage_years import RULE_WORDS
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.leverage_cells import (
    Cells,
    Row,
    banded,
    minute,
    rules_of,
    share,
)
from outlast.report.sections.leverage_rows import HOW, layers, variants, years
from outlast.report.verdicts import Look
from outlast.report.wording import capital, percent, possessive, the
from outlast.results import Result
from outlast.units import money

DRAWS = 128
SEED = 1
EVERY = 6
"""Years between those in which other answers are played: each costs a run of the model."""
MARKET = "market"
LOOKS = {
    "holds": ("supported", Look("✓", "holds", "by both measures")),
    "does not hold": ("contradicted", Look("✕", "does not hold", "by neither measure")),
    "depends on the measure": (
        "disputed", Look("⇄", "depends on the measure", "by one of the two"),
    ),
}  # fmt: skip
"""How a verdict on a sentence of the story is shown."""


def run_leverage(findings: Findings, progress: Callable[[str], None]) -> Result | None:
    """Solve the game that ``case.yaml`` asks for, where the brief is of one of its players."""
    asked = findings.case.header.leverage
    if asked is None or findings.importer not in {asked.sender, asked.target}:
        return None
    from outlast.engines.leverage import leverage as engine  # noqa: PLC0415 - where it is asked

    progress(f"leverage of {asked.sender} over {asked.target}: {DRAWS} futures")
    begun, ended = asked.years
    other = sorted({begun, *range(ended, begun, -EVERY)})
    return engine(
        asked.card, asked.sender, asked.target, asked.answers, years=range(begun, ended + 1),
        draws=DRAWS, seed=SEED, matrix=True,
        variants=[one.model_dump() for one in asked.variants], variant_years=other,
        progress=progress,
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
    found, cells = result.result, Cells(writer, result)
    names = {who: the(found[f"{who}_name"]) for who in ("sender", "target")}
    game = found["game"]
    return {
        "title": f"Can {names['sender']} play its card against {names['target']}?",
        "names": names,
        "codes": {who: found[who] for who in names},
        "card": capital(found["card"]["words"]),
        "answers": [capital(answer["words"]) for answer in found["answers"]],
        "lead": _lead(writer, cells, result, names),
        "reading": [cells.sentence(words) for words in found["reading"]],
        "draws": found["draws"],
        "months": found["horizon_months"],
        "pays": pays_by_year(result),
        "first": short_first(result),
        "thresholds": [{"rule": rule, "words": capital(words), "chart": chart}
                       for rule, words in RULE_WORDS.items()
                       if (chart := thresholds(result, rule))],
        **years(cells, found["years"]),
        "variants": variants(cells, found["variants"] or ()),
        "game": _game(cells, result, game) if game else None,
        "matrices": [_matrix(writer, cells, result, card) for card in matrix_cards(result)],
        "swings": swing_tornado(result),
        "stake_swings": stake_tornado(result),
        "layers": layers(writer, cells, found.get("layers") or ()),
        "assumptions": [capital(one["words"]) for one in found["assumptions"]],
        "story": [{**row, "because": cells.sentence(capital(row["because"])),
                   "key": LOOKS[row["verdict"]][0], "look": LOOKS[row["verdict"]][1]}
                  for row in found["story"]],
        "replays": [_replay(writer, cells, result, row) for row in found["replays"] or ()],
        "unknown": [f"{unknown.path}: {unknown.reason}" for unknown in result.unknown],
        "in_force": [f"{rule['start']}: {rule['title']} (grade {rule['grade']}, {rule['source']})"
                     for rule in found.get("in_force") or ()],
        "notes": list(result.warnings),
    }  # fmt: skip


def _lead(writer: Writer, cells: Cells, result: Result, names: dict[str, str]) -> Markup | None:
    """Say at the top of a page of the answer's material what became of the answer."""
    found = result.result
    known = [row for row in found["years"] if row["known"]]
    own = [answer for answer in found["answers"] if answer["case"] == writer.findings.case.name]
    if len(known) < 2 or not own:
        return None
    ends = [
        Markup("{} of the futures on the flows of {}").format(
            cells.cite(share(rules_of(row)["endurance"]["yields_first"]["sender"]),
                       f"flows of {row['year']}: {HOW['first_endurance']}, the sender's part"),
            row["year"])
        for row in (known[0], known[-1])
    ]  # fmt: skip
    return Markup("If {} were the answer to {} card of {}, {} critical sectors, served "
                  "first, would run short "
                  "before those of {} in {}, in {}.").format(
        writer.material, possessive(names["sender"]), _good(found), _their(names["sender"]),
        names["target"], *ends)  # fmt: skip


def _good(found: Row) -> str:
    return str(found["card"]["case"]).replace("-", " ").replace("rare earth", "rare-earth")


def _their(name: str) -> str:
    return "their" if name.endswith("s") else "its"


def _game(cells: Cells, result: Result, game: Row) -> dict[str, Any]:
    """Gather the pictures of one year's game, and its payoffs as a table."""
    pairs = {(cell["row"], cell["column"]): cell for cell in game["cells"]}
    unit, words = payoffs_unit(game)
    limit = game["threshold"]
    return {
        "year": game["year"],
        "unit": words,
        "which": f"the future whose threshold is the median of the {result.result['draws']}, "
        f"number {game['draw'] + 1}, with critical sectors "
        + ("served first" if result.result["exhaustion"] == "endurance" else "at market prices"),
        "stake": money(game["stake"]),
        "why": "as asked" if result.inputs.get("stake") is not None
        else "what the card costs the target a year, as no stake pays in that future"
        if limit is None else f"twice that from which it pays, {money(limit)}",
        "payoffs": payoff_matrix(result),
        "tree": game_tree(result),
        "cut": [capital(told) for told in game["tree"].get("cut", ())],
        "plans": game["rows"],
        "rows": [{"plan": reply, "cells": [
            {"both": cells.cite(
                f"{amount(cell['sender'], unit)} / {amount(cell['target'], unit)}",
                f"flows of {game['year']}, {words}: payoffs of sender / target in future "
                f"{game['draw'] + 1} if the sender's plan is to {plan}, the target's: {reply}"),
             "equilibrium": cell["equilibrium"]}
            for plan in game["rows"] for cell in [pairs[plan, reply]]]}
            for reply in game["columns"]],
    }  # fmt: skip


MATRIX = {
    "reach": "part of the target's supply that the sender can stop",
    "unmet": "part of twelve months' use that the target misses; median and 5 to 95 %",
    "harm": "loss of the target within twelve months, by CES; median and 5 to 95 %",
    "hirschman": "asymmetry after Hirschman by value of trade, above 0 where the target needs the "
    "sender more",
    "cms": "power by a nest of constant elasticity, part of value added, middles of all priors",
}
"""What each column of who hurts whom is, for the ledger."""


def _matrix(writer: Writer, cells: Cells, result: Result, card: str) -> dict[str, Any]:
    """Gather the panel of one card and its table."""
    name = writer.findings.case.countries.name
    rows = []
    for row in result.result["matrix"]:
        if row["card"] != card:
            continue
        told = {
            "reach": share(row["reach"]), "unmet": banded(row["unmet_share_12m"], percent),
            "harm": banded(row["harm"], money),
            "hirschman": None if row["hirschman"] is None else f"{row['hirschman']:+.2f}",
            "cms": None if row["cms"] is None else minute(row["cms"]),
        }  # fmt: skip
        who = f"{row['sender']} against {row['target']} with {card}, flows of {row['year']}"
        rows.append({
            "sender": name(row["sender"]), "target": name(row["target"]), "year": row["year"],
            **{what: cells.plain(said, f"{who}, {MATRIX[what]}") for what, said in told.items()},
            "reason": row["reason"] or "",
        })  # fmt: skip
    words = card.replace("-", " ").replace("rare earth", "rare-earth")
    return {"card": capital(words), "chart": harm_matrix(result, card), "rows": rows}


def _replay(writer: Writer, cells: Cells, result: Result, row: Row) -> dict[str, Any]:
    """Set what the game says of a contest, by each measure, beside what happened."""
    home = result.result["card"]["case"]
    return {
        "title": row["title"],
        "card": capital(row["card"]["words"]),
        "answers": [capital(answer["words"]) for answer in row["answers"]],
        "says": [{"rule": RULE_WORDS[one["rule"]], "words": cells.sentence(one["says"])}
                 for one in row["predicted"]],
        "unknown": row["unknown"],
        "observed": [{"words": step["words"], "when": f"{step['date']}, day {step['days']}",
                      "source": writer.ledger.source(home, step["source"])}
                     for step in row["observed"]],
        "note": row["note"],
    }  # fmt: skip
