"""Answers that stop nothing: they are not there to be given, and a reader must know it."""

from collections.abc import Sequence

from outlast.engines.leverage.study import Nothing, Played


def stops_nothing(played: Sequence[Played], place: int) -> str | None:
    """Say in which years an answer stops nothing, and why.

    Parameters
    ----------
    played : sequence of Played
        The years, in order.
    place : int
        Of the answer.

    Returns
    -------
    str or None
        Such as "stops nothing in 2024: …", with the reason of the last of the years; None for
        an answer that stops something, or may, in each.
    """
    parts = [(year.year, year.answers[place]) for year in played]
    found = [(year, part.reason) for year, part in parts if isinstance(part, Nothing)]
    if not found:
        return None
    last, reason = found[-1]
    when = f"{last}" if len(played) == 1 else (
        f"{len(found)} of {len(played)} years, the last of them {last}")  # fmt: skip
    return f"stops nothing in {when}: {reason}"
