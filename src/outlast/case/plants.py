"""Which plants of ``facilities.csv`` a row of another table speaks of."""

from collections.abc import Iterable

from outlast.case.schema import NOT_A_PLANT, Facility
from outlast.periods import Period


def plants_of(facilities: Iterable[Facility], country: str) -> list[Facility]:
    """List a country's plants, those that only store left out."""
    return [p for p in facilities if p.country == country and p.stage not in NOT_A_PLANT]


def runs(plant: Facility, year: int) -> bool:
    """Whether a plant stands in that year; without a date it always has, or still does.

    A start of several years, such as ``2023..2030``, is not known to the year: from the first of
    them on the plant may run.
    """
    began = Period.parse(plant.start).years[0] if plant.start else 0
    ended = Period.parse(plant.end).years[-1] if plant.end else 9999
    return began <= year <= ended


def surely_runs(plant: Facility, year: int) -> bool:
    """Whether a plant is known to stand in that year."""
    began = Period.parse(plant.start).years[-1] if plant.start else 0
    ended = Period.parse(plant.end).years[0] if plant.end else 9999
    return began <= year <= ended


def named_plants(text: str, plants: Iterable[Facility]) -> tuple[list[Facility], list[str]]:
    """Find the plants that a text names; case does not matter, nor how a name goes on.

    Parameters
    ----------
    text : str
        A name or the beginning of one; several with commas, or numbers with ``+``:
        ``Amur, Orenburg`` or ``Ras Laffan Helium 1+2``.
    plants : iterable of Facility
        To search.

    Returns
    -------
    found : list of Facility
        In the order of `plants`.
    missing : list of str
        Parts of the text that name none.
    """
    known = list(plants)
    whole = [plant for plant in known if _begins(plant.name, text)]
    if whole:
        return whole, []
    parts = [name for part in text.split(",") for name in _numbered(part.strip())]
    found = [plant for plant in known if any(_begins(plant.name, part) for part in parts)]
    missing = [p for p in parts if not any(_begins(plant.name, p) for plant in known)]
    return found, missing


def _numbered(text: str) -> list[str]:
    """Write ``Helium 1+2`` out as two names."""
    stem, space, numbers = text.rpartition(" ")
    return [f"{stem}{space}{number}" for number in numbers.split("+")]


def _begins(name: str, text: str) -> bool:
    """Whether a name is the text, or goes on from it with another word."""
    name, text = name.casefold(), text.casefold()
    return bool(text) and name.startswith(text) and not name[len(text) : len(text) + 1].isalnum()
