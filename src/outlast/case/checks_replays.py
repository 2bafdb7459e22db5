"""What must hold between a replay and its case: codes, sources, dates that rise."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from outlast.case.schema import Replay
from outlast.countries import Countries
from outlast.errors import Fault, did_you_mean


def check_replays(
    replays: Mapping[str, Replay], countries: Countries, sources: AbstractSet[str]
) -> Iterable[Fault]:
    """Find what a replay names that its case does not have.

    Parameters
    ----------
    replays : mapping of str to Replay
        Sound by themselves, by name.
    countries : Countries
        That the case knows.
    sources : set of str
        Ids on file.

    Yields
    ------
    Fault
        In the order of the files.
    """
    for name, replay in replays.items():
        where = f"replays/{name}.yaml"
        for side in ("sender", "target"):
            code = getattr(replay, side)
            if not countries.knows(code):
                yield Fault(where, side, code, "the code of a country or a bloc")
        if replay.sender == replay.target:
            yield Fault(where, "target", replay.target, "another country than the sender")
        named = [("source", replay.source)]
        named += [(f"observed.{k}.source", step.source) for k, step in enumerate(replay.observed)]
        for what, source in named:
            if source not in sources:
                yield Fault(where, what, source, "an id of sources.csv",
                            did_you_mean(source, sources))  # fmt: skip
        begun = max(replay.played, replay.answered)
        for k, step in enumerate(replay.observed):
            if step.date < begun:
                yield Fault(where, f"observed.{k}.date", step.date, f"no day before {begun}",
                            "the contest begins when the card is played and answered")  # fmt: skip
