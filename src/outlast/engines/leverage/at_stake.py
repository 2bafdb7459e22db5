"""In how many futures a stake that is given pays."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.engines.leverage.story import percent
from outlast.engines.leverage.study import RULES, Played
from outlast.units import money


def stake_pays(played: Sequence[Played], stake: float | None) -> list[dict[str, Any]] | None:
    """Tell by year and rule in how many futures a stake pays.

    Parameters
    ----------
    played : sequence of Played
        The years.
    stake : float or None
        What was asked for.  [million USD/year]

    Returns
    -------
    list of dict or None
        ``year``, ``rule`` and ``share``, the part of the futures whose threshold is below the
        stake, None where it is unknown; nothing if no stake was given.
    """
    if stake is None:
        return None
    return [{"year": year.year, "rule": rule,
             "share": float((year.stake_by(rule) < stake).mean()) if year.contest else None}
            for year in played for rule in RULES]  # fmt: skip


def said(told: Mapping[str, Any]) -> str:
    """Say it of the first and the last known year; empty if no stake was given."""
    shares = {(row["year"], row["rule"]): percent(row["share"])
              for row in told.get("stake_pays") or () if row["share"] is not None}  # fmt: skip
    years = sorted({year for year, _ in shares})
    if not years:
        return ""
    parts = [f"{shares[year, 'endurance']} of the futures of {year} with critical sectors served "
             f"first and in {shares[year, 'market']} at market prices"
             for year in dict.fromkeys((years[0], years[-1]))]  # fmt: skip
    return f"A stake of {money(told['stake'])} a year pays in {'; in '.join(parts)}."
