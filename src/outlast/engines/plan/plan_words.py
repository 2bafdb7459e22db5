"""A plan in the words and groups that the terminal and the brief share."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.periods import runs_of
from outlast.units import three_digits

Row = Mapping[str, Any]
NAMED = {
    "do nothing": "Do nothing",
    "what pays in peace": "What pays in peace",
    "reserve only": "Reserve only",
    "actual history": "What was built",
    "plan": "The plan",
}
"""What the programmes that are compared are called."""
CLOSE = 1e-6
"""A gap below which a plan is the best."""
NOISE = 5e-6
"""Million USD below which an amount is what the solver allows itself."""


def by_option(programme: Sequence[Row]) -> list[dict[str, Any]]:
    """Gather the beginnings of each option, in the order of the first.

    Parameters
    ----------
    programme : sequence of mapping
        Of a plan.

    Returns
    -------
    list of dict
        An option a row: when it is begun, how much in all, and what that costs.

    Examples
    --------
    >>> step = {"option": "tank", "name": "Tank", "kind": "reserve", "unit": "t", "cost": 2.0}
    >>> years = (("2026-Q1", 2024), ("2028-Q1", 2026), ("2029-Q1", 2027))
    >>> [row] = by_option([step | {"gives_from": gives, "year": year, "amount": 5.0}
    ...                    for gives, year in years])
    >>> row["begun"], row["gives_from"], row["amount"], row["cost"]
    ('2024, 2026–2027', '2026-Q1', 15.0, 6.0)
    """
    rows: dict[str, list[Row]] = {}
    for step in sorted(programme, key=lambda step: step["year"]):
        rows.setdefault(step["option"], []).append(step)
    return [
        {
            **{name: steps[0][name] for name in ("option", "name", "kind", "unit", "gives_from")},
            "begun": spans(step["year"] for step in steps),
            "steps": len(steps),
            **{name: _sum(step[name] for step in steps) for name in ("amount", "cost")},
        }
        for steps in rows.values()
    ]


def _sum(values: Any) -> float | None:  # noqa: ANN401 - any iterable
    """Add up; one that is unknown leaves the sum unknown."""
    known = list(values)
    return None if None in known else float(sum(known))


def spans(years: Any) -> str:  # noqa: ANN401 - any iterable of int
    """Write years as runs.

    >>> spans([2024, 2026, 2027])
    '2024, 2026–2027'
    """
    return ", ".join(f"{first}–{last}" if last > first else str(first)
                     for first, last in runs_of(set(years)))  # fmt: skip


def amount(row: Row) -> str | None:
    """Write what is begun with its unit; empty for research, None if unknown.

    >>> amount({"amount": 3450.0, "unit": "t/year", "kind": "extraction"})
    '3,450 t a year'
    """
    if row["amount"] is None:
        return "" if row.get("kind") == "research" else None
    return f"{three_digits(row['amount'])} {plain_unit(row['unit'])}"


def programmes(found: Row) -> list[dict[str, Any]]:
    """List the programmes of the front and the plan, cheapest first; none without a front.

    Parameters
    ----------
    found : mapping
        Of a plan.

    Returns
    -------
    list of dict
        Points of the front, and the plan as one that is ``chosen``; those of unknown cost last.
    """
    told = [dict(row) | {"chosen": False} for row in found.get("pareto") or ()]
    own = [
        dict(row) | {"chosen": True, "investment": found.get("investment"),
                     "options": by_option(found["programme"] or ())}
        for row in found["compare"] or () if told and row["name"] == "plan"
    ]  # fmt: skip
    return sorted((*told, *own), key=lambda row: (row["cost"] is None, row["cost"] or 0.0))


def unproven(row: Row) -> bool:
    """Whether a programme of the front, not the plan, is not proven to be the cheapest.

    >>> unproven({"proven": False}), unproven({"proven": False, "chosen": True})
    (True, False)
    """
    return not row.get("chosen") and not row["proven"]


def built(found: Row) -> dict[str, str]:
    """Options that some programme of the front, or the plan, builds, each with its unit."""
    return {one["name"]: plain_unit(one["unit"])
            for row in programmes(found) for one in row.get("options") or ()}  # fmt: skip


def tidy(value: float) -> str:
    """Write an amount; what the solver allows itself is nothing.

    >>> tidy(1e-6), tidy(0.5), tidy(-2641.6)
    ('0', '0.5', '-2,642')
    """
    return three_digits(0.0 if abs(value) < NOISE else value)


def plain_unit(unit: str) -> str:
    """Write a unit as it is said.

    >>> plain_unit("t/year"), plain_unit("USD/t")
    ('t a year', 'USD a tonne')
    """
    return unit.replace("/year", " a year").removesuffix("/t") + (
        " a tonne" if unit.endswith("/t") else ""
    )


def proof(found: Row) -> str:
    """Say how far the programme may be from the best.

    >>> proof({"gap": 0.0, "proven": True})
    'it is proven to be the best'
    >>> proof({"gap": 7.5e-5, "proven": True})
    'it is proven that no programme of these options is better by more than 0.0075 %'
    >>> proof({"gap": 0.034, "proven": False})
    'it is not proven to be the best: one may be better by up to 3.4 %'
    """
    gap = found["gap"]
    if gap is None:
        return "its distance from the best is unknown"
    if not found["proven"]:
        return f"it is not proven to be the best: one may be better by up to {100 * gap:.2g} %"
    if gap <= CLOSE:
        return "it is proven to be the best"
    return (
        f"it is proven that no programme of these options is better by more than {100 * gap:.2g} %"
    )


def assumed(row: Row) -> str:
    """Write the value of an assumption with its interval; empty where it has none.

    >>> growth = {"value": 0.03, "low": 0.0, "high": 0.06, "unit": "1/year"}
    >>> assumed(growth), assumed({"value": 20.0, "low": 10.0, "high": 25.0, "unit": "year"})
    ('3 % a year (0 to 6)', '20 years (10 to 25)')
    """
    if row["value"] is None:
        return ""
    unit = row["unit"]
    part = unit.startswith(("share", "1/")) or unit == "1"
    ends = [None if row[end] is None else f"{(100 if part else 1) * row[end]:.3g}"
            for end in ("value", "low", "high")]  # fmt: skip
    words = ("%" + " a year" * unit.endswith("/year")) if part else plain_unit(unit)
    words += "s" * (words in {"year", "month"} and row["value"] != 1)
    return f"{ends[0]} {words}" + ("" if ends[1] is None else f" ({ends[1]} to {ends[2]})")


def rests_on(found: Row) -> list[dict[str, Any]]:
    """List the numbers behind most of the cost, with names of options in place of their ids.

    >>> numbers = [{"number": "tank capex", "share": 0.6, "standing": "assumed"}]
    >>> rests_on({"options": [{"id": "tank", "name": "Tank"}], "cost_basis": {"numbers": numbers}})
    [{'what': 'capex of Tank', 'share': 0.6, 'standing': 'assumed'}]
    """
    names = {row["id"]: row["name"] for row in found.get("options") or ()}
    told = []
    for row in (found.get("cost_basis") or {}).get("numbers") or ():
        option, _, what = row["number"].partition(" ")
        words = f"{what} of {names[option]}" if option in names else row["number"]
        told.append({"what": words, "share": row["share"],
                     "standing": row["standing"].replace("_", " as an ")})  # fmt: skip
    return told


def left_out(options: Sequence[Row]) -> dict[str, list[str]]:
    """Gather the options that are not used by the reason, those that were weighed first.

    >>> left_out([{"name": "A", "reason": "late", "used": False, "considered": True}])
    {'late': ['A']}
    """
    found: dict[str, list[str]] = {}
    for row in sorted(options, key=lambda row: not row["considered"]):
        if not row["used"]:
            found.setdefault(row["reason"], []).append(row["name"])
    return found


def choices(found: Row) -> list[dict[str, Any]]:
    """List the choices that change over an assumed cost, in what is built and not in units.

    Parameters
    ----------
    found : mapping
        Of a plan.

    Returns
    -------
    list of dict
        ``name``, and ``cheap`` and ``dear``: how much is chosen then, None if unknown.
    """
    programme = {row["option"]: row for row in found["programme"] or ()}
    rows = []
    for flip in found.get("flips") or ():
        if flip["flips"]:
            step = programme.get(flip["option"])
            rows.append({"name": flip["name"], "cheap": _chosen(flip["choice_low"], step),
                         "dear": _chosen(flip["choice_high"], step)})  # fmt: skip
    return rows


def _chosen(units: float | None, step: Row | None) -> str | None:
    """Write how much so many units are; in units where what one gives is not told."""
    if units is None:
        return None
    if not step or not step["units"] or step["amount"] is None:
        return f"{three_digits(units)} units"
    return amount({"amount": units * step["amount"] / step["units"], "unit": step["unit"]})
