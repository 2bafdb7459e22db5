"""What must hold between ``case.yaml`` and the tables of a case."""

from collections.abc import Collection, Iterable, Mapping

from outlast.case.rows import Placed
from outlast.case.schema import CaseFile, Entry, Event, Figure, Option
from outlast.countries import Countries
from outlast.errors import Fault, did_you_mean
from outlast.readers.sea_routes import shipped_ports, wrong_node

Rows = Mapping[str, list[Placed[Entry]]]


def check_header(
    header: CaseFile, countries: Countries, sources: set[str], tables: Rows
) -> Iterable[Fault]:
    """Check the codes and ids that ``case.yaml`` names.

    Parameters
    ----------
    header : CaseFile
        ``case.yaml``.
    countries : Countries
        Countries and blocs that the case knows.
    sources : set of str
        Ids of ``sources.csv``.
    tables : mapping of str to list of Placed
        The rows that are sound by themselves.

    Yields
    ------
    Fault
        In the order of ``case.yaml``.
    """
    name = "case.yaml"
    if header.years[0] > header.years[1]:
        yield Fault(name, "years", str(list(header.years)), "the first year, then the last")
    rule = header.trade.material_rule
    codes = [header.importer, *header.powers]
    if rule:
        codes += [
            *rule.origins,
            *(code for link in rule.links for code in (link.exporter, link.importer)),
        ]
    for code in codes:
        if not countries.knows(code):
            yield Fault(name, "country", code, "an ISO alpha-3 code or a bloc")
    if sources and header.trade.source not in sources:
        remedy = did_you_mean(header.trade.source, sources)
        yield Fault(name, "trade.source", header.trade.source, "an id of sources.csv", remedy)
    yield from _leverage(header, countries)
    yield from _plan(header, countries, tables)
    yield from _figures(header, {p.row.id: p.row for p in tables["figures"]
                                 if isinstance(p.row, Figure)})  # fmt: skip
    events = {placed.row.id for placed in tables["events"] if isinstance(placed.row, Event)}
    if header.spotlight and header.spotlight not in events:
        yield Fault(name, "spotlight", header.spotlight, "an id of events.csv")
    places = {p.row.place for p in tables["events"]
              if isinstance(p.row, Event) and p.row.id == header.spotlight}  # fmt: skip
    for place in places:
        if not countries.is_country(place):
            yield Fault(name, "spotlight", place, "an event whose place is one country")


def _figures(header: CaseFile, figures: Mapping[str, Figure]) -> Iterable[Fault]:
    """Check every figure that ``case.yaml`` names."""
    rule = header.trade.material_rule
    yield from _named(
        figures, "closure_tolerance", header.closure_tolerance, "tolerance", ["value"]
    )
    if rule:
        path = "trade.material_rule.unit_value"
        yield from _named(figures, path, rule.unit_value, "unit_value", ["low", "high"])
    if header.price_band:
        yield from _named(figures, "price_band", header.price_band, "unit_value", ["low", "high"])


def _leverage(header: CaseFile, countries: Countries) -> Iterable[Fault]:
    """Check whom the question of leverage names, its years and its variants."""
    asked = header.leverage
    if asked is None:
        return
    for key in ("sender", "target"):
        code = getattr(asked, key)
        if not countries.is_country(code):
            yield Fault("case.yaml", f"leverage.{key}", code, "an ISO alpha-3 code")
    if asked.sender == asked.target:
        expected = "another country than the sender"
        yield Fault("case.yaml", "leverage.target", asked.target, expected)
    if asked.years[0] > asked.years[1]:
        got = str(list(asked.years))
        yield Fault("case.yaml", "leverage.years", got, "the first year, then the last")
    names = [variant.name for variant in asked.variants]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault("case.yaml", "leverage.variants", name, "a name that no other variant has")


def _plan(header: CaseFile, countries: Countries, tables: Rows) -> Iterable[Fault]:
    """Check whom the question of a plan names, that it has options and powers enough."""
    asked = header.plan
    if asked is None:
        return
    name = "case.yaml"
    if not countries.knows(asked.importer):
        yield Fault(name, "plan.for", asked.importer, "an ISO alpha-3 code or a bloc")
    elif not any(
        isinstance(p.row, Option) and (not p.row.importers or asked.importer in p.row.importers)
        for p in tables["options"]
    ):
        remedy = "add rows to options.csv"
        yield Fault(name, "plan.for", asked.importer, "an importer with options", remedy)
    if asked.attackers > len(header.powers):
        expected = f"at most {len(header.powers)}, the number of `powers`"
        yield Fault(name, "plan.attackers", str(asked.attackers), expected)


def check_names(
    header: CaseFile, countries: Countries, scenarios: Collection[str]
) -> Iterable[Fault]:
    """Check that the scenarios, countries and ports that ``case.yaml`` names are there."""
    named = [("scenarios", name) for name in header.scenarios]
    if header.spotlight_scenario:
        named.append(("spotlight_scenario", header.spotlight_scenario))
    for key, name in named:
        if name not in scenarios:
            remedy = did_you_mean(name, scenarios) if scenarios else "drop it, or write the file"
            expected = "the name of a file of measures/, without .yaml"
            yield Fault("case.yaml", key, name, expected, remedy)
    for code in header.watch:
        if not countries.is_country(code):
            yield Fault("case.yaml", "watch", code, "an ISO alpha-3 code")
    for code, nodes in header.ports.items():
        wrong = wrong_node(shipped_ports(), code, nodes)
        if wrong:
            yield Fault("case.yaml", f"ports.{code}", *wrong)


def _named(
    figures: Mapping[str, Figure], path: str, name: str, quantity: str, needed: list[str]
) -> Iterable[Fault]:
    """Check a figure that ``case.yaml`` names: there, of the right quantity, and known."""
    figure = figures.get(name)
    if not figures:
        return  # the table itself is at fault, and told
    if figure is None:
        expected = "an id of figures.csv"
        yield Fault("case.yaml", path, name, expected, did_you_mean(name, figures))
    elif figure.quantity != quantity:
        yield Fault("case.yaml", path, name, f"a figure of quantity {quantity}")
    elif any(getattr(figure, field) is None for field in needed):
        yield Fault("case.yaml", path, name, f"a figure with {' and '.join(needed)} known")
