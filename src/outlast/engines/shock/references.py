"""What measures name beside countries: sectors, plants, straits, amounts; and no two rules."""

from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from outlast.case import Case
from outlast.case.measures import (
    EVERYONE,
    Accident,
    CapacitySubsidy,
    Ramped,
    Rationing,
    Recycling,
    StockPurchase,
    StockRelease,
    Substitution,
    Timed,
)
from outlast.case.plants import plants_of, surely_runs
from outlast.engines.exposure.control import capacity_part
from outlast.engines.exposure.passage_closures import find_passage
from outlast.engines.shock.plan import Plan
from outlast.errors import InvalidInput, UnitError, UsageError, did_you_mean

MONTHS = "months"
"""Unit of an amount that is counted in months of use."""


def check_references(case: Case, plan: Plan, year: int) -> None:
    """Refuse what the case does not have, amounts of no size, and two rules for one thing.

    Raises
    ------
    InvalidInput
        With the measure, the option, what stands there and what could.
    """
    for loss in plan.losses:
        if isinstance(loss, Accident) and loss.facility is not None:
            hit(case, loss, year)
    for closure in plan.transits:
        passages_of(closure.id, closure.passages)
    for measure in plan.reliefs:
        if isinstance(measure, Rationing | Ramped):
            _check_sectors(case, measure)
        elif isinstance(measure, StockRelease):
            tonnes(case, measure)
        elif isinstance(measure, CapacitySubsidy) and measure.capacity is not None:
            rate(case, measure.id, measure.capacity)
    _refuse_twice(plan)


def hit(case: Case, accident: Accident, year: int) -> tuple[str, float]:
    """Find where an accident is, and what part of that origin's supply it hits.

    Raises
    ------
    InvalidInput
        If the plant is not known or does not run, or a capacity that weighs it is unknown.
    """
    if accident.origin is not None:
        return accident.origin, accident.share
    known = {plant.id: plant for plant in case.facilities}
    what, name = f"measure {accident.id}: facility", accident.facility or ""
    if name not in known:
        raise InvalidInput(what, repr(name), expected="an id of facilities.csv",
                           remedy=did_you_mean(name, known))  # fmt: skip
    country = known[name].country
    running = [p for p in plants_of(case.facilities, country) if surely_runs(p, year)]
    if known[name] not in running:
        raise InvalidInput(what, name, expected=f"a plant known to run in {year}",
                           remedy="see start and end in facilities.csv")  # fmt: skip
    part = capacity_part(case, [known[name]], running)
    if not part >= 0:
        raise InvalidInput(
            what, f"{name} among plants of unknown capacity",
            expected=f"every capacity of {country}'s running plants, to weigh it",
            remedy="write it into facilities.csv, or give the accident origin and share",
        )  # fmt: skip
    return country, part


def passages_of(name: str, words: Iterable[str]) -> tuple[str, ...]:
    """Find the codes of passages that a measure names."""
    given = list(words)
    if not given:
        raise InvalidInput(f"measure {name}: passages", "empty", expected="one strait or more")
    try:
        return tuple(sorted({find_passage(word) for word in given}))
    except UsageError as error:
        got, _, expected = str(error).removeprefix("passage is ").partition(", expected ")
        raise InvalidInput(f"measure {name}: passages", got, expected=expected) from None


def tonnes(case: Case, release: StockRelease) -> tuple[float, str]:
    """Read what a reserve holds: tonnes, or months of use, and which of the two."""
    number, _, unit = release.amount.partition(" ")
    if unit in {MONTHS, "month"}:
        return float(number), MONTHS
    return _converted(case, f"measure {release.id}: amount", number, unit, "t"), "t"


def rate(case: Case, name: str, capacity: str) -> float:
    """Read a capacity.  [t/month]"""
    number, _, unit = capacity.partition(" ")
    return _converted(case, f"measure {name}: capacity", number, unit, "t/month")


def _converted(case: Case, what: str, number: str, unit: str, to: str) -> float:
    try:
        return case.units.convert(float(number), unit, to)
    except UnitError as error:
        expected = "t or months" if to == "t" else "t/year"
        raise InvalidInput(what, f"{number} {unit}", expected=f"an amount in {expected}",
                           remedy=str(error)) from None  # fmt: skip


def _check_sectors(case: Case, measure: Rationing | Ramped) -> None:
    for name in measure.sectors:
        if name not in case.sectors:
            raise InvalidInput(f"measure {measure.id}: sectors", repr(name),
                               expected="an id of sectors.csv",
                               remedy=did_you_mean(name, case.sectors))  # fmt: skip


def _refuse_twice(plan: Plan) -> None:
    """Refuse two rules of one kind for one country, sector and time."""
    for one, two in combinations(plan.reliefs, 2):
        if type(one) is not type(two) or plan.spans[one.id].apart(plan.spans[two.id]):
            continue
        shared = _shared(plan.places, one, two)
        if not shared:
            continue
        found = _CLASH.get(type(one), _never)(one, two)
        if found:
            raise InvalidInput(
                f"measures {one.id} and {two.id}",
                f"two of {found} in {shared}",
                expected="one for the same country and time",
                remedy="end one before the other begins",
            )


def _shared(places: Mapping[str, frozenset[str]], one: Timed, two: Timed) -> str:
    """Name a country that both happen to; empty if there is none."""
    first, second = places[one.id], places[two.id]
    if EVERYONE in first or EVERYONE in second:
        return ", ".join(sorted((first | second) - {EVERYONE})[:1]) or "all countries"
    return ", ".join(sorted(first & second)[:1])


def _never(_: Timed, __: Timed) -> str:
    return ""


def _same_sector(one: Timed, two: Timed) -> str:
    assert isinstance(one, Rationing | Ramped)
    assert isinstance(two, Rationing | Ramped)
    both = sorted(set(one.sectors) & set(two.sectors))
    return f"{one.kind} of {both[0]}" if both else ""  # type: ignore[union-attr]


_CLASH: Mapping[type, Callable[[Timed, Timed], str]] = {
    Rationing: _same_sector,
    Substitution: _same_sector,
    Recycling: _same_sector,
    StockRelease: lambda _, __: "stock_release",
    StockPurchase: lambda _, __: "stock_purchase",
}
