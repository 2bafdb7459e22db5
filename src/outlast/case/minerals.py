"""A case from the shipped tables of minerals: trade and production of a material, no more."""

import hashlib
from collections.abc import Sequence

from pydantic import TypeAdapter

from outlast.case.minerals_figures import assumption, figures_of, sources_of
from outlast.case.model import Case
from outlast.case.schema import CaseFile, Flow, TradeTable
from outlast.countries import EU27, Countries
from outlast.errors import UsageError, did_you_mean
from outlast.readers.baci import TradeRow, trade_rows
from outlast.readers.materials import Heading, Material, materials
from outlast.readers.shipped import FOLDER
from outlast.units import Units

NO_PRODUCT = "000000"
"""Stands where a case names its HS code and there is none."""
PRODUCTION_YEARS = (2023, 2025)
"""Years of USGS's world tables, the only ones of a material without trade."""


class _BuiltFlow(Flow):
    """A flow of a shipped table, whose codes and amounts are known to be sound: read faster."""

    year: int
    product: str
    exporter: str
    importer: str
    value_usd: float
    quantity_t: float | None = None


_FLOWS = TypeAdapter(tuple[_BuiltFlow, ...])


def material_names() -> tuple[str, ...]:
    """Every name by which a material of the shipped tables is found."""
    known = materials().values()
    return tuple(sorted(name for material in known for name in (material.name, *material.also)))


def find_material(text: str) -> tuple[Material, tuple[Heading, ...]] | None:
    """Find a material and its headings by name, or by name and one heading.

    Parameters
    ----------
    text : str
        ``tungsten``, or ``tungsten:810194`` for another heading than those chosen.

    Returns
    -------
    tuple or None
        None if there is no such material.

    Raises
    ------
    UsageError
        If the material is not traded under that heading.

    Examples
    --------
    >>> material, headings = find_material("Wolfram")
    >>> material.name, [heading.hs6 for heading in headings]
    ('tungsten', ['261100', '810110'])
    """
    name, colon, code = text.strip().partition(":")
    wanted = name.strip().lower().replace(" ", "-")
    found = [m for m in materials().values() if wanted in {m.name, *m.also}]
    if not found:
        return None
    material = found[0]
    if not colon:
        return material, tuple(heading for heading in material.headings if heading.chosen)
    asked = tuple(heading for heading in material.headings if heading.hs6 == code.strip())
    if not asked:
        codes = [heading.hs6 for heading in material.headings]
        raise UsageError(
            f"heading of {material.name} is {code[:20]!r}, expected one of the shipped tables: "
            + (did_you_mean(code, codes) if codes else "it has none")
        )
    return material, asked


def load_material(material: Material, headings: Sequence[Heading]) -> Case:
    """Build a case of what the shipped tables hold of a material.

    Parameters
    ----------
    material : Material
        From `find_material`.
    headings : sequence of Heading
        Those to read; their flows stand side by side, each with its own code.

    Returns
    -------
    Case
        With trade, production, American net import reliance as printed and the recycling rate;
        the importer is the EU27 where none is asked for.
    """
    rows = [row for heading in headings for row in _rows(heading)]
    figures = (*figures_of(material), assumption())
    header = _header(material, headings)
    digest = hashlib.sha256(header.model_dump_json().encode())
    for row in rows:
        digest.update(str(tuple(row)).encode())
    digest.update("".join(figure.model_dump_json() for figure in figures).encode())
    return Case(
        name=_name(material, headings), folder=FOLDER, header=header,
        countries=Countries(), units=Units(header.volumes), sources=sources_of(material),
        figures={figure.id: figure for figure in figures}, flows=_flows(rows),
        claims=(), balances=(), facilities=(), companies=(),
        uses=(), stocks=(), events={}, priors=(),
        sectors={}, sector_shares=(), industries=(),
        control=(), holdings=(), scenarios={}, episodes={},
        sha256=digest.hexdigest(),
    )  # fmt: skip


def _name(material: Material, headings: Sequence[Heading]) -> str:
    chosen = tuple(heading for heading in material.headings if heading.chosen)
    return material.name if tuple(headings) == chosen else f"{material.name}:{headings[0].hs6}"


def _rows(heading: Heading) -> list[TradeRow]:
    return trade_rows(heading.table, [heading.hs6], range(heading.first, heading.last + 1))


def _flows(rows: Sequence[TradeRow]) -> tuple[Flow, ...]:
    return _FLOWS.validate_python(
        [
            {"year": row.year, "product": row.hs6, "edition": row.edition,
             "exporter": row.exporter, "importer": row.importer, "value_usd": row.value_usd,
             "quantity_t": None if row.weight_kg is None else row.weight_kg / 1000}
            for row in rows
        ]
    )  # fmt: skip


def _header(material: Material, headings: Sequence[Heading]) -> CaseFile:
    first, last = PRODUCTION_YEARS
    if headings:
        first, last = min(h.first for h in headings), max(h.last for h in headings)
    volume = material.m3_per_tonne
    return CaseFile(
        title=material.title,
        material=material.title[:1].lower() + material.title[1:],
        product=headings[0].hs6 if headings else NO_PRODUCT,
        base_unit="t",
        years=(first, last),
        importer=EU27.code,
        powers=(),
        closure_tolerance=assumption().id,
        trade=_trade_table(material, headings),
        volumes={} if volume is None else {"m3_15C": volume},
    )


def _trade_table(material: Material, headings: Sequence[Heading]) -> TradeTable:
    words = f"no HS heading of {material.name} is in the shipped trade tables"
    if headings:
        words = "; ".join(f"HS {h.hs6} ({h.edition}), {h.what}" for h in headings)
    source = headings[0].table.replace("_", "-") if headings else "baci-hs92"
    return TradeTable(
        source=source, heading=words, status="sourced", grade="A",
        mixed=any(heading.shared for heading in headings),
        caveats=tuple(_caveats(material, headings)),
    )  # fmt: skip


def _caveats(material: Material, headings: Sequence[Heading]) -> list[str]:
    """Say what a reader must know before using the trade table."""
    name, found = material.name, []
    for heading in headings:
        if heading.shared:
            found.append(f"HS {heading.hs6} holds {heading.shared}: shares are of the heading, "
                         f"and cannot be told apart for {name}")  # fmt: skip
        if heading.note:
            found.append(f"HS {heading.hs6}: {heading.note}")
    codes = " and ".join(heading.hs6 for heading in headings)
    if len(headings) > 1:
        found.append(f"HS {codes} are read together, by gross value and weight and not by content")
    if headings:
        found.append(f"no rule tells {name} from what else is under HS {codes}: basis material "
                     "is the same as heading")  # fmt: skip
    if any(heading.table == "baci_critical" for heading in headings):
        found.append("weights are known for 2024 alone, in whole tonnes: 0 is less than half one")
    if material.note:
        found.append(f"{name}: {material.note}")
    others = [h for h in material.headings if h not in headings]
    found += [f"not counted here: {name}:{h.hs6} ({h.what})" for h in others]
    return found
