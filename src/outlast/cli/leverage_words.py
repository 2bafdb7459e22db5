"""How the numbers of a game are written in the terminal."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outlast.units import money, whole_percent

Row = Mapping[str, Any]
BILLIONS = 1e4
"""Million USD from which a table is in billions."""
Write = Callable[[float], str]


def middle(band: Row | None) -> float | None:
    """Median of a band, None where it is unknown."""
    return None if band is None else band["p50"]


def percent(share: float | None) -> str:
    """Write a share in per cent, or that it is unknown.

    >>> percent(0.254), percent(0.004), percent(None)
    ('25 %', '<1 %', 'unknown')
    """
    return "unknown" if share is None else whole_percent(share)


def small(share: float | None) -> str:
    """Write a share that may be minute.

    >>> small(1.22e-05), small(5e-07), small(0.0), small(None)
    ('0.0012 %', '<0.0001 %', '0 %', 'unknown')
    """
    if share is None:
        return "unknown"
    return "<0.0001 %" if 0 < share < 1e-6 else f"{100 * share:.2g} %"


def money_or_unknown(millions: float | None) -> str:
    """Write million USD in words, or that it is unknown."""
    return "unknown" if millions is None else money(millions)


def rule_of(row: Row, rule: str) -> Row | None:
    """A year by a measure; None where it is unknown."""
    return next((found for found in row["rules"] or ()
                 if found["rule"] == rule and found["pays_share"] is not None), None)  # fmt: skip


def shorter_of(row: Row, rule: str) -> Row | None:
    """A year by a measure, if it is known who is short first; None where it is not."""
    return next((found for found in row["rules"] or ()
                 if found["rule"] == rule and found["yields_first"]["target"] is not None),
                None)  # fmt: skip


def first(found: Row | None) -> str:
    """Write in how many futures target, sender and neither are short first.

    >>> first({"yields_first": {"target": 0.6, "sender": 0.3, "neither": 0.1}}), first(None)
    ('60/30/10', 'unknown')
    """
    if found is None:
        return "unknown"
    shares = found["yields_first"]
    return "/".join(f"{100 * shares[who]:.0f}" for who in ("target", "sender", "neither"))


def pays(found: Row | None) -> str:
    """Write in how many futures some stake pays."""
    return "unknown" if found is None else percent(found["pays_share"])


def unit_of(years: Sequence[Row]) -> tuple[Write, str]:
    """Find in which unit the stakes of all years are written, and its name."""
    limits = [found["threshold"] for row in years for found in row["rules"] or ()]
    most = max((limit["p50"] or limit["p5"] or 0.0 for limit in limits if limit), default=0.0)
    return (billions, "billion USD") if most >= BILLIONS else (millions, "million USD")


def millions(amount: float) -> str:
    """Write million USD as such.

    >>> millions(1340.0), millions(3.54), millions(0.0)
    ('1,340', '3.5', '0')
    """
    return f"{amount:,.0f}" if amount >= 10 else f"{amount:.2g}"


def billions(amount: float) -> str:
    """Write million USD in billions.

    >>> billions(13_400.0)
    '13'
    """
    return millions(amount / 1e3)


def limits(row: Row, write: Write) -> tuple[str, str]:
    """Write the stake of a year, and by which measure it is.

    >>> none = {"p5": 27.0, "p50": None, "p95": None, "never_share": 0.75}
    >>> some = {"p5": 0.0, "p50": 3.54, "p95": None, "never_share": 0.08}
    >>> rules = [{"rule": "endurance", "pays_share": 0.25, "threshold": none},
    ...          {"rule": "market", "pays_share": 0.92, "threshold": some}]
    >>> limits({"rules": rules}, millions), limits({"rules": []}, millions)
    (('3.5 (0 to none)', 'm'), ('?', ''))
    """
    for rule in ("endurance", "market"):
        found = rule_of(row, rule)
        if found is None:
            return "?", ""
        limit = found["threshold"]
        if limit["p50"] is not None or rule == "market":
            ends = ["none" if limit[q] is None else write(limit[q]) for q in ("p50", "p5", "p95")]
            told = ends[0] if limit["p5"] is None else f"{ends[0]} ({ends[1]} to {ends[2]})"
            return told, rule[0]
    return "?", ""
