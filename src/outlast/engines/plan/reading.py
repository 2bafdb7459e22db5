"""What a plan says, in sentences from its numbers."""

import math
from collections.abc import Mapping
from typing import Any

NOTHING, SMALLEST = 1.0, 1e6
"""What is less than a dollar is nothing; amounts are in millions."""
LEAST = 0.001
YEAR = 12
NAMED = 3
EXACT = 1e-6
FIRM = {"derived": "on derived ones", "sourced_interval": "on printed ones with an interval",
        "sourced": "on printed ones"}  # fmt: skip


def goal_words(budget: float | None, endurance: float | None) -> str:
    """The goal in words."""
    if budget is not None:
        return (f"the least shortage under the worst attack for {budget:,.0f} million USD more "
                "than doing nothing costs")  # fmt: skip
    if endurance is not None:
        return (f"the least cost at which critical sectors lack nothing in the first "
                f"{endurance:g} months of any attack")  # fmt: skip
    return "the least sum of cost and of what is short, by its weight, under the worst attack"


def reading(told: Mapping[str, Any]) -> list[str]:
    """Say what the plan does, what it averts and what it rests on."""
    return [*_does(told), *_safety(told), *_proof(told), *_basis(told), *_beside(told)]


def _does(told: Mapping[str, Any]) -> list[str]:
    """What the worst attack does without the programme, and with it."""
    before, money = told["worst_before"], told["money"]
    names = {row["name"] for row in told["programme"]}
    together = "power" if told["attackers"] == 1 else "powers"
    without = (
        f"Without a programme the worst that {told['attackers']} {together} can do to "
        f"{told['importer_name']} is {_strike(before)}: {before['short_share_12m']:.0%} of "
        f"{_year(before)} use is short, worth {before['shortage']:,.0f} {money}{_over(before)} by "
        "the prices at which sectors give up."
    )
    if not names:
        return [without, "No option is worth its cost: the programme is to do nothing."]
    count = f"{len(names)} option{'s' * (len(names) > 1)}"
    budget = told["goal"]["name"] == "budget"
    done = (
        f"With the programme ({count}, {told['cost']:+,.0f} {money} against doing nothing, of "
        f"which {told['investment']:,.0f} are for building and keeping) "
        f"{_after(told['worst_attack'])}."
    )
    if budget:
        done += (" The budget limits what the programme adds to doing nothing, purchases "
                 "included.")  # fmt: skip
    return [without, done, *_in_shock(told)]


def _in_shock(told: Mapping[str, Any]) -> list[str]:
    """What the market model says of the same attack without a programme."""
    before = (told.get("replay") or {}).get("before")
    if not before:
        return []
    share = before["shock_shortage"]
    words = (f"Without a programme the market model puts the same attack at {share['p50']:.0%} "
            f"({share['p5']:.0%} to {share['p95']:.0%}) short: there buyers bid supply away from "
            "others, which the plan does not count on.")  # fmt: skip
    return [words]


def _safety(told: Mapping[str, Any]) -> list[str]:
    """What safety costs on top of what would pay if no attack ever came."""
    row = told["safety_cost"]
    if row is None:
        return []
    saves, money = -row["pays_anyway"], told["money"]
    left = "nothing short under any attack"
    if row["share_anyway"] > NOTHING / SMALLEST:
        left = f"{row['share_anyway']:.0%} of a year's use short under the worst attack on it"
    if row["built_anyway"] * SMALLEST <= NOTHING:
        first = f"If no attack ever came, nothing would pay to be built; that leaves {left}."
    else:
        first = (f"If no attack ever came, the cheapest programme would save {saves:,.0f} {money} "
                 f"against doing nothing and leave {left}.")  # fmt: skip
        part = row["pays_anyway_assumed"]
        if part is not None:
            first += (f" That saving is no finding but rests on assumed costs: {part:.0%} of what "
                      "such a programme would cost is assumed.")  # fmt: skip
    doubt = "" if row["proven"] else " (not proven)"
    return [first, f"{row['words'][0].upper()}{row['words'][1:]}{doubt}."]


def _proof(told: Mapping[str, Any]) -> list[str]:
    gap = None if told["gap"] is None else math.ceil(told["gap"] * 1e4) / 1e4
    if told["proven"]:
        best = f" by more than {gap:.2%}" if (told["gap"] or 0.0) > EXACT else ""
        return [f"No programme of these options does better{best}: this is proven."]
    if told["ended"] != "optimal":
        by = f", better by at most {gap:.2%}" if gap is not None else ""
        return [f"The search was stopped: a better programme may exist{by}."]
    return []


def _basis(told: Mapping[str, Any]) -> list[str]:
    """On what kind of numbers the cost rests, and which make it so."""
    rests = told["cost_basis"]
    if rests is None:
        return []
    firm = [f"{rests[name]:.0%} {words}" for name, words in FIRM.items() if rests[name] >= LEAST]
    first = [f"{row['number']} ({row['share']:.0%})" for row in rests["numbers"]
             if row["standing"] == "assumed"][:NAMED]  # fmt: skip
    words = (f"{rests['assumed']:.0%} of what building, keeping and running cost rests on "
             "numbers that are assumed, not printed")  # fmt: skip
    if first:
        words += f", most of all {', '.join(first)}"
    return [f"{words}; {', '.join(firm)}." if firm else f"{words}."]


def _beside(told: Mapping[str, Any]) -> list[str]:
    """What was built instead, and what nothing can help against as it comes too early."""
    found, money = [], told["money"]
    if told["regret"] is not None:
        counted = sum(plant["counted"] for plant in told["regret"]["plants"])
        more = told["regret"]["worst_shortage"]
        found.append(f"What was really built ({counted} plants that count) leaves {more:,.0f} "
                     f"{money} more short at worst than the programme.")  # fmt: skip
    early = told["before_ready"]
    if early is not None:
        found.append(f"Until {told['ready_year']} too little is built: {_strike(early)} would "
                     f"still leave {early['short_share_12m']:.0%} short.")  # fmt: skip
    return found


def _after(row: Mapping[str, Any]) -> str:
    """The worst that is left."""
    if not row["shortage"] * SMALLEST > NOTHING:
        return "no attack leaves anything short"
    if row["short_share_12m"] < LEAST:
        return (f"no attack leaves more than {LEAST:.1%} of a year's use short, the worst is "
                f"{_strike(row)}")  # fmt: skip
    return (f"the worst is {_strike(row)}: {row['short_share_12m']:.0%} is short, worth "
            f"{row['shortage']:,.0f}{_over(row)}")  # fmt: skip


def _year(row: Mapping[str, Any]) -> str:
    """Of what period the part that is short is told."""
    return "a year's" if row["months"] <= YEAR else "its first twelve months'"


def _over(row: Mapping[str, Any]) -> str:
    """The period of the money, where it is longer than a year."""
    return "" if row["months"] <= YEAR else f" over its {row['months']} months"


def _strike(row: Mapping[str, Any]) -> str:
    who = " and ".join(row["names"])
    what = f"a stop by {who}" if row["kind"] == "powers" else f"a {who}"
    return f"{what} from {row['start']} on" if row["start"] else "nothing"
