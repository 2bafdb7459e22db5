"""A small result of leverage, written by hand, with what is unknown and what is never."""

from outlast.results import Result, Unknown

CARD = {"name": "rare-earth-magnets", "words": "China stops its rare-earth magnets",
        "case": "rare-earth-magnets", "kind": "material"}  # fmt: skip
ANSWER = {"name": "helium", "words": "the United States stops the helium that it controls",
          "case": "helium", "kind": "material"}  # fmt: skip


def band(p5, p50, p95, **more):
    return {"p5": p5, "p50": p50, "p95": p95, **more}


def threshold(p5, p50, p95, never):
    return band(p5, p50, p95, never_share=never)


def rule(name, limit, first):
    """A year by one measure; `first` is who runs short first: target, sender, neither."""
    target, sender, neither = first
    never = limit["never_share"]
    return {"rule": name, "pays_share": None if never is None else 1 - never, "threshold": limit,
            "yields_first": {"target": target, "sender": sender, "neither": neither}}  # fmt: skip


def year(number, limit, first, *, best=("helium",)):
    """One known year, at market prices with a stake of 3.5 in every future."""
    rules = [rule("endurance", limit, first),
             rule("market", threshold(0.0, 3.5, 8.0, 0.0), (1.0, 0.0, 0.0))]  # fmt: skip
    return {
        "year": number, "known": True,
        "harm": band(900.0, 2400.0, 7100.0),
        "harm_forms": [{"name": "leontief", **band(40_000.0, 90_000.0, 160_000.0)}],
        "cost": band(60.0, 110.0, 190.0),
        "cost_parts": [{"name": "lost_exports", **band(50.0, 90.0, 150.0)},
                       {"name": "lost_share", **band(2.0, 20.0, 60.0)}],
        "card_value": 512.3, "card_reach": 0.71,
        "unmet_share_12m": {"sender": band(0.0, 0.02, 0.09), "target": band(0.2, 0.41, 0.6)},
        "exhausted_month": {"sender": band(9.0, None, None, never_share=0.62),
                            "target": band(3.0, 7.0, None, never_share=0.12)},
        "answers": [{"card": "helium", "reach": 0.08, "value": 310.0,
                     "harm": band(1.0, 12.0, 60.0), "cost": band(3.0, 9.0, 20.0),
                     "unmet_share_12m": band(0.0, 0.02, 0.09),
                     "exhausted_month": band(9.0, None, None, never_share=0.62)}],
        "best_answer": [{"cards": list(best), "share": 0.7}, {"cards": [], "share": 0.3}],
        "threshold": limit, "threshold_types": None if limit["p50"] is None else 640.0,
        "yields_first": rules[0]["yields_first"], "rules": rules,
    }  # fmt: skip


def blank(number):
    """A year without figures."""
    nobody = dict.fromkeys(("target", "sender", "neither"))
    known = year(number, threshold(None, None, None, None), (None, None, None))
    rules = [{"rule": name, "pays_share": None, "threshold": None, "yields_first": nobody}
             for name in ("endurance", "market")]  # fmt: skip
    return dict.fromkeys(known) | {"year": number, "known": False, "rules": rules}


YEARS = [
    blank(2009),
    year(2010, threshold(None, None, None, 0.98), (0.02, 0.9, 0.08)),
    year(2012, threshold(2100.0, None, None, 0.93), (0.07, 0.7, 0.23)),
    year(2014, threshold(1500.0, 5200.0, None, 0.31), (0.6, 0.3, 0.1)),
    year(2018, threshold(700.0, 1900.0, 8800.0, 0.02), (0.88, 0.02, 0.1)),
    year(2024, threshold(0.0, 560.0, 2300.0, 0.0), (0.94, 0.01, 0.05), best=()),
]

PLANS = ("hold", "play, withdraw once answered", "play, hold out")
REPLIES = ("yield at once", "absorb, yield after 7 months", "answer: helium, yield after 7 months")
PAYOFFS = [
    [(0.0, 0.0), (0.0, 0.0), (0.0, 0.0)],
    [(3000.0, -7400.0), (-9.0, -210.0), (-12.0, -214.0)],
    [(3000.0, -7400.0), (1340.0, -6100.0), (1290.0, None)],
]
NODE = ("id", "parent", "player", "action", "month", "payoffs", "on_path")
NODES = [
    (0, None, "sender", "", 0, None, True),
    (1, 0, "end", "hold", 0, [0.0, 0.0], False),
    (2, 0, "target", "play", 0, None, True),
    (3, 2, "target", "absorb", 0, None, True),
    (4, 3, "end", "yield", 0, [3000.0, -7400.0], False),
    (5, 3, "sender", "resist", 1, None, True),
    (6, 5, "end", "withdraw", 1, [-9.0, -210.0], False),
    (7, 5, "target", "persist, to month 7", 7, None, True),
    (8, 7, "end", "yield", 7, [1340.0, -6100.0], True),
    (9, 7, "end", "resist", 8, None, False),
    (10, 2, "cut", "answer: helium", 0, [1290.0, -6104.0], False),
]
GAME = {
    "year": 2024, "draw": 81, "stake": 1000.0, "threshold": 500.0,
    "rows": list(PLANS), "columns": list(REPLIES),
    "cells": [{"row": plan, "column": reply, "sender": pay[0], "target": pay[1],
               "equilibrium": (plan, reply) == (PLANS[2], REPLIES[1])}
              for plan, row in zip(PLANS, PAYOFFS, strict=True)
              for reply, pay in zip(REPLIES, row, strict=True)],
    "tree": {"nodes": [dict(zip(NODE, row, strict=True)) for row in NODES],
             "cut": ["months 1 to 6 are not drawn where both sides go on"]},
}  # fmt: skip


