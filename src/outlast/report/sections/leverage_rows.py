"""The tables of the section of leverage: a row a year, and a row another answer."""

from collections.abc import Sequence
from typing import Any

from outlast.charts.leverage import amount, unit_of
from outlast.charts.leverage_years import RULE_WORDS
from outlast.report.headline import Writer
from outlast.report.sections.leverage_cells import (
    UNKNOWN,
    Cells,
    Row,
    banded,
    first,
    lasts,
    money_unit,
    rules_of,
    share,
    stake,
)
from outlast.report.wording import capital, percent

HOW = {
    "first_endurance": "part of the futures in which each side's critical sectors are short "
    "first, or neither's, though served first",
    "first_market": "part of the futures in which each side's critical sectors are short first "
    "at market prices, or neither's",
    "pays_endurance": "part of the futures in which some stake pays, critical sectors served "
    "first",
    "pays_market": "part of the futures in which some stake pays, sectors served at market prices",
    "stake_endurance": "the smallest stake a year from which playing pays in the equilibrium, "
    "critical sectors served first; median and 5 to 95 %",
    "stake_market": "the smallest stake a year from which playing pays in the equilibrium, "
    "sectors served at market prices; median and 5 to 95 %",
    "types": "the smallest stake a year from which playing pays for a sender that does not know "
    "the target's stock, critical sectors served first",
    "harm": "loss of the target within twelve months, by CES; median and 5 to 95 %",
    "cost": "what the card costs the sender itself; median and 5 to 95 %",
    "target_unmet": "part of twelve months' use that the target misses under the card; median "
    "and 5 to 95 %",
    "sender_unmet": "part of twelve months' use that the sender misses under the answers; median "
    "and 5 to 95 %",
    "target_months": "first month in which a critical sector of the target is short though "
    "served first; median and 5 to 95 %",
    "sender_months": "first month in which a critical sector of the sender is short though "
    "served first; median and 5 to 95 %",
}
"""What each column is, for the ledger."""


def years(cells: Cells, told_years: Sequence[Row]) -> dict[str, Any]:
    """Write the rows of the years, and the units of their tables."""
    stakes = [
        rules_of(row).get(rule, {}).get("threshold") for row in told_years for rule in RULE_WORDS
    ]
    unit, unit_words = unit_of((band or {}).get("p50") for band in stakes)
    sums, sums_words = money_unit(told_years, ("harm", "cost"))
    rows = []
    for row in told_years:
        rules = rules_of(row)
        told: dict[str, str | None] = {}
        for rule in RULE_WORDS:
            one = rules.get(rule)
            told[f"first_{rule}"] = first(one["yields_first"]) if one else None
            told[f"pays_{rule}"] = share(one["pays_share"]) if one else None
            told[f"stake_{rule}"] = stake(one["threshold"], unit) if one else None
        types = row["threshold_types"]
        told["types"] = None if types is None else amount(types, unit)
        for name in ("harm", "cost"):
            told[name] = banded(row[name], lambda value: amount(value, sums))
        for who in ("target", "sender"):
            told[f"{who}_unmet"] = banded((row["unmet_share_12m"] or {}).get(who), percent)
            told[f"{who}_months"] = lasts((row["exhausted_month"] or {}).get(who))
        if types is None and row["known"]:
            told["types"] = "none"
        rows.append({"year": row["year"]} | {
            name: cells.cite(words, f"flows of {row['year']}: {HOW[name]}"
                             + _in(name, unit_words, sums_words))
            for name, words in told.items()
        })  # fmt: skip
    return {"years": rows, "stake_unit": unit_words, "money_unit": sums_words}


def _in(name: str, stakes: str, sums: str) -> str:
    if name.startswith(("stake", "types")):
        return f", {stakes}"
    return f", {sums}" if name in {"harm", "cost"} else ""


def variants(cells: Cells, others: Sequence[Row]) -> list[dict[str, Any]]:
    """Write each variant's last known year."""
    rows = []
    for variant in others:
        known = [row for row in variant["years"] if rules_of(row)]
        row = known[-1] if known else None
        rules = rules_of(row) if row else {}
        reach = None if row is None or None in row["answer_reach"][:1] else row["answer_reach"][0]
        when = f"{variant['words']}, flows of {row['year'] if row else 'no year'}"
        rows.append({
            "words": capital(variant["words"]),
            "year": row["year"] if row else UNKNOWN,
            "known": f"{len(known)} of {len(variant['years'])}",
            "reach": cells.cite(share(reach),
                                f"{when}: part of the sender's supply that the answer stops"),
            **{f"{what}_{rule}": cells.cite(
                write(rules[rule]) if rule in rules else None,
                f"{when}: {HOW[f'{what}_{rule}']}")
               for rule in RULE_WORDS
               for what, write in (("pays", _pays), ("first", _first))},
        })  # fmt: skip
    return rows


def _pays(found: Row) -> str | None:
    return share(found["pays_share"])


def _first(found: Row) -> str | None:
    return first(found["yields_first"])


LAYERS = {
    "direct": "from its territory", "ownership": "through ownership", "offtake": "through offtake",
    "technology": "through technology", "logistics": "through containers",
}  # fmt: skip


def layers(writer: Writer, cells: Cells, told: Sequence[Row]) -> list[dict[str, Any]]:
    """Write through which layers an answer reaches, a row a year and power."""
    name = writer.findings.case.countries.name
    rows = []
    for row in told:
        who = f"{row['card']}: part of imports of {row['importer']} in {row['year']} by value"
        who += f" that {row['power']} reaches"
        stops = None
        if row["point"] is not None:
            low, point, high = (percent(row[bound]) for bound in ("low", "point", "high"))
            stops = f"{point} ({low} to {high})"
        rows.append({
            "year": row["year"], "card": capital(row["card"]), "power": name(row["power"]),
            **{layer: cells.plain(share(row[layer]), f"{who} {words}")
               for layer, words in LAYERS.items()},
            "stops": cells.plain(stops, f"{who} in all, middle and bounds"),
            "origins": ", ".join(f"{name(one['country'])} {percent(one['share'])}"
                                 for one in (row["origins"] or ())[:3])
            or row["reason"] or UNKNOWN,
        })  # fmt: skip
    return rows
