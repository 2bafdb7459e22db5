"""What the years of a study say together, in words that the numbers support."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.countries import the
from outlast.engines.leverage import at_stake
from outlast.engines.leverage.story import pays, percent, rule_of
from outlast.engines.leverage.study import RULES
from outlast.units import money, whole_percent

HALF = 0.5
NO_YEAR = "No year could be told: what a card does is unknown in each, for the reasons listed."
BEARS = {
    "endurance": "critical sectors short though served first",
    "market": "critical sectors short at market prices",
}


def crossing(years: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Find since when some stake pays in at least half of the futures, to the last known year.

    Parameters
    ----------
    years : sequence of mapping
        As `rows.row_of` makes them, in order.

    Returns
    -------
    list of dict
        A row a rule: ``year``, None where that is not so in the last year; ``from_the_first``
        where it was so in every known year.
    """
    known = [row for row in years if row["known"]]
    found = []
    for rule in RULES:
        since = None
        for row in reversed(known):
            if pays(row, rule) < HALF:
                break
            since = row["year"]
        found.append({"rule": rule, "year": since,
                      "from_the_first": bool(known) and since == known[0]["year"]})  # fmt: skip
    return found


def reading(told: Mapping[str, Any]) -> list[str]:
    """Say what the years support, a paragraph each.

    Parameters
    ----------
    told : mapping
        The result so far: years, variants, crossing, and stake_pays where a stake was given.

    Returns
    -------
    list of str
        Plain sentences with numbers.
    """
    known = [row for row in told["years"] if row["known"]]
    if not known:
        return _without_a_game(told)
    found = [_pays(told, known), at_stake.said(told), _first(told, known), _stakes(known[-1]),
             _value(known[-1])]  # fmt: skip
    return [words for words in (*found, _variants(told["variants"])) if words]


def _without_a_game(told: Mapping[str, Any]) -> list[str]:
    """What is known where no year has a game: who is short first needs no money."""
    whole = [row for row in told["years"]
             if rule_of(row, "market")["yields_first"]["target"] is not None]  # fmt: skip
    if not whole:
        return [NO_YEAR]
    row = whole[-1]
    sender, target = _names(told)
    reach, missed = row["card_reach"], row["unmet_share_12m"]["target"]["p50"]
    stops = "" if reach is None else (
        f"the card stops {whole_percent(reach)} of the supply of {target}, and ")  # fmt: skip
    firsts = {rule: rule_of(row, rule)["yields_first"] for rule in RULES}
    shorter = [f"{target} in {percent(first['target'])} and {sender} in "
               f"{percent(first['sender'])} of the futures with {BEARS[rule]}"
               for rule, first in firsts.items()]  # fmt: skip
    said = [
        f"From which stake playing pays cannot be told of {row['year']}: {row['reason']}.",
        (f"What needs no money is known. On the flows of {row['year']} {stops}{target} would miss "
         f"{whole_percent(missed)} of twelve months' use (median). Short first would be "
         f"{'; '.join(shorter)}; in the others neither within the horizon."),
        _value(row),
    ]  # fmt: skip
    return [words for words in said if words]


def _names(told: Mapping[str, Any]) -> tuple[str, str]:
    return the(told["sender_name"]), the(told["target_name"])


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _span(known: Sequence[Mapping[str, Any]], rule: str) -> str:
    first, last = known[0], known[-1]
    if first is last:
        return f"{percent(pays(last, rule))} of the futures of {last['year']}"
    return (f"{percent(pays(first, rule))} of the futures of {first['year']} and "
            f"{percent(pays(last, rule))} of {last['year']}")  # fmt: skip


def _pays(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> str:
    """In how many futures some stake pays, by both rules."""
    since = {row["rule"]: row["year"] for row in told["crossing"]}
    served, market = (_span(known, rule) for rule in RULES)
    start = (
        f"{_upper(_names(told)[0])} gains by playing, for some stake, in {served} if a side gives "
        f"in when its critical sectors are short though served first, in {market} if already when "
        "they are short at market prices."
    )
    if len(known) < 2:
        return start
    ends = [f"since {since[rule]}" if since[rule] else "in no year up to the last"
            for rule in RULES]  # fmt: skip
    return (
        f"{start} That is at least half by the first measure {ends[0]}, by the second {ends[1]}."
    )


def _first(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> str:
    """Who runs short first, by endurance."""
    if not told["answers"]:
        return ""
    said = [_shorter(told, known[place]) for place in dict.fromkeys((0, len(known) - 1))]
    return (f"Short first, with critical sectors served first, would be {'; '.join(said)}; in the "
            "others neither within the horizon.")  # fmt: skip


def _shorter(told: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    sender, target = _names(told)
    first = rule_of(row, "endurance")["yields_first"]
    return (f"in {row['year']} {sender} in {percent(first['sender'])} and {target} in "
            f"{percent(first['target'])} of the futures")  # fmt: skip


def _stakes(row: Mapping[str, Any]) -> str:
    """The threshold of the last known year, where most futures have one."""
    said = []
    for rule in RULES:
        limit = rule_of(row, rule)["threshold"]
        if limit["p5"] is None:
            continue
        low, middle, high = (money(limit[q]) if limit[q] is not None else "no stake"
                             for q in ("p5", "p50", "p95"))  # fmt: skip
        said.append(f"{middle}{' a year' if limit['p50'] is not None else ''} ({low} to {high}) "
                    f"with {BEARS[rule]}")  # fmt: skip
    if not said:
        return ""
    return (f"The stake from which playing pays on the flows of {row['year']}, median and 5–95 %: "
            f"{'; '.join(said)}.")  # fmt: skip


def _value(row: Mapping[str, Any]) -> str:
    """The trade that the card stops beside the harm that it does."""
    if row["card_value"] is None or row["harm"]["p50"] is None:
        return ""
    bound = next((form for form in row["harm_forms"] if form["name"] == "leontief"), None)
    ends = [money(row["harm"][quantile]) for quantile in ("p50", "p5", "p95")]
    words = (f"The card is played on trade worth {money(row['card_value'])} a year and costs "
             f"the target {ends[0]} within a year by CES "
             f"(5–95 %: {ends[1]} to {ends[2]})")  # fmt: skip
    if bound:
        words += (f"; industries that use the material would lose up to {money(bound['p50'])} of "
                  "value added if every input bound")  # fmt: skip
    return words + "."


def _variants(variants: Sequence[Mapping[str, Any]]) -> str:
    """What becomes of the last known year with other answers, by both rules."""
    said = []
    for variant in variants:
        last = next((row for row in reversed(variant["years"]) if row["threshold"]), None)
        if last:
            both = [percent(pays(last, rule)) for rule in RULES]
            said.append(f"{both[0]} and {both[1]} {variant['words']} ({last['year']})")
    return (f"Some stake pays, by the two measures, in {'; '.join(said)} of the futures."
            if said else "")  # fmt: skip


def outcome(told: Mapping[str, Any]) -> str:
    """Say in a sentence what the game of the last year comes to."""
    game = told["game"]
    if game is None:
        return "unknown: of no year could a game be told"
    sender, target = _names(told)
    start = f"on the flows of {game['year']}, in the middle future, {sender} "
    if game["threshold"] is None:
        return start + f"holds at every stake: {target} outlasts it or never runs short"
    when = "it must" if told["concession"] is None else "that is cheaper"
    return (f"{start}plays for a stake above {money(game['threshold'])} a year, and {target} "
            f"yields when {when}")  # fmt: skip
