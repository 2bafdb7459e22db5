"""How much of each origin's supply a power reaches on each rung."""

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
                {rung.name: rung.values["point"] for rung in found.rungs if rung.name in OWN_RUNGS}
                for found in reach(case, held, {**dict.fromkeys(traced, 0.0), origin: 1.0})
                if found.power == power
            ),
            dict.fromkeys(OWN_RUNGS, 0.0),
        )
        for origin in traced
    }
