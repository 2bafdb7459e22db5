"""How much of each origin's supply a power reaches on each rung."""

from collections.abc import Mapping

from outlast.case import Case
from outlast.case.schema import RUNGS
from outlast.engines.exposure.bases import Basis
from outlast.engines.exposure.control import parts
from outlast.engines.exposure.reach import ALLIES, reach
from outlast.engines.exposure.tracing import origins

OWN_RUNGS = RUNGS[:ALLIES]
"""Those that each contain the one before: all but the allies'."""


def rungs_by_origin(
    case: Case, importer: str, year: int, basis: Basis, power: str
) -> dict[str, dict[str, float | None]]:
    """Tell what a power reaches of each origin; times the origins' shares it adds up to its reach.

    Parameters
    ----------
    case : Case
        With ``control.csv``.
    importer : str
        Country or bloc.
    year : int
        A year of the case.
    basis : {"heading", "material", "mass"}
        On which purchases are traced to origins.
    power : str
        Country or bloc.

    Returns
    -------
    dict of str to dict of str to float or None
        By origin, the point of each of `OWN_RUNGS` as a part of that origin's supply; None if
        unknown.  Empty where the origins are unknown.

    Examples
    --------
    >>> from outlast.case import load
    >>> found = rungs_by_origin(load("isle"), "XIS", 2023, "material", "XNO")
    >>> {name: round(part, 2) for name, part in found["XEA"].items()}
    {'territory': 0.0, 'distributors': 0.25, 'minority': 0.25, 'containers': 0.25}
    """
    traced = origins(case, importer, year, basis).shares
    if traced is None:
        return {}
    held = parts(case, case.countries.members(importer, year), year, tuple(traced))
    return {
        origin: next(
            (
                _points({rung.name: rung.values["point"] for rung in found.rungs})
                for found in reach(case, held, {**dict.fromkeys(traced, 0.0), origin: 1.0})
                if found.power == power
            ),
            dict.fromkeys(OWN_RUNGS, 0.0),
        )
        for origin in traced
    }


def _points(told: Mapping[str, float | None]) -> dict[str, float | None]:
    """Points of every rung; one that no row speaks of holds what the narrower one does."""
    found: dict[str, float | None] = {}
    last: float | None = 0.0
    for rung in OWN_RUNGS:
        last = told.get(rung, last)
        found[rung] = last
    return found
