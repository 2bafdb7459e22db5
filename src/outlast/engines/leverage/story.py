"""The story that a card is held back by its answer, sentence by sentence beside the numbers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from outlast.countries import the

HALF, RARELY = 0.5, 0.1
HOLDS, FAILS, DEPENDS = "holds", "does not hold", "depends on the measure"


def percent(share: float) -> str:
    """Write a share.

    >>> percent(0.254)
    '25 %'
    """
    return f"{share:.0%}".replace("%", " %")


def rule_of(row: Mapping[str, Any], rule: str) -> Mapping[str, Any]:
    """A year by one rule of what cannot be borne."""
    return next(found for found in row["rules"] if found["rule"] == rule)


def pays(row: Mapping[str, Any], rule: str) -> float:
    """Part of a known year's futures in which some stake pays."""
    return float(rule_of(row, rule)["pays_share"])


def story(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """Set the sentences of the story beside the years.

    Parameters
    ----------
    told : mapping
        The result so far.

    Returns
    -------
    list of dict
        ``statement``, ``verdict`` (holds, does not hold, depends on the measure) and ``because``;
        nothing where fewer than two years are known or the target has no answer.
    """
    known = [row for row in told["years"] if row["known"]]
    if len(known) < 2 or not told["answers"]:
        return []
    found = [_held_back(told, known), _free(told, known), _could(told, known)]
    found += [_before(told, known, row) for row in told["replays"]
              if row["sender"] == told["target"]][:1]  # fmt: skip
    return [*found, *_small_trade(known[-1])]


def _shorter(row: Mapping[str, Any], rule: str) -> float:
    return float(rule_of(row, rule)["yields_first"]["sender"])


def _row(statement: str, verdict: str, because: str) -> dict[str, str]:
    return {"statement": statement, "verdict": verdict, "because": because}


def _both(first: bool, second: bool) -> str:  # noqa: FBT001 - two findings of one kind
    return (HOLDS if first else FAILS) if first == second else DEPENDS


def _held_back(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    sender, target = the(told["sender_name"]), the(told["target_name"])
    row = known[0]
    shares = [_shorter(row, rule) for rule in ("endurance", "market")]
    return _row(
        f"At first the answer of {target} held {sender} back",
        _both(shares[0] >= HALF, shares[1] >= HALF),
        f"in {row['year']} {sender} would have run short first in {percent(shares[0])} of the "
        f"futures with critical sectors served first, in {percent(shares[1])} at market prices",
    )


def _free(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Since when the answer hardly ever decides."""
    sender = the(told["sender_name"])
    since = {}
    for rule in ("endurance", "market"):
        years = [row["year"] for row in known if _shorter(row, rule) >= RARELY]
        later = [row["year"] for row in known if not years or row["year"] > max(years)]
        since[rule] = later[0] if later else None
    return _row(
        f"Later the answer no longer held {sender} back",
        _both(since["endurance"] is not None, since["market"] is not None),
        "; ".join(f"{words}, {sender} runs short first in under {percent(RARELY)} of the futures "
                  + (f"since {since[rule]}" if since[rule] else "in no year up to the last")
                  for rule, words in (("endurance", "served first"),
                                      ("market", "at market prices"))),
    )  # fmt: skip


def _could(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    sender, target = the(told["sender_name"]), the(told["target_name"])
    row = known[-1]
    shares = [pays(row, rule) for rule in ("endurance", "market")]
    return _row(
        f"So {sender} could play its card",
        _both(shares[0] >= HALF, shares[1] >= HALF),
        f"on the flows of {row['year']} some stake pays in {percent(shares[0])} of the futures "
        f"with critical sectors served first, in {percent(shares[1])} at market prices"
        + (
            ""
            if shares[0] >= HALF
            else f": what the critical sectors of {target} need seldom runs out"
        ),
    )


def _before(
    told: Mapping[str, Any], known: Sequence[Mapping[str, Any]], replay: Mapping[str, Any]
) -> dict[str, str]:  # fmt: skip
    since = {row["rule"]: row["year"] for row in told["crossing"]}
    day = date.fromisoformat(replay["played"])
    shares = " and ".join(f"{percent(pays(known[-1], rule))}" for rule in since)
    said = {rule: f"since {year}" if year else "in no year" for rule, year in since.items()}
    return _row(
        f"The threshold was crossed before {day.day} {day:%B %Y}",
        _both(since["endurance"] is not None, since["market"] is not None),
        f"some stake pays in at least half of the futures {said['endurance']} with critical "
        f"sectors served first, {said['market']} at market prices ({shares} on the flows of "
        f"{known[-1]['year']})",
    )


def _small_trade(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Trade of little value beside the harm that its loss does."""
    value, harm = row["card_value"], row["harm"]["p50"]
    if value is None or harm is None:
        return []
    bound = next((form["p50"] for form in row["harm_forms"] if form["name"] == "leontief"), None)
    return [_row(
        "The trade is small beside the harm of its loss",
        HOLDS if harm > 2 * value else DEPENDS if bound and bound > 2 * value else FAILS,
        f"trade of {value:,.0f} million USD in {row['year']}, harm of {harm:,.0f} million USD "
        "by CES"
        + (f", up to {bound:,.0f} million USD if every input binds" if bound else ""),
    )]  # fmt: skip
