"""What a plan says, in sentences from its numbers."""

from collections.abc import Mapping
from typing import Any

NOTHING = 1e-6


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
    before, after, money = told["worst_before"], told["worst_attack"], told["money"]
    names = sorted({row["name"] for row in told["programme"]})
    together = "power" if told["attackers"] == 1 else "powers"
    found = []
    found.append(
        f"Without a programme the worst that {told['attackers']} {together} can do to "
        f"{told['importer_name']} is {_strike(before)}: {before['short_share_12m']:.0%} of a "
        f"year's use is short, worth {before['shortage']:,.0f} {money} by the prices at which "
        "sectors give up."
    )
    if names:
        found.append(
            f"With the programme ({len(names)} options, {told['cost']:+,.0f} {money} against "
            f"doing nothing, of which {told['investment']:,.0f} are for building and keeping) "
            f"{_after(after)}."
        )
    else:
        found.append("No option is worth its cost: the programme is to do nothing.")
    if told["proven"]:
        found.append("No programme of these options does better by more than "
                     f"{told['gap']:.2%}: this is proven.")  # fmt: skip
    else:
        found.append("The search was stopped: a better programme may exist, better by at most "
                     f"{told['gap']:.2%}.")  # fmt: skip
    if told["assumed_cost_share"] is not None:
        found.append(f"{told['assumed_cost_share']:.0%} of what building and keeping costs rests "
                     "on numbers that are assumed, not printed.")  # fmt: skip
    return found


def _after(row: Mapping[str, Any]) -> str:
    """The worst that is left."""
    if not row["shortage"] > NOTHING:
        return "no attack leaves anything short"
    return (f"the worst is {_strike(row)}: {row['short_share_12m']:.0%} is short, worth "
            f"{row['shortage']:,.0f}")  # fmt: skip


def _strike(row: Mapping[str, Any]) -> str:
    who = " and ".join(row["names"])
    what = f"a stop by {who}" if row["kind"] == "powers" else f"a {who}"
    return f"{what} from {row['start']} on" if row["start"] else "nothing"
