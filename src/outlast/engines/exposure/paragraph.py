"""The answer in words: was control ever 95 %, on which rung, and since when is it less."""

from collections.abc import Sequence
from typing import Any

from outlast.engines.exposure.ladder import MEANINGS
from outlast.periods import runs_of


def ladder_words(ladder: Sequence[dict[str, Any]], power: str) -> list[str]:
    """Write a sentence for each rung of a power.

    Parameters
    ----------
    ladder : sequence of dict
        As `over_years` lists it.
    power : str
        Code.

    Returns
    -------
    list of str
        Empty if the power has no rung.

    Examples
    --------
    >>> rung = {"power": "USA", "name": "territory", "ever_95": [2002, 2003], "possibly_95": [2002,
    ...     2003], "below_50": 2014, "surely_below_50": 2014, "below_10": None,
    ...     "surely_below_10": None, "unknown": [], "from": 2002, "to": 2024}
    >>> ladder_words([rung], "USA")
    ['Its territory: 95 % or more in 2002-2003; below 50 % for good since 2014; \
never below 10 % for good.']
    >>> ladder_words([rung | {"ever_95": [], "possibly_95": [], "below_50": None,
    ...     "unknown": [2023, 2024]}], "USA")
    ['Its territory: 95 % in no year that is known; whether it is below 50 % or 10 % in 2024 is \
unknown; unknown in 2023-2024.']
    """
    return [_sentence(row) for row in ladder if row["power"] == power]


def _sentence(row: dict[str, Any]) -> str:
    title, unknown = MEANINGS[row["name"]].title, row["unknown"]
    if unknown and len(unknown) == row["to"] - row["from"] + 1:
        return f"{title}: unknown in every year from {row['from']} to {row['to']}."
    parts = [_reached(row)]
    if row["to"] in unknown:
        parts.append(f"whether it is below 50 % or 10 % in {row['to']} is unknown")
    else:
        parts += [_below(row, 50), _below(row, 10)]
    if unknown:
        parts.append(f"unknown in {_runs(unknown)}")
    return f"{title}: {'; '.join(parts)}."


def _reached(row: dict[str, Any]) -> str:
    perhaps = sorted(set(row["possibly_95"]) - set(row["ever_95"]))
    if row["ever_95"]:
        words = f"95 % or more in {_runs(row['ever_95'])}"
        return f"{words} (at the outer bound also in {_runs(perhaps)})" if perhaps else words
    if perhaps:
        return f"95 % at the outer bound alone, in {_runs(perhaps)}"
    return "95 % in no year that is known" if row["unknown"] else "never 95 %"


def _below(row: dict[str, Any], mark: int) -> str:
    point, sure = row[f"below_{mark}"], row[f"surely_below_{mark}"]
    if point is None:
        return f"never below {mark} % for good"
    words = f"below {mark} % for good since {point}"
    if sure == point:
        return words
    return f"{words} ({f'at the outer bound since {sure}' if sure else 'not at the outer bound'})"


def _runs(years: Sequence[int]) -> str:
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs_of(years))
