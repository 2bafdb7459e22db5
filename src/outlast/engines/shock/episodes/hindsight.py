"""What an episode's run knows that nobody knew when it began."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from outlast.case import Case
from outlast.case.measures import Episode, Timed
from outlast.engines.shock.ensemble import Run
from outlast.periods import Period


def hindsight(case: Case, name: str, episode: Episode, done: Run) -> list[dict[str, Any]]:
    """List measures, priors and figures that rest on what was printed after the start.

    A figure of a time before the episode is none of them, whenever it was printed: what was
    shipped in a year before it could be known.

    Parameters
    ----------
    case : Case
        Holds the sources.
    name : str
        The episode's.
    episode : Episode
        With its measures.
    done : Run
        Says which figures were used.

    Returns
    -------
    list of dict
        `what` rests on it, its `id`, its `source`, when that was `published`, and the `reason`
        why it counts.
    """
    found = [
        _entry(case, "measure", measure.id, measure.source, reason)
        for measure in episode.measures
        if isinstance(measure, Timed) and measure.source
        for reason in _later(case, measure.source, episode.first)
    ]
    rows: Mapping[str, Any] = {row.id: row for row in case.priors}
    for used in sorted(done.figures):
        if used in rows:
            found += [_entry(case, "prior", used, rows[used].source, reason)
                      for reason in _later(case, rows[used].source, episode.first)]  # fmt: skip
        elif (
            used in case.figures and Period.parse(case.figures[used].period).first >= episode.first
        ):
            found.append(_entry(case, "figure", used, case.figures[used].source,
                                "it speaks of a time after the start"))  # fmt: skip
    if name in case.header.priors_chosen_on:
        found.append(_entry(case, "priors", "priors.csv", None,
                            "they were chosen with this episode in view"))  # fmt: skip
    return found


def _entry(case: Case, what: str, name: str, source: str | None, reason: str) -> dict[str, Any]:
    published = case.sources[source].published if source else ""
    return {"what": what, "id": name, "source": source, "published": published,
            "reason": reason}  # fmt: skip


def _later(case: Case, source: str, first: int) -> Iterable[str]:
    """Say why a source counts as known only after a month."""
    published = case.sources[source].published
    date = re.search(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2]))?", published)
    if date is None:
        if published:
            yield "its source has no date that can be read"
    elif int(date[1]) * 12 + (int(date[2]) - 1 if date[2] else 11) > first:
        whole = "was" if date[2] else "may have been"
        yield f"its source {whole} printed after the start"
