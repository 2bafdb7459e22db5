"""The story that a card is held back by its answer, sentence by sentence beside the numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outlast.countries import the

HALF, RARELY = 0.5, 0.1
SEVERAL = 2
"""A harm of so many times the trade is large beside it."""
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
    found += [_before(told, row) for row in told["replays"]
              if row["sender"] == told["target"]][:1]  # fmt: skip
    return [*found, *_small_trade(known[-1])]


def _decides(row: Mapping[str, Any], rule: str) -> float:
    """Part of the futures in which the answers alone keep every stake from paying."""
    found = rule_of(row, rule)
    return float(found["pays_unanswered"]) - float(found["pays_share"])


def _row(statement: str, verdict: str, because: str) -> dict[str, str]:
    return {"statement": statement, "verdict": verdict, "because": because}


def _both(first: bool, second: bool) -> str:  # noqa: FBT001 - two findings of one kind
    return (HOLDS if first else FAILS) if first == second else DEPENDS


def _by_both(say: Callable[[str], str]) -> str:
    """Say something by both rules."""
    return (
        f"{say('endurance')} with critical sectors served first, {say('market')} at market prices"
    )


def _held_back(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Whether the answers decided at first: some stake pays without, and none with them."""
    sender, target = the(told["sender_name"]), the(told["target_name"])
    row = known[0]
    return _row(
        f"At first the answer of {target} held {sender} back",
        _both(_decides(row, "endurance") >= HALF, _decides(row, "market") >= HALF),
        f"in {row['year']} some stake would have paid without the answer in "
        + _by_both(lambda rule: percent(rule_of(row, rule)["pays_unanswered"]))
        + ", with it in "
        + _by_both(lambda rule: percent(pays(row, rule))),
    )


def _free(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Since when the answers hardly ever decide."""
    since = {}
    for rule in ("endurance", "market"):
        years = [row["year"] for row in known if _decides(row, rule) >= RARELY]
        later = [row["year"] for row in known if not years or row["year"] > max(years)]
        since[rule] = later[0] if later else None
    return _row(
        f"Later the answer no longer held {the(told['sender_name'])} back",
        _both(since["endurance"] is not None, since["market"] is not None),
        f"it decides in under {percent(RARELY)} of the futures "
        + _by_both(
            lambda rule: f"since {since[rule]}" if since[rule] else "in no year to the last"
        ),
    )


def _could(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    row, target = known[-1], the(told["target_name"])
    free = rule_of(row, "endurance")["pays_unanswered"]
    return _row(
        f"So {the(told['sender_name'])} could play its card",
        _both(pays(row, "endurance") >= HALF, pays(row, "market") >= HALF),
        f"on the flows of {row['year']} some stake pays in "
        + _by_both(lambda rule: percent(pays(row, rule)))
        + ("" if free >= HALF else f"; even without an answer {target} would have to yield in "
           f"{percent(free)} alone, served first"),
    )  # fmt: skip


def _before(told: Mapping[str, Any], replay: Mapping[str, Any]) -> dict[str, str]:
    since = {row["rule"]: row["year"] for row in told["crossing"]}
    last = int(replay["played"][:4])
    crossed = {rule: year is not None and year <= last for rule, year in since.items()}
    return _row(
        f"The threshold was crossed before {replay['played']}",
        _both(crossed["endurance"], crossed["market"]),
        "some stake pays in at least half of the futures "
        + _by_both(
            lambda rule: f"since {since[rule]}" if since[rule] else "in no year to the last"
        ),
    )


def _small_trade(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Trade of little value beside the harm that its loss does."""
    value, harm = row["card_value"], row["harm"]["p50"]
    if value is None or harm is None:
        return []
    bound = next((form["p50"] for form in row["harm_forms"] if form["name"] == "leontief"), None)
    return [_row(
        f"The trade is small beside the harm of its loss ({SEVERAL} times and more)",
        _both(harm > SEVERAL * value, (bound or harm) > SEVERAL * value),
        f"trade of {value:,.0f} million USD in {row['year']}, harm of {harm:,.0f} million USD "
        "by CES"
        + (f", up to {bound:,.0f} million USD if every input binds" if bound else ""),
    )]  # fmt: skip
