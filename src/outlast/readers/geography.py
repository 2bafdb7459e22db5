"""The shipped outlines of countries, and where each has its middle."""

import csv
import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

FOLDER = files("outlast").joinpath("geography")


class Place(NamedTuple):
    """A country on the map."""

    longitude: float
    """Of its middle [degrees east]."""
    latitude: float
    """[degrees north]."""
    numeric: str
    """ISO 3166 numeric code, the id of its outline if it has one."""


@cache
def outlines() -> dict[str, Any]:
    """Read the outlines, as TopoJSON with one object ``countries``."""
    found: dict[str, Any] = json.loads(FOLDER.joinpath("countries-110m.json").read_text("utf-8"))
    return found


@cache
def places() -> Mapping[str, Place]:
    """Read every country's place, by alpha-3 code.

    >>> places()["SGP"]
    Place(longitude=103.82, latitude=1.36, numeric='702')
    """
    text = FOLDER.joinpath("centres.csv").read_text("utf-8")
    return {
        row["country"]: Place(float(row["longitude"]), float(row["latitude"]), row["numeric"])
        for row in csv.DictReader(text.splitlines())
    }


def middle(countries: Iterable[str]) -> tuple[float, float] | None:
    """Find the middle of some countries on the globe, each counting the same.

    Parameters
    ----------
    countries : iterable of str
        Alpha-3 codes; those without a place are passed over.

    Returns
    -------
    tuple of float or None
        Longitude and latitude [degrees]; None where no country has a place.

    Examples
    --------
    >>> middle(["FRA", "XIS"]), middle(["XIS"])
    ((2.46, 46.5), None)
    """
    known = [places()[code] for code in sorted(set(countries)) if code in places()]
    if not known:
        return None
    if len(known) == 1:
        return known[0].longitude, known[0].latitude
    x, y, z = (sum(parts) for parts in zip(*map(_on_the_globe, known), strict=True))
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))


def _on_the_globe(place: Place) -> tuple[float, float, float]:
    lon, lat = math.radians(place.longitude), math.radians(place.latitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
