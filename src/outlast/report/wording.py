"""Numbers and lists as a reader would say them."""

from collections.abc import Iterable, Sequence

from outlast.countries import possessive, the
from outlast.periods import runs_of

__all__ = [
    "bounds", "capital", "listed", "percent", "percent_range", "possessive", "precise", "the",
    "years",
]  # fmt: skip


def percent(share: float) -> str:
    r"""Write a share in whole per cent, or "under 1 %".

    >>> percent(0.0457), percent(0.004), percent(0)
    ('5\u202f%', 'under 1\u202f%', '0\u202f%')
    """
    if 0 < share < 0.005:
        return "under 1\u202f%"
    return f"{100 * share:.0f}\u202f%"


def percent_range(shares: Sequence[float]) -> str:
    r"""Write the span of several shares.

    >>> percent_range([0.94, 0.97, 0.96])
    '94–97\u202f%'
    """
    low, high = percent(min(shares)), percent(max(shares))
    return low if low == high else f"{low.removesuffix(chr(0x202F) + '%')}–{high}"


def precise(share: float) -> str:
    r"""Write a share in per cent with one decimal.

    >>> precise(0.0457)
    '4.6\u202f%'
    """
    return f"{100 * share:.1f}\u202f%"


def bounds(low: float, high: float) -> str:
    r"""Write an interval of shares with as many decimals as it needs.

    >>> bounds(0.6465, 0.6475), bounds(0, 0.05)
    ('64.65–64.75\u202f%', '0–5\u202f%')
    """
    return f"{100 * low:.5g}–{100 * high:.5g}\u202f%"


def years(numbers: Iterable[int]) -> str:
    """Write years as ranges.

    >>> years([2002, 2003, 2004, 2014])
    '2002–2004, 2014'
    """
    return ", ".join(
        f"{first}–{last}" if last > first else str(first) for first, last in runs_of(numbers)
    )


def listed(words: Sequence[str]) -> str:
    """Join words with commas and a last "and".

    >>> listed(["Qatar", "Russia", "Algeria"])
    'Qatar, Russia and Algeria'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def capital(text: str) -> str:
    """Begin with a capital.

    >>> capital("the United States")
    'The United States'
    """
    return text[:1].upper() + text[1:]
