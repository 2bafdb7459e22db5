"""What must hold between an episode and its case: years, codes, sectors, sources."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from outlast.case.measures import TARGET, WORLD, Episode, Observation
from outlast.case.schema import CaseFile
from outlast.countries import Countries
from outlast.errors import Fault, did_you_mean


def check_episodes(
    episodes: Mapping[str, Episode], header: CaseFile, countries: Countries,
    sectors: AbstractSet[str], sources: AbstractSet[str],
) -> Iterable[Fault]:  # fmt: skip
    """Find what an episode names that its case does not have.

    Parameters
    ----------
    episodes : mapping of str to Episode
        Sound by themselves, by name.
    header : CaseFile
        Says the years.
    countries : Countries
        That the case knows.
    sectors, sources : set of str
        Ids on file.

    Yields
    ------
    Fault
        In the order of the files.
    """
    first, last = header.years
    for name, episode in episodes.items():
        where = f"episodes/{name}.yaml"
        if not first <= episode.baseline_year <= last:
            yield Fault(where, "baseline_year", str(episode.baseline_year), f"{first} to {last}",
                        "the years of the case's trade table")  # fmt: skip
        if episode.target and not countries.knows(episode.target):
            yield Fault(where, "target", episode.target, "a known country")
        for number, seen in enumerate(episode.observed):
            yield from _observation(f"observed.{number}", where, seen, countries, sectors, sources)


def _observation(
    what: str, where: str, seen: Observation, countries: Countries, sectors: AbstractSet[str],
    sources: AbstractSet[str],
) -> Iterable[Fault]:  # fmt: skip
    """Check the codes, the sector and the source of one observation."""
    codes = {"origin": seen.origin, "destination": seen.destination}
    if seen.where not in {WORLD, TARGET}:
        codes["where"] = seen.where
    for name, code in codes.items():
        if code is not None and not countries.knows(code):
            yield Fault(where, f"{what}.{name}", code, "the code of a country or a bloc")
    if seen.sector is not None and seen.sector not in sectors:
        yield Fault(where, f"{what}.sector", seen.sector, "an id of sectors.csv",
                    did_you_mean(seen.sector, sectors))  # fmt: skip
    if seen.source not in sources:
        yield Fault(where, f"{what}.source", seen.source, "an id of sources.csv",
                    did_you_mean(seen.source, sources))  # fmt: skip
