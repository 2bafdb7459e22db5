"""What can be done against a shortage of helium: options, their numbers and rates of money."""

from collections.abc import Iterator
from typing import Any

from helium_figures import Draft

Hand = dict[str, Any]
PRINTED = ("value", "low", "high", "unit", "status", "grade", "source", "note")
RATE = ("currency", "year", "value", "low", "high", "status", "grade", "source", "note")


def options(hand: Hand) -> list[Draft]:
    """List every option without its numbers."""
    return [
        {"id": name} | hand["defaults"] | {k: v for k, v in row.items() if k != "numbers"}
        for name, row in hand["options"].items()
    ]


def numbers(hand: Hand) -> list[Draft]:
    """List the numbers of every option."""
    return [
        {
            "id": f"{name}-{quantity.replace('_', '-')}",
            "option": name,
            "quantity": quantity,
            **dict(zip(PRINTED, cells, strict=True)),
        }
        for name, row in hand["options"].items()
        for quantity, cells in row["numbers"].items()
    ]


def money(hand: Hand) -> list[Draft]:
    """List rates of exchange, then prices."""
    return [*_rates(hand, "exchange"), *_rates(hand, "prices")]


def _rates(hand: Hand, kind: str) -> Iterator[Draft]:
    for cells in hand[kind]:
        row = dict(zip(RATE, cells, strict=True))
        yield {"id": f"{kind}-{row['currency'].lower()}-{row['year']}", "kind": kind, **row}
