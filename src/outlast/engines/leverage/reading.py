"""What the years of a study say together, in words that the numbers support."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.countries import the

HALF = 0.5


def crossing(years: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Find since when some stake pays in at least half of the futures, to the last known year.

    Parameters
    ----------
    years : sequence of mapping
        As `rows.row_of` makes them, in order.

    Returns
    -------
    dict
        ``year``, None where that is so in no last year; ``first_known`` and ``last_known``, and
        ``from_the_first`` where it was so in every known year.
    """
    known = [row for row in years if row["known"]]
    since = None
    for row in reversed(known):
        if row["threshold"]["never_share"] > HALF:
            break
        since = row["year"]
    return {
        "year": since,
        "first_known": known[0]["year"] if known else None,
        "last_known": known[-1]["year"] if known else None,
        "from_the_first": bool(known) and since == known[0]["year"],
    }


def reading(told: Mapping[str, Any]) -> list[str]:
    """Say what the years support, a paragraph each.

    Parameters
    ----------
    told : mapping
        The result so far: years, variants, crossing, replays.

    Returns
    -------
    list of str
        Plain sentences with numbers.
    """
    known = [row for row in told["years"] if row["known"]]
    if not known:
        return ["No year could be told: what a card does is unknown in each, for the reasons "
                "listed under unknown."]  # fmt: skip
    found = [_history(told, known), _stakes(told, known[-1]), _value(told, known[-1])]
    found += [_variants(told)] if told["variants"] else []
    return [words for words in found if words]


def _names(told: Mapping[str, Any]) -> tuple[str, str]:
    return the(told["sender_name"]), the(told["target_name"])


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _pays(row: Mapping[str, Any]) -> float:
    return 1.0 - float(row["threshold"]["never_share"])


def _history(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> str:
    """Since when the sender can outlast the target."""
    sender, target = _names(told)
    first, last, cross = known[0], known[-1], told["crossing"]
    shares = (f"{_percent(_pays(first))} of the futures in {first['year']}, "
              f"{_percent(_pays(last))} in {last['year']}")  # fmt: skip
    if first is last:
        return (f"In {last['year']} {sender} could outlast {target} for some stake in "
                f"{_percent(_pays(last))} of the futures.")  # fmt: skip
    if cross["from_the_first"]:
        return (f"{_upper(sender)} could outlast {target} for some stake in at least half of the futures "
                f"in every year that is known: {shares}.")  # fmt: skip
    if cross["year"] is None:
        return (f"In {last['year']} no stake pays in more than half of the futures: {sender} runs "
                f"short before {target}, or {target} never does ({shares}).")  # fmt: skip
    return (f"Since {cross['year']} {sender} could outlast {target} for some stake in at least "
            f"half of the futures: {shares}.")  # fmt: skip


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _stakes(told: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """The threshold of the last known year."""
    limit = row["threshold"]
    if limit["p50"] is None:
        return ""
    band = " to ".join("none" if limit[q] is None else money(limit[q]) for q in ("p5", "p95"))
    return (f"On the flows of {row['year']} playing pays from a stake of {money(limit['p50'])} a "
            f"year (5–95 %: {band}; no stake in {_percent(limit['never_share'])} of the "
            f"futures).")  # fmt: skip


def _value(told: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """The trade that the card stops beside the harm that it does."""
    if row["card_value"] is None or row["harm"]["p50"] is None:
        return ""
    bound = next((form for form in row["harm_forms"] if form["name"] == "leontief"), None)
    least = f"{money(row['harm']['p50'])} a year by CES (5–95 %: {money(row['harm']['p5'])} to " \
            f"{money(row['harm']['p95'])})"  # fmt: skip
    most = f", and up to {money(bound['p50'])} if every input binds" if bound else ""
    return (f"The card stops trade worth {money(row['card_value'])} a year; the harm is {least}"
            f"{most}.")  # fmt: skip


def _variants(told: Mapping[str, Any]) -> str:
    """What becomes of the last year with other answers."""
    said = []
    for variant in told["variants"]:
        last = next((row for row in reversed(variant["years"])
                     if row["threshold"]), None)  # fmt: skip
        if last:
            said.append(f"{_percent(_pays(last))} {variant['words']} ({last['year']})")
    return f"Some stake pays in {'; '.join(said)}." if said else ""


def money(millions: float) -> str:
    """Write million USD in the unit in which it reads best.

    >>> money(0.5), money(42.3), money(38_308.07), money(2_500_000)
    ('0.5 million USD', '42 million USD', '38 billion USD', '2.5 trillion USD')
    """
    for size, unit in ((1e6, "trillion"), (1e3, "billion"), (1.0, "million")):
        if abs(millions) >= size or size == 1.0:
            amount = millions / size
            return f"{amount:.2g} {unit} USD" if abs(amount) < 10 else f"{amount:.0f} {unit} USD"
    return ""


def outcome(told: Mapping[str, Any]) -> str:
    """Say in a sentence what the game of the last year comes to."""
    game = told["game"]
    if game is None:
        return "unknown: no year could be told"
    sender, target = _names(told)
    if game["threshold"] is None:
        return (f"on the flows of {game['year']}, in the middle future, {sender} holds at every "
                "stake")  # fmt: skip
    return (f"on the flows of {game['year']}, in the middle future, {sender} plays for a stake above "
            f"{money(game['threshold'])} a year, and {target} yields when it must")  # fmt: skip