def pair(sender, target, card, unmet, reason=None):
    known = None if unmet is None else band(unmet / 2, unmet, min(1.0, unmet * 2))
    harm = None if unmet is None else band(unmet * 900, unmet * 2400, unmet * 7000)
    return {"sender": sender, "target": target, "card": card, "year": 2024,
            "reach": None if unmet is None else 0.7, "unmet_share_12m": known, "harm": harm,
            "cms": None, "hirschman": 0.5, "reason": reason}  # fmt: skip


MATRIX = [
    pair("CHN", "USA", "rare-earth-magnets", 0.41), pair("CHN", "JPN", "rare-earth-magnets", 0.3),
    pair("USA", "CHN", "rare-earth-magnets", 0.0),
    pair("USA", "JPN", "rare-earth-magnets", None, "no row of trade.csv gives its flows"),
    pair("USA", "CHN", "helium", 0.02), pair("CHN", "USA", "helium", None, "nothing is known"),
]  # fmt: skip


def says(name, words):
    return {"rule": name, "says": words, "plays_share": 0.8, "exhausted_days": None,
            "yields_first": {"target": 0.9, "sender": 0.0, "neither": 0.1}}  # fmt: skip


REPLAY = {
    "id": "2025", "title": "Licences of 2025", "sender": "CHN", "target": "USA", "card": CARD,
    "answers": [ANSWER], "played": "2025-04-04", "answered": "2025-04-02", "note": "",
    "figures": [], "unknown": None,
    "predicted": [says("endurance", "neither runs short within the horizon in 96 %"),
                  says("market", "the United States run short first in 90 % of the futures")],
    "observed": [{"what": "truce", "date": "2025-05-12", "days": 40, "ended": True,
                  "words": "tariffs suspended", "grade": "A", "source": "isle-customs"}],
}  # fmt: skip
STORY = [
    {
        "statement": "At first the answer held China back",
        "verdict": "holds",
        "because": "in 2010 China would have run short first in 90 % of the futures",
    },
    {
        "statement": "So China could play its card",
        "verdict": "depends on the measure",
        "because": "in 2024 some stake pays in under 10 % of the futures",
    },
]
NEVER = threshold(None, None, None, 1.0)


def example(**changes):
    """Make the result anew, with parts of it replaced."""
    kept = ("year", "threshold", "yields_first", "rules")
    later = [{key: row[key] for key in kept} | {"answer_unmet": None, "answer_reach": [0.08]}
             for row in YEARS]  # fmt: skip
    found = {
        "sender": "CHN", "sender_name": "China", "target": "USA", "target_name": "United States",
        "card": CARD, "answers": [ANSWER], "horizon_months": 36, "draws": 200, "stake": 1000.0,
        "assumptions": [{"name": "horizon", "words": "The game ends after 36 months."},
                        {"name": "information", "words": "Each side knows the other's stock."}],
        "years": YEARS,
        "variants": [
            {"name": "alone", "words": "without Qatar and Russia", "years": later},
            {"name": "joined", "words": "Qatar and Russia join",
             "years": [{**row, "rules": [rule("endurance", NEVER, (0, 0.2, 0.8)), row["rules"][1]]}
                       for row in later[1:]]},
        ],
        "drivers": [{"assumption": "helium: stock_weeks", "words": "helium: usable stock",
                     "rank_correlation": 0.61, "sure": True},
                    {"assumption": "helium: export_margin", "words": "value added",
                     "rank_correlation": None, "sure": False}],
        "swings": [{"assumption": "helium: stock_weeks", "words": "helium: usable stock",
                    "low": 0.31, "central": 0.56, "high": 0.9,
                    "low_words": "up to 4 weeks", "high_words": "26 weeks and more"},
                   {"assumption": "the answers", "words": "the answers",
                    "low": 0.56, "central": 0.56, "high": 0.8,
                    "low_words": "given", "high_words": "none is given"}],
        "reading": ["In 2010 no stake would have sufficed in 98 % of the futures (5–95 %).",
                    "The card stops trade worth 512 million USD a year."],
        "story": STORY, "crossing": [], "exhaustion": "endurance", "concession": None,
        "outcome": "China plays for a stake above 560 million USD a year",
        "game": GAME, "matrix": MATRIX,
        "replays": [REPLAY, {**REPLAY, "predicted": [], "unknown": "no figure of its trade"}],
    }  # fmt: skip
    return Result(
        command="leverage",
        inputs={"card": "rare-earth-magnets", "sender": "CHN", "target": "USA"},
        result=found | changes,
        unknown=(Unknown("years.0.threshold", "the trade table begins in 2010"),),
        warnings=("the answer's reach is assumed",),
        figures=(),
        run={"seed": 1, "version": "0", "case_sha256": "0" * 64},
    )
