"""Suppliers' output in years to come, whether a country can do without them, and what it takes."""

from typing import Any

import numpy as np

from outlast.about import __version__
from outlast.case import Case, load
from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.plan.net_exports import SPAN, Balance, balance, needed_growth
from outlast.engines.plan.outlook_bands import UTILISATION, Array, Band, known
from outlast.engines.plan.outlook_plants import planned
from outlast.engines.plan.outlook_suppliers import Supplier, supplier
from outlast.engines.plan.outlook_words import assumptions, reading
from outlast.engines.plan.own_options import DISCOUNT, ENDS, drawn_potential, own_options
from outlast.engines.plan.own_supply import Gap, programme
from outlast.errors import InvalidInput
from outlast.results import Result, Unknown

DECADE = 10
BACK = 3
"""Years before the first in which a printed output is still the base."""


def outlook(
    case: Case | str,
    first: int = 2026,
    last: int = 2036,
    *,
    importer: str | None = None,
    draws: int = 1000,
    seed: int = 1,
    price_year: int | None = None,
) -> Result:
    """Tell what suppliers may make by year, and test that a country exports more than it imports.

    Parameters
    ----------
    case : Case or str
        With printed output, plants and, for the programme, options; or what `outlast.load` takes.
    first, last : int
        Years to come.
    importer : str, optional
        Whose own supply is tested, by code or name; the case's if not given.
    draws, seed : int
        Number of draws of own output and use, and their seed.
    price_year : int, optional
        Of whose worth the dollars are; the last of ``money.csv`` if not given.

    Returns
    -------
    Result
        Headline: ``suppliers`` with low, point and high output by year, ``net_exporter`` and
        ``programmes``.

    Raises
    ------
    InvalidInput
        If the years do not rise, draws are fewer than 1, the seed is negative, or no output is
        printed before `first`.
    """
    case = case if isinstance(case, Case) else load(case)
    if not first < last:
        raise InvalidInput("first, last", f"{first}, {last}", expected="years that rise")
    if draws < 1:
        raise InvalidInput("draws", draws, expected="1 or more")
    if seed < 0:
        raise InvalidInput("seed", seed, expected="0 or more")
    code = case.countries.find(importer) if importer else case.header.importer
    years, base = range(first, last + 1), _base(case, first)
    names = _names(case, base)
    every = {name: supplier(case, name, base, years) for name in names}
    found = [one for one in every.values() if one is not None]
    own = balance(case, code, base, years, draws, seed)
    told: dict[str, Any] = {
        "importer": code,
        "importer_name": case.countries.name(code),
        "base_year": base,
        "first": first,
        "last": last,
        "unit": "t",
        "suppliers": [one.told(case, years) for one in _largest_first(found)],
        "world": _world(found, years),
        "world_without": [one.country for one in found if np.isnan(one.base.point)],
        "net_exporter": None,
        "programmes": None,
    }
    if isinstance(own, Balance):
        told["net_exporter"] = _net_exporter(own, base, years, draws)
        told["programmes"] = _programmes(case, code, own, (base, first, last), seed, price_year)
    told["assumptions"] = assumptions(UTILISATION, DISCOUNT, SPAN)
    told["reading"] = reading(told)
    figures = set().union(*(one.figures for one in found))
    if isinstance(own, Balance):
        figures.update(own.figures)
    return Result(
        command="outlook",
        inputs={
            "case": case.name, "importer": code, "first": first, "last": last, "draws": draws,
            "seed": seed, "price_year": price_year,
        },
        result=told,
        unknown=_unknown(case, every, own, told, base),
        warnings=_warnings(case, code, base) if isinstance(own, Balance) else (),
        figures=tuple(sorted(figures)),
        run={"version": __version__, "seed": seed, "case_sha256": case.sha256},
    )  # fmt: skip


def _base(case: Case, first: int) -> int:
    """The last year before the first of which any output is printed."""
    for year in range(first - 1, first - 1 - BACK, -1):
        if case.subjects("production", year):
            return year
    raise InvalidInput("first", first, expected=f"a year at most {BACK} after a printed output",
                       remedy="add figures of quantity production")  # fmt: skip


def _names(case: Case, base: int) -> list[str]:
    """Countries that made something lately, or may soon."""
    lately = {name for year in range(base - BACK + 1, base + 1)
              for name in case.subjects("production", year)}  # fmt: skip
    soon = {plant.country for plant in case.facilities if planned(case, plant.country, base)}
    return sorted((lately | soon | set(case.header.powers)) - {WORLD_SUBJECT})


def _largest_first(found: list[Supplier]) -> list[Supplier]:
    return sorted(found, key=lambda one: (-one.base.high, one.country))


def _world(found: list[Supplier], years: range) -> list[dict[str, Any]]:
    """Sums of what is known; a point leaves out suppliers that have none."""
    if not found:
        return []
    total = np.nansum([one.output for one in found], axis=0)
    return [
        {"year": year, "low": float(low), "point": float(point), "high": float(high)}
        for year, (low, point, high) in zip(years, total.T, strict=True)
    ]


