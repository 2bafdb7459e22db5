"""What a country really built, so that a plan can be set beside it."""

from typing import NamedTuple

from outlast.case.model import Case
from outlast.case.plants import plants_of
from outlast.case.schema import Facility
from outlast.errors import InvalidInput
from outlast.periods import Period


class Built(NamedTuple):
    """A plant that started in the years asked for, or may have.

    Attributes
    ----------
    plant : Facility
        Its row.
    first, last : int
        Years in which it started; they differ where the start is not known to the year.
    capacity : float or None
        None where nobody printed it.  [t/year]
    sure : bool
        Whether it surely started within the years asked for.
    """

    plant: Facility
    first: int
    last: int
    capacity: float | None
    sure: bool


def built(case: Case, country: str, first: int, last: int) -> tuple[Built, ...]:
    """List the plants that a country started in a stretch of years.

    Parameters
    ----------
    case : Case
        With ``facilities.csv``.
    country : str
        The code of one country.
    first, last : int
        First and last year.

    Returns
    -------
    tuple of Built
        By year, then by id; plants without a start are not in it, nor stores.

    Raises
    ------
    InvalidInput
        If the years do not rise, or the code is not that of a country.

    Examples
    --------
    >>> from outlast import load
    >>> [(b.plant.id, b.first, b.capacity) for b in built(load("isle"), "XEA", 2020, 2023)]
    [('xea-1', 2022, 50.0)]
    """
    if first > last:
        raise InvalidInput("first, last", f"{first}, {last}", expected="years that rise")
    if not case.countries.is_country(country):
        raise InvalidInput("country", country, expected="the ISO alpha-3 code of one country")
    found = []
    for plant in plants_of(case.facilities, country):
        if not plant.start:
            continue
        years = Period.parse(plant.start).years
        if years[0] <= last and years[-1] >= first:
            sure = first <= years[0] and years[-1] <= last
            found.append(Built(plant, years[0], years[-1], _tonnes(case, plant), sure))
    return tuple(sorted(found, key=lambda row: (row.first, row.last, row.plant.id)))


def _tonnes(case: Case, plant: Facility) -> float | None:
    if plant.capacity is None:
        return None
    return case.units.convert(plant.capacity, plant.unit, "t/year")
