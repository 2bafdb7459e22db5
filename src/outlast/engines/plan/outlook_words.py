"""An outlook in words."""

from collections.abc import Mapping
from typing import Any

from outlast.engines.plan.outlook_bands import Band


def assumptions(used: Band, discount: Band, span: int) -> list[dict[str, str]]:
    """List what an outlook assumes, a sentence each.

    Parameters
    ----------
    used : Band
        Part of a plant's capacity that it makes.
    discount : Band
        Rate by which building is spread over years.
    span : int
        Years between the figures that growth is read from.

    Returns
    -------
    list of dict
        ``name`` and ``words``.
    """
    told = {
        "output": "what runs goes on as last printed; what several sources print for that year "
        "are the ends, the best of them the point",
        "plants": "a planned plant starts last at the low end, in the middle of its dates at the "
        "point and first at the high end; that one is never built is not in the ends",
        "utilisation": f"a new plant makes {used.low:.0%} to {used.high:.0%} of its capacity, "
        f"{used.point:.0%} at the point, where the case does not say",
        "depletion": "at the low end and the point reserves are all there is; at the high end "
        "they are found anew",
        "damage": "what is lost stays lost until the repair is over, then all of it is back",
        "use": f"grows by what {span} years of printed figures leave open, and half of the "
        "draws lie on either side of the point",
        "cost": f"building is spread over a plant's life at {discount.low:.0%} to "
        f"{discount.high:.0%} a year; no learning; a plant without a life on file is written "
        "off by the last year",
        "not told": "demand of others, prices, attacks, and what neighbours of a plant learn",
    }
    return [{"name": name, "words": words} for name, words in told.items()]


def reading(told: Mapping[str, Any]) -> list[str]:
    """Say what came out.

    Parameters
    ----------
    told : mapping
        The result so far.

    Returns
    -------
    list of str
        Paragraphs.
    """
    found = [_suppliers(told)]
    if told["net_exporter"]:
        found.append(_net_exporter(told))
    found += [_programme(told, one) for one in told["programmes"] or ()]
    return [words for words in found if words]


def _suppliers(told: Mapping[str, Any]) -> str:
    parts = []
    for one in told["suppliers"][:4]:
        end = one["years"][-1]
        point = "unknown" if end["point"] is None else f"{end['point']:,.0f} t"
        parts.append(f"{one['name']} {point} ({end['low']:,.0f} to {end['high']:,.0f})")
    return f"Output in {told['last']}: {', '.join(parts)}." if parts else ""


def _net_exporter(told: Mapping[str, Any]) -> str:
    test, name = told["net_exporter"], told["importer_name"]
    end = next(row for row in test["years"] if row["year"] == test["by"])
    needed = test["needed_growth"]
    kept = ""
    if end["share_kept_up"] is not None:
        kept = (
            f" If output kept rising as it lately did it would be "
            f"{end['share_kept_up']['p50']:.0%} "
            f"({_times(test['chance_kept_up'], test['draws'])})."
        )
    return (
        f"With the plants on file {name} makes {end['share']['p50']:.0%} of its use in "
        f"{test['by']} ({end['share']['p5']:.0%} to {end['share']['p95']:.0%}); it is a net "
        f"exporter by then {_times(test['chance'], test['draws'])}.{kept} To be one, output must "
        f"grow by {needed['low']:.0%} to {needed['high']:.0%} a year."
    )


def _times(chance: float, draws: int) -> str:
    return f"in {round(chance * draws):,} of {draws:,} draws"


def _programme(told: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    what = "with recovery and other materials" if one["savings"] else "by own output alone"
    point, still = one["sets"][:2]
    head = f"The gap of {point['gap']:,.0f} t in {one['by']}, {what}: "
    chance = _times(one["chance"], told["net_exporter"]["draws"])
    words = f"{head}{_set(point)}; the options reach it {chance}."
    if point["reached"]:
        return words
    return f"{words} Were use not to grow, the gap would be {still['gap']:,.0f} t: {_set(still)}."


def _set(found: Mapping[str, Any]) -> str:
    if not found["reached"]:
        return (
            f"all options on file give {found['all_options']:,.0f} t and fall "
            f"{found['short']:,.0f} t short"
        )
    parts = ", ".join(f"{row['units']} × {row['name']}" for row in found["set"])
    return (
        f"{parts or 'nothing more is needed'}, {found['capex']:,.0f} million USD to build and "
        f"{found['yearly_cost']:,.0f} a year{_research(found)}"
    )


def _research(found: Mapping[str, Any]) -> str:
    first = [row["begin_by"] for row in found["set"] if row["kind"] == "research"]
    return f", of which research begun by {first[0]} must end well" if first else ""