def _net_exporter(own: Balance, base: int, years: range, draws: int) -> dict[str, Any]:
    by = min(base + DECADE, years[-1])
    until = [n for n, year in enumerate(years) if year <= by]
    return {
        "by": by,
        "use_now": own.use_now.told(),
        "made_now": own.made_now.told(),
        "growth_of_use": own.growth.told(),
        "added_a_year": None if own.added is None else own.added.told(),
        "needed_growth": needed_growth(own.made_now, own.use_now, own.growth, by - base).told(),
        "without_growth_of_use": needed_growth(
            own.made_now, own.use_now, Band(0.0, 0.0, 0.0), by - base
        ).told(),
        "draws": draws,
        "chance": _chance(own.made, own.use, until),
        "chance_kept_up": _chance(own.kept_up, own.use, until) if len(own.kept_up) else None,
        "years": [
            {
                "year": year,
                "use": _spread(own.use[:, n]),
                "made": _spread(own.made[:, n]),
                "kept_up": _spread(own.kept_up[:, n]) if len(own.kept_up) else None,
                "share": _spread(own.made[:, n] / own.use[:, n]),
                "share_kept_up": _spread(own.kept_up[:, n] / own.use[:, n])
                if len(own.kept_up) else None,
            }
            for n, year in enumerate(years)
        ],
    }  # fmt: skip


def _chance(made: Array, use: Array, until: list[int]) -> float:
    """Share of the draws in which output is no less than use in some year."""
    return float((made[:, until] >= use[:, until]).any(axis=1).mean())


def _spread(drawn: Array) -> dict[str, float | None]:
    return {f"p{p}": known(np.percentile(drawn, p)) for p in (5, 50, 95)}


def _programmes(
    case: Case, code: str, own: Balance, years: tuple[int, int, int], seed: int,
    price_year: int | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Of own output alone, and with savings; none where the case has no such option."""
    base, first, last = years
    rng = np.random.default_rng(seed)
    gaps = _gaps(case, code, own, base, last)
    missing = own.use[:, -1] - own.made[:, -1]
    told = []
    for savings in (False, True):
        options = own_options(case, code, savings=savings)
        if not any(option.kind != "research" for option in options):
            continue
        potential = drawn_potential(case, options, first, last, own.use[:, -1], rng)
        told.append(
            {
                "savings": savings,
                "by": last,
                "gap": _spread(missing),
                "potential": _spread(potential),
                "short": _spread(np.maximum(missing - potential, 0.0)),
                "chance": float((potential >= missing).mean()),
                "sets": [programme(case, options, gap, (first, last), price_year) for gap in gaps],
            }
        )
    return told


def _gaps(case: Case, code: str, own: Balance, base: int, last: int) -> list[Gap]:
    """Use less own output in the last year at three ends, and were use not to grow.  [t]"""
    years = range(last, last + 1)
    plants = sum((plan.added(years, base)[:, 0] for plan in planned(case, code, base)),
                 np.zeros(3))  # fmt: skip
    made = np.array(own.made_now) + plants
    grown = [own.use_now[n] * (1 + own.growth[n]) ** (last - base) for n in range(3)]
    ends = zip(ENDS, grown, made[::-1], strict=True)
    gaps = [Gap(end, end, max(0.0, use - output), use) for end, use, output in ends]
    now = own.use_now.point
    still = Gap("use does not grow", "point", max(0.0, now - made[1]), now)
    return [gaps[1], still, gaps[0], gaps[2]]


def _warnings(case: Case, code: str, base: int) -> tuple[str, ...]:
    """Say where a point rests on weak figures alone."""
    grades = {
        what: case.find_figures(quantity, code, base)[0].grade
        for what, quantity in (("use", "consumption"), ("output", "production"))
    }
    name = case.countries.name(code)
    return tuple(
        f"the best figure of {what} of {name} in {base} is of grade {grade}"
        for what, grade in grades.items()
        if grade > "B"
    )


def _unknown(
    case: Case, every: dict[str, Supplier | None], own: Balance | str, told: dict[str, Any],
    base: int,
) -> tuple[Unknown, ...]:  # fmt: skip
    """What is not on file, each with its reason."""
    found = []
    for country, one in every.items():
        if one is None:
            found.append(Unknown(f"suppliers.{country}", f"no output of {base} is on file"))
            continue
        if np.isnan(one.base.point):
            bounds = f"{one.base.low:,.0f} to {one.base.high:,.0f} t"
            reason = f"only bounds are printed for {base}: {bounds}"
            found.append(Unknown(f"suppliers.{country}.point", reason))
        found += [Unknown(f"suppliers.{country}", f"not on file: {what}") for what in one.unknown]
    if isinstance(own, str):
        found += [Unknown(path, own) for path in ("net_exporter", "programmes")]
    elif not told["programmes"]:
        name = case.countries.name(told["importer"])
        found.append(Unknown("programmes", f"no options of own supply of {name} are on file"))
    return tuple(found)
