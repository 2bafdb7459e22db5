"""The text of a draft's files."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files

import yaml

from outlast.case.draft.scenario import Parties
from outlast.case.draft.subject import SOURCE_OF_FILES, Subject
from outlast.case.minerals_figures import general_sources, sources_of
from outlast.case.schema import Entry, Figure, Source
from outlast.readers.baci import TradeRow

TEMPLATES = ("priors.csv", "sectors.csv", "sector_shares.csv")
_LAST = ("status", "grade", "source", "note")
BOEHM = Source(
    id="boehm2023", title="The Long and Short (Run) of Trade Elasticities",
    publisher="American Economic Review 113(4), 861-905 (Boehm, Levchenko, Pandalai-Nayar)",
    published="2023", url="https://www.nber.org/papers/w27064", grade="A",
    licence="single facts quoted", note="0.76 in the short run, about 2 in the long run, 7 to 10 "
    "years to converge; all goods, from tariff changes",
)  # fmt: skip


def template(name: str) -> str:
    """Read one of the tables that every draft has alike."""
    return (files("outlast.case.draft") / "template" / name).read_text("utf-8")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write CSV; what is not known is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else _cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: object) -> object:
    return f"{cell:.12g}" if isinstance(cell, float) else cell


def entries(rows: Sequence[Entry]) -> str:
    """Write rows of one table with all its columns."""
    fields = list(type(rows[0]).model_fields)
    last = [name for name in _LAST if name in fields] if "status" in fields else []
    columns = [*(name for name in fields if name not in last), *last]
    return table(columns, ([getattr(row, name) for name in columns] for row in rows))


def trade_table(rows: Sequence[TradeRow]) -> str:
    """Write ``trade.csv``; a weight that is not known stays empty."""
    columns = ("year", "product", "edition", "exporter", "importer", "value_usd", "quantity_t")
    ordered = sorted(rows, key=lambda row: (row.year, row.exporter, row.importer))
    return table(columns, (
        (row.year, row.hs6, row.edition, row.exporter, row.importer, row.value_usd,
         None if row.weight_kg is None else row.weight_kg / 1000)
        for row in ordered
    ))  # fmt: skip


def sources(subject: Subject, figures: Sequence[Figure]) -> list[Source]:
    """List the sources that the draft names, its trade's first."""
    known = {SOURCE_OF_FILES.id: SOURCE_OF_FILES, **general_sources()}
    if subject.material:
        known |= sources_of(subject.material)
    used = dict.fromkeys([subject.source, *(figure.source for figure in figures), "assumption"])
    return [*(known[name] for name in used), BOEHM]


def header(subject: Subject, found: Parties, caveats: Sequence[str]) -> Mapping[str, object]:
    """Write ``case.yaml`` as plain values."""
    heading, last = subject.heading, subject.years[1]
    what = f", {heading.what}" if heading else ""
    edition = next(row.edition for row in subject.rows if row.year == last)
    volume = subject.material.m3_per_tonne if subject.material else None
    return {
        "title": subject.title, "material": subject.words, "product": subject.hs6,
        "base_unit": "t", "years": list(subject.years), "importer": found.importer,
        "powers": list(found.powers), "closure_tolerance": "tolerance-closure",
        "shock_years": [last], "spotlight_scenario": "largest-stops",
        **({} if volume is None else {"volumes": {"m3_15C": volume}}),
        "trade": {
            "source": subject.source, "heading": f"HS {subject.hs6} ({edition}){what}",
            "status": "sourced", "grade": "A", "caveats": list(caveats),
        },
    }  # fmt: skip


def dumped(content: Mapping[str, object]) -> str:
    """Write YAML."""
    return yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=95)
