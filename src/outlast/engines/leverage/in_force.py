"""Bans and licences on file that came after the flows: rules of the day, by whom and how sure."""

from collections.abc import Iterable, Mapping
from typing import Any

from outlast.case import Case


def in_force(cases: Mapping[str, Case], powers: Iterable[str], after: int) -> list[dict[str, Any]]:
    """List the bans of some powers that begin after a year.

    Parameters
    ----------
    cases : mapping of str to Case
        In play, by name.
    powers : iterable of str
        Codes of whoever may play or join.
    after : int
        Last year of the flows, which do not know these rules.

    Returns
    -------
    list of dict
        By date: ``case``, ``id``, ``start``, ``end``, ``title``, ``place``, ``effect``, ``grade``
        and ``source``.
    """
    wanted = set(powers)
    found = [
        {"case": case.header.material, "id": event.id, "start": event.start,
         "end": event.end or None, "title": event.title, "place": event.place,
         "effect": event.effect or None, "grade": event.grade, "source": event.source}
        for case in cases.values() for event in case.events.values()
        if event.kind == "ban" and event.place in wanted and int(event.start[:4]) > after
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row["start"], row["id"]))
