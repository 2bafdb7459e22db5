"""What a country sells to a market, from the figures of all goods on file.

A year between two known ones stays unknown: nothing is interpolated.
"""

from typing import NamedTuple

from outlast.case import Case
from outlast.engines.reconcile.relations import ALL_GOODS
from outlast.errors import InvalidInput
from outlast.periods import Period

_UNITS = {"export_value": "million_USD", "export_share": "share", "import_share": "share"}


class OnFile(NamedTuple):
    """A figure and its interval; the three are one where it has none."""

    low: float
    value: float
    high: float
    figures: tuple[str, ...]
    period: str


def read(
    case: Case, quantity: str, subject: str, partner: str | None, year: int, *, part: bool = False
) -> OnFile | None:
    """Read the best figure of all goods of a year.

    Parameters
    ----------
    case : Case
        Holds the figures.
    quantity : {"export_value", "export_share", "import_share"}
        What is counted.
    subject : str
        Of which country.
    partner : str or None
        To or from which one.
    year : int
        Of the figure's period.
    part : bool
        Whether some months of the year will do where the whole year is unknown.

    Returns
    -------
    OnFile or None
        In million USD, or as a share; None if nothing known is on file.  The whole year goes
        before a part of it, then the best grade, then the source published last.
    """
    counted = (quantity, ALL_GOODS, subject, partner)
    found = [
        row
        for row in case.figures.values()
        if (row.quantity, row.item, row.subject, row.partner) == counted
        and row.value is not None
        and Period.parse(row.period).years == range(year, year + 1)
        and (part or Period.parse(row.period).year == year)
    ]
    if not found:
        return None
    found.sort(key=lambda row: case.sources[row.source].published, reverse=True)
    row = min(found, key=lambda row: (Period.parse(row.period).year is None, row.grade))
    factor = case.units.factor(row.unit, _UNITS[quantity])
    value = row.value or 0.0
    low = value if row.low is None else row.low
    high = value if row.high is None else row.high
    return OnFile(low * factor, value * factor, high * factor, (row.id,), row.period)


def exports_to(case: Case, exporter: str, market: str, year: int) -> OnFile | None:
    """Tell what an exporter sold to a market in a year.

    Parameters
    ----------
    case : Case
        Holds the figures.
    exporter, market : str
        Codes.
    year : int
        A calendar year.

    Returns
    -------
    OnFile or None
        As printed; else the market's part of the exporter's exports times all of them, where both
        are on file for the whole year; else None.  [million USD]
    """
    printed = read(case, "export_value", exporter, market, year)
    if printed is not None:
        return printed
    share = read(case, "export_share", exporter, market, year)
    total = read(case, "export_value", exporter, None, year)
    if share is None or total is None:
        return None
    return OnFile(share.low * total.low, share.value * total.value, share.high * total.high,
                  (*share.figures, *total.figures), share.period)  # fmt: skip


def check_pair(case: Case, exporter: str, market: str) -> None:
    """Refuse a market that is the exporter, or of which the case has no figure.

    Parameters
    ----------
    case : Case
        Holds the figures.
    exporter, market : str
        Codes.

    Raises
    ------
    InvalidInput
        With the pairs that are on file.
    """
    if exporter == market:
        raise InvalidInput("market", market, expected=f"another than the exporter {exporter}")
    pairs = sorted({(row.subject, row.partner) for row in case.figures.values()
                    if row.item == ALL_GOODS and row.partner is not None
                    and row.quantity in {"export_value", "export_share"}})  # fmt: skip
    if (exporter, market) not in pairs:
        listed = ", ".join(f"{one} to {other}" for one, other in pairs[:8])
        raise InvalidInput(
            "market", f"{market} for {exporter}",
            expected=f"an exporter and a market in figures.csv with the item {ALL_GOODS}",
            remedy=f"known: {listed or 'none'}",
        )  # fmt: skip
