"""The sentences at the top of a brief."""

from collections.abc import Sequence

from markupsafe import Markup

from outlast.engines.exposure import Basis
from outlast.report.findings import Findings, Moment
from outlast.report.ledger import Ledger
from outlast.report.wording import capital, percent_range, possessive, the, years

BY: dict[Basis, str] = {"heading": "by value", "material": "by value", "mass": "by weight"}


class Writer:
    """Writes shares as cited numbers."""

    def __init__(self, findings: Findings, ledger: Ledger) -> None:
        self.findings = findings
        self.ledger = ledger
        self.importer = the(findings.case.countries.name(findings.importer))
        self.material = findings.case.header.material

    def name(self, code: str) -> str:
        """Name a country as it stands in a sentence."""
        return the(self.findings.case.countries.name(code))

    def share(self, moments: Sequence[Moment], text: str = "") -> Markup:
        """Cite one share, or the span of several."""
        shares = [moment.share for moment in moments]
        first = moments[0]
        when = years(moment.year for moment in moments)
        how = (
            f"Imports of {self.importer} from {self.name(first.country)} ÷ all its imports of "
            f"{self._what(first)}, {BY[first.basis]}, {when}"
        )
        figures = [f for m in moments for f in self._figures(m)]
        return self.ledger.cite(text or percent_range(shares), how, figures)

    def _what(self, moment: Moment) -> str:
        rule = self.findings.case.header.trade.material_rule
        if moment.basis == "heading" or rule is None:
            return f"HS {' and '.join(self.findings.case.products)}"
        return f"{self.material}, other gases under the heading dropped"

    def _figures(self, moment: Moment) -> Sequence[str]:
        case, importer = self.findings.case, self.findings.importer
        flows = case.imports(importer, moment.year)
        dropped = {
            (row["exporter"], row["importer"])
            for row in self.findings.blocks[moment.basis][moment.year]["dropped"]
        }
        return [flow.id for flow in flows if (flow.exporter, flow.importer) not in dropped]


MOST = 0.5
"""A supplier that had less than this in one of the first years did not "supply" the importer."""


def headline(writer: Writer) -> Markup:
    """Say who supplied the importer first, what became of it, and who can cut off most now."""
    findings = writer.findings
    now = findings.leader(findings.best_basis, findings.last)
    then = findings.first_leader
    if not then:
        return Markup("No imports of {} by {} are on record.").format(
            writer.material, writer.importer
        )
    if now is None:
        return _then(writer, then) + Markup(" For {} its suppliers are unknown.").format(
            findings.last
        )
    start = _exporter(writer)
    if min(moment.share for moment in then) < MOST:
        return start + _now(writer, now)
    if now.country == then[0].country:
        return start + _steady(writer, then, now)
    return start + _moved(writer, then, now)


def _exporter(writer: Writer) -> Markup:
    """Say first that an importer sells more than it buys, where its balance shows it."""
    findings = writer.findings
    known = [
        (block["net_import_reliance"], year)
        for year, block in findings.blocks["heading"].items()
        if block["net_import_reliance"] is not None
    ]
    if not known or known[-1][0] >= 0:
        return Markup()
    return Markup("{} exports more {} than it imports. ").format(
        capital(writer.importer), writer.material
    )


def _now(writer: Writer, now: Moment) -> Markup:
    return Markup("The largest supplier of {} imports of {} is {}: {} {} in {}.").format(
        possessive(writer.importer), writer.material, writer.name(now.country),
        writer.share([now]), BY[now.basis], now.year,
    )  # fmt: skip


def _then(writer: Writer, then: Sequence[Moment]) -> Markup:
    return Markup("{} supplied {} of {} {} in {}.").format(
        capital(writer.name(then[0].country)), writer.share(then),
        possessive(writer.importer), writer.material, years(m.year for m in then),
    )  # fmt: skip


def _steady(writer: Writer, then: Sequence[Moment], now: Moment) -> Markup:
    return Markup(
        "{} supplied {} of {} {} in {}, and is {} the supplier that can cut off most: "
        "{} {} in {}."
    ).format(
        capital(writer.name(now.country)), writer.share(then), possessive(writer.importer),
        writer.material, years(m.year for m in then),
        "still" if now.share <= max(m.share for m in then) else "today",
        writer.share([now]), BY[now.basis], now.year,
    )  # fmt: skip


def _moved(writer: Writer, then: Sequence[Moment], now: Moment) -> Markup:
    findings = writer.findings
    country, turning = then[0].country, findings.turning
    value = Moment("material", now.year, country,
                   findings.share("material", now.year, country) or 0.0)  # fmt: skip
    middle = Markup()
    if turning and turning.year < now.year and turning.share > value.share:
        middle = Markup("{} in {}, ").format(writer.share([turning]), turning.year)
    weight = Markup()
    if now.basis == "mass":
        share = findings.share("mass", now.year, country) or 0.0
        weight = Markup(" and {} by weight").format(
            writer.share([Moment("mass", now.year, country, share)])
        )
    return Markup(
        "{} did supply {} of {} {} – in {}. It was {}{} by value{} in {}. "
        "The supplier that can now cut off most is {}: {} {}."
    ).format(
        capital(writer.name(country)), writer.share(then), possessive(writer.importer),
        writer.material, years(m.year for m in then), middle, writer.share([value]), weight,
        now.year, writer.name(now.country), writer.share([now]), BY[now.basis],
    )  # fmt: skip


def standfirst(writer: Writer) -> Markup:
    """Say in a second sentence what the spotlight event takes away."""
    findings = writer.findings
    event = findings.event
    if event is None or not findings.blocks["material"][findings.last]["suppliers"]:
        return Markup()
    if findings.importer == event.place:
        return Markup("{}: {}. It is {} own supply that stopped.").format(
            findings.stopped_since(), event.title, possessive(writer.importer)
        )
    weighed_first: tuple[Basis, ...] = ("mass", "material")
    bases = [b for b in weighed_first if findings.blocks[b][findings.last]["suppliers"]]
    parts = []
    for basis in bases:
        share = findings.share(basis, findings.last, event.place) or 0.0
        moment = Moment(basis, findings.last, event.place, share)
        parts.append(Markup("{} {}").format(writer.share([moment]), BY[basis]))
    words = Markup(" or ").join(parts)
    if not any(findings.share(basis, findings.last, event.place) for basis in bases):
        return Markup(
            "{}: {}. {} bought nothing there in {}, as far as the trade table shows."
        ).format(findings.stopped_since(), event.title, capital(writer.importer), findings.last)
    return Markup("{}: {}. On the trade of {} that reaches {} of {} imports.").format(
        findings.stopped_since(), event.title, findings.last, words, possessive(writer.importer),
    )  # fmt: skip
