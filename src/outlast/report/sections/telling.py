"""The most telling claims, each with its reason, whose numbers lead to their figures."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from outlast.case.readings import printed_value
from outlast.case.schema import Claim
from outlast.charts import range_plot
from outlast.engines.evidence.claims import amount
from outlast.report.deciding import Deciding, shown
from outlast.report.headline import Writer
from outlast.report.verdicts import VERDICTS, counted, number, printed_words, with_unit
from outlast.report.wording import capital

TELLING = ("scale_suspected", "true_elsewhere", "contradicted", "disputed")
MOST_DRAWN = 6
"""Estimates in a range plot."""


class Citer:
    """Cites the numbers of a check in the page's ledger.

    Parameters
    ----------
    writer : Writer
        Holds the ledger.
    deciding : Deciding
        Knows the claims.
    listed : collection of str
        Claims that the page lists, to which a link leads.
    """

    def __init__(self, writer: Writer, deciding: Deciding, listed: Collection[str]) -> None:
        case = writer.findings.case
        self.ledger, self.name = writer.ledger, case.countries.name
        self.deciding, self._listed = deciding, listed
        self._known = {*case.figures, *(flow.id for flow in case.flows)}

    def cite(self, text: str, how: str, ids: Sequence[str]) -> Markup:
        """Write a number as a link to its figures; plain if none is of the case."""
        known = [name for name in ids if name in self._known]
        return self.ledger.cite(text, how, known) if known else escape(text)

    def reason(self, row: Mapping[str, Any]) -> Markup:
        """The reason of a verdict, each number that it names a link to its figures."""
        said = escape(capital(row["reason"]))
        what = capital(counted(row, self.name))
        for estimate in row["estimates"]:
            value = f"{amount(estimate['value'])} {shown(estimate['unit'])}".strip()
            tail = f" ({estimate['how']}, grade {estimate['grade']})"
            if escape(value + tail) in said:
                link = self.cite(value, f"{what}: {estimate['how']}", estimate["ids"])
                said = _put(said, escape(value + tail), link + escape(tail))
        slip = row["suspected"]
        if slip:
            value = f"{amount(slip['value'])} {shown(row['unit'])}".strip()
            said = _put(said, escape(f"imply {value}:"), self._implied(value, what, slip))
        return said

    def _implied(self, value: str, what: str, slip: Mapping[str, Any]) -> Markup:
        """What a text's own numbers imply, with links to these in the table of claims."""
        if not slip["own_text"]:
            how = f"{what}: what independent figures imply"
            return Markup("imply {}:").format(self.cite(value, how, slip["ids"]))
        links = Markup(", ").join(self._link(name) for name in slip["ids"])
        return Markup("({}) imply {}:").format(links, value)

    def _link(self, name: str) -> Markup:
        """What a claim prints, as a link to its line."""
        claim = self.deciding.claims[name]
        digits = f"{claim.printed} {shown(claim.unit)}".strip()
        words = printed_words({"printed": digits, "rule": claim.rule})
        if name not in self._listed:
            return escape(words)
        return Markup('<a href="#claim-{}">{}</a>').format(name, words)


def _put(said: Markup, words: Markup, link: Markup) -> Markup:
    """Put a link in the place of words; all three are escaped already."""
    return Markup(said.replace(words, link, 1))  # noqa: S704


def telling(rows: Sequence[Mapping[str, Any]], citer: Citer, most: int) -> list[dict[str, Any]]:
    """The most telling of some claims; the same number printed twice is told once."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in sorted((r for r in rows if r["verdict"] in TELLING), key=_weight):
        groups.setdefault(_key(row), []).append(row)
    return [_told(group, citer) for group in list(groups.values())[:most]]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("quantity", "item", "subject", "partner", "period", "printed", "rule")
    return tuple(row[name] for name in names)


def _weight(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The surest slip first, then other verdicts by the best grade that speaks against them."""
    slip = row["suspected"]
    against = [e for e in row["estimates"] if e["side"] == "against"]
    return (
        TELLING.index(row["verdict"]),
        not (slip and slip["own_text"]),
        -abs(math.log(row["factor"])) if slip else 0.0,
        min((e["grade"] for e in against), default="Z"),
        -len(against),
        row["id"],
    )


def _told(group: Sequence[Mapping[str, Any]], citer: Citer) -> dict[str, Any]:
    row, deciding = group[0], citer.deciding
    return {
        "row": row,
        "verdict": row["verdict"],
        "look": VERDICTS[row["verdict"]],
        "title": f"{printed_words(row)}, {counted(row, citer.name)}",
        "printings": [{"text": one["text"], "source": deciding.source(deciding.claims[one["id"]])}
                      for one in group],
        "reason": citer.reason(row),
        "settled_by": row["settled_by"],
    }  # fmt: skip


def range_of(row: Mapping[str, Any], claim: Claim) -> dict[str, Any]:
    """Draw one claim's reading and the estimates of it."""
    printed = sum(printed_value(claim)) / 2
    low, high = row["reading"]
    suspected = None
    if row["factor"]:
        factor = row["factor"]
        sign = f"× {number(factor)}" if factor > 1 else f"÷ {number(1 / factor)}"
        suspected = {"label": f"as printed {sign}: {with_unit(printed * factor, row['unit'])}",
                     "value": printed * factor}  # fmt: skip
    own = {
        "label": f"as printed: {printed_words(row)}", "printed": printed, "low": low,
        "high": max(high or 0.0, 2 * low, printed) if high is None else high,
        "unit": shown(row["unit"]),
    }  # fmt: skip
    return range_plot(own, _points(row), suspected=suspected)


def _points(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The estimates as rows; one that limits from one side only is no point."""
    return [
        {"label": f"{e['grade']} · {with_unit(e['value'], e['unit'])}, {e['how']}",
         "value": e["value"], "sd": e["sd"], "grade": e["grade"]}
        for e in row["estimates"] if not e["bound"]
    ][:MOST_DRAWN]  # fmt: skip
