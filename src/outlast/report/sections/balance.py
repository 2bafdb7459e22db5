"""The balance of the importer's last year that has one, before and after reconciliation."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.case.schema import Balance
from outlast.charts import balance_plot
from outlast.engines.reconcile.nodes import Node, node_of
from outlast.report.headline import Writer
from outlast.report.verdicts import number
from outlast.report.wording import capital
from outlast.results import Result


def balance(writer: Writer, checked: Result) -> dict[str, Any] | None:
    """Set the figures of a balance beside what least squares makes of them."""
    year, nodes = _last(writer)
    name = writer.findings.case.countries.name
    terms = [
        term
        for node in nodes
        if (term := _term(writer, node, _rows_of(checked, node.words(name)))) is not None
    ]
    if year is None or not terms:
        return None
    drawn = [row for term in terms for row in term["drawn"]]
    return {
        "year": year,
        "terms": terms,
        "unit": terms[0]["unit"],
        "chart": balance_plot(drawn, unit=terms[0]["unit"]),
        "suspects": [line["who"] for term in terms for line in term["figures"] if line["suspect"]],
    }


def _last(writer: Writer) -> tuple[int | None, list[Node]]:
    """The last year with a balance, and its terms in the order of the equation."""
    case = writer.findings.case
    own = [b for b in case.balances if b.country == writer.findings.importer]
    if not own:
        return None, []
    year = max(balance.year for balance in own)
    ids = [i for b in own if b.year == year for i in _ids(b)]
    nodes = {node_of(case.figures[i]): None for i in ids if i in case.figures}
    order = ("production", "sales", "imports", "consumption", "exports")
    return year, sorted(nodes, key=lambda node: order.index(node.quantity)
                        if node.quantity in order else len(order))  # fmt: skip


def _ids(balance: Balance) -> list[str]:
    ids = (balance.production, balance.imports, balance.consumption, balance.exports)
    return [i for i in ids if i]


def _rows_of(checked: Result, words: str) -> list[Mapping[str, Any]]:
    return [row for row in checked.result["reconciled"] if row["counts"] == words]


def _term(writer: Writer, node: Node, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """One term: its figures, and its value as reconciled."""
    if not rows:
        return None
    what = capital(node.quantity)
    figures = [_figure(writer, what, row) for row in rows if row["id"]]
    value = f"{number(rows[0]['value'])} ± {number(rows[0]['se'])}"
    ids = [row["id"] for row in rows if row["id"]]
    how = (f"{what} of {writer.importer}, {node.period}: least squares over every figure and "
           "relation of the case, each figure weighed by its grade")  # fmt: skip
    after = {"label": f"{what} reconciled: {number(rows[0]['value'])}", "value": rows[0]["value"],
             "sd": rows[0]["se"], "grade": None}  # fmt: skip
    drawn = [{"label": f"{line['grade']} · {what} {number(row['observed'])}, {line['who']}",
              "value": row["observed"], "sd": row["sd"], "grade": line["grade"]}
             for line, row in zip(figures, (r for r in rows if r["id"]), strict=True)]  # fmt: skip
    return {
        "what": what,
        "unit": rows[0]["unit"],
        "figures": figures,
        "after": writer.ledger.cite(value, how, ids) if ids else value,
        "computed": not ids,
        "drawn": [*drawn, after],
    }


def _figure(writer: Writer, what: str, row: Mapping[str, Any]) -> dict[str, Any]:
    case = writer.findings.case
    figure = case.figures[row["id"]]
    source = case.sources[figure.source]
    words = f"{number(row['observed'])} ± {number(row['sd'])}"
    who = source.publisher or source.title
    how = f"{what} of {writer.importer}, {figure.period}, by {who}"
    return {"who": who, "grade": figure.grade, "suspect": row["suspect"],
            "value": writer.ledger.cite(words, how, [row["id"]])}  # fmt: skip
