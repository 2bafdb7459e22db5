"""What the game assumes, on one screen."""

from typing import Any

from outlast.engines.leverage.study import Study

RULES = {
    "market": "the first in which a critical sector is under its minimum at market prices",
    "endurance": "the first in which a critical sector would be short if all went to it first",
}


def assumptions(study: Study) -> list[dict[str, Any]]:
    """List what the game assumes, a sentence each.

    Parameters
    ----------
    study : Study
        Says what was chosen.

    Returns
    -------
    list of dict
        ``name`` and ``words``.
    """
    given = study.concession
    yields = (
        "the target yields only when it must: to yield costs it more than any month that it can "
        "bear" if given is None
        else f"to yield costs the target {given:,.0f} million USD a year, to the horizon"
    )  # fmt: skip
    told = {
        "moves": "the sender holds or plays; the target answers once, with any set of its cards; "
        "then turn by turn the sender withdraws or persists, and the target yields or resists",
        "turns": f"both decide {study.turns} times a month; what a month costs is spread evenly",
        "stake": "what the sender wins is a sum a year from the month in which the target yields "
        "to the horizon; the threshold is the least for which playing beats holding",
        "horizon": f"after {study.months} months all cards are lifted and nothing is conceded",
        "withdrawal": "a sender that withdraws gets nothing, and both keep what they have lost",
        "exhaustion": f"no month can be borne from {RULES[study.exhaustion]}: stocks are finite",
        "concession": yields,
        "knowledge": "both know both sides' stocks within a future; a second stake is for a "
        "sender that does not know the target's",
        "adding up": "several answers add up; markets do not act on each other",
        "losses": "national losses by CES; what other functions say is told beside and is often "
        "hundreds or thousands of times as large",
        "not told": "not in the game: allies, elections, prestige, fear of the next card, arms",
    }
    return [{"name": name, "words": words} for name, words in told.items()]
