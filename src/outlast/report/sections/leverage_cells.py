"""Numbers of the section of leverage: how each is written, and what it rests on."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from outlast.charts.leverage import amount, unit_of
from outlast.report.headline import Writer
from outlast.report.sections.stops import TABLES
from outlast.report.wording import capital, percent
from outlast.results import Result

UNKNOWN = Markup('<a class="unknown" href="#h-unknown">unknown</a>')
Row = Mapping[str, Any]
NUMBER = re.compile(
    r"(?<![–0-9.,])(?<!under )[0-9][0-9,.]* (?:%|(?:(?:thousand|million|billion|trillion) )?USD)"
)


class Cells:
    """Writes the numbers of a game as cited ones.

    Parameters
    ----------
    writer : Writer
        Of the page.
    result : Result
        Of ``leverage``.
    """

    def __init__(self, writer: Writer, result: Result) -> None:
        self._writer = writer
        self._found = result.result
        self._seed = result.run["seed"]
        self._figures = tuple(_figures(writer, result))

    def cite(self, words: str | None, how: str) -> Markup:
        """Cite a number of the game; what is None is unknown."""
        return self.plain(words, f"{capital(self._found['card']['words'])}, {how}; {self._drawn}")

    def plain(self, words: str | None, how: str) -> Markup:
        """Cite a number with no word of the card; what is None is unknown."""
        if words is None:
            return UNKNOWN
        return self._writer.ledger.cite(words, how, self._figures)

    def sentence(self, words: str) -> Markup:
        """Cite every share and every sum within a sentence."""
        parts, at = [Markup()], 0
        for match in NUMBER.finditer(words):
            number = match[0].replace(" %", "\u202f%")
            parts += [escape(words[at : match.start()]), self.cite(number, "as the sentence says")]
            at = match.end()
        return Markup().join([*parts, escape(words[at:])])

    @property
    def _drawn(self) -> str:
        return f"{self._found['draws']} draws, seed {self._seed}"


def _figures(writer: Writer, result: Result) -> list[str]:
    """Name the figures as the page's case does: its own plainly, others with their case.

    Flows and industries are left out: they are tables, which the words name.
    """
    own, home = writer.findings.case.name, result.result["card"]["case"]
    cases = {home, own, *(answer["case"] for answer in result.result["answers"])}
    found = []
    for name in result.figures:
        case, _, rest = name.partition(":")
        if case not in cases:
            case, rest = home, name
        if not TABLES.search(rest):
            found.append(rest if case == own else f"{case}:{rest}")
    return [name for name in found if writer.ledger.knows(name)]


def rules_of(row: Row) -> dict[str, Row]:
    """A year by measure; empty where it is unknown."""
    return {found["rule"]: found for found in row["rules"] or ()
            if found["pays_share"] is not None}  # fmt: skip


def first(shares: Row | None) -> str | None:
    r"""Write in which parts of the futures target, sender and neither run short first.

    >>> first({"target": 0.023, "sender": 0.73, "neither": 0.247}), first(None)
    ('2 / 73 / 25\u202f%', None)
    """
    if shares is None or shares["target"] is None:
        return None
    parts = " / ".join(f"{100 * shares[who]:.0f}" for who in ("target", "sender", "neither"))
    return f"{parts}\u202f%"


def stake(band: Row | None, unit: float) -> str | None:
    r"""Write a threshold with its band.

    >>> stake({"p5": 1500.0, "p50": 5200.0, "p95": None, "never_share": 0.31}, 1000.0)
    '5.2 (1.5 to none)'
    >>> stake({"p5": None, "p50": None, "p95": None, "never_share": 0.93}, 1.0)
    'none'
    >>> stake({"p5": 27.0, "p50": None, "p95": None, "never_share": 0.75}, 1.0)
    'none (27 to none)'
    """
    if band is None or band["never_share"] is None:
        return None
    ends = ["none" if band[q] is None else amount(band[q], unit) for q in ("p5", "p50", "p95")]
    return "none" if band["p5"] is None else f"{ends[1]} ({ends[0]} to {ends[2]})"


def banded(band: Row | None, write: Callable[[float], str]) -> str | None:
    """Write a median with its band; None where it is unknown."""
    if band is None or band["p50"] is None:
        return None
    ends = ["?" if band[q] is None else write(band[q]) for q in ("p5", "p95")]
    return f"{write(band['p50'])} ({ends[0]} to {ends[1]})"


def lasts(band: Row | None) -> str | None:
    """Write a month that may never come.

    >>> lasts({"p5": 2.75, "p50": None, "p95": None, "never_share": 0.75})
    'never (2.75 to never)'
    """
    if band is None or band["never_share"] is None:
        return None
    ends = ["never" if band[q] is None else f"{band[q]:g}" for q in ("p50", "p5", "p95")]
    return ends[0] if band["p5"] is None else f"{ends[0]} ({ends[1]} to {ends[2]})"


def share(value: float | None) -> str | None:
    """Write a share; None where it is unknown."""
    return None if value is None else percent(value)


def minute(value: float) -> str:
    r"""Write a share that may be minute.

    >>> minute(1.22e-05), minute(5e-07)
    ('0.0012\u202f%', 'under 0.0001\u202f%')
    """
    return "under 0.0001\u202f%" if 0 < value < 1e-6 else f"{100 * value:.2g}\u202f%"


def money_unit(rows: Sequence[Row], columns: Sequence[str]) -> tuple[float, str]:
    """Find the unit of a table's medians."""
    return unit_of((row[name] or {}).get("p50") for row in rows for name in columns)
