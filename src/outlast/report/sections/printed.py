"""What has been printed of the importer's suppliers, and when it was true."""

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from outlast.charts import printed_against_computed
from outlast.engines.exposure import BASES, Basis
from outlast.periods import Period
from outlast.report.findings import BASIS_WORDS, Checked, Findings, Moment
from outlast.report.headline import Writer
from outlast.report.wording import bounds, capital, listed, precise, years


def printed(writer: Writer) -> dict[str, Any] | None:
    """Set printed shares beside the computed series; None where nothing was printed."""
    findings = writer.findings
    if not findings.checked or not findings.known_years:
        return None
    partner = findings.checked[0].claim.partner or ""
    same = [checked for checked in findings.checked if checked.claim.partner == partner]
    return {
        "partner": writer.name(partner),
        "chart": printed_against_computed(_series(findings, partner), _bands(same)),
        "rows": [_claim_row(writer, checked) for checked in findings.checked],
        "summary": [_when_true(writer, c) for c in {_printed_words(c): c for c in same}.values()],
        "bases": [BASIS_WORDS[basis] for basis in BASES],
    }


def _when_true(writer: Writer, checked: Checked) -> str:
    """Say in a sentence in which years a printed share was true, and on which basis."""
    place = capital(writer.name(checked.claim.partner or ""))
    held = [
        f"in {years(when)} counting {BASIS_WORDS[basis]}"
        for basis, when in checked.true_in.items()
        if when
    ]
    words = f"{place}, “{_printed_words(checked)}”"
    first, last = writer.findings.case.years[0], writer.findings.last
    year = Period.parse(checked.claim.period).year
    if year and year > last:
        words += f" for {year}, a year that the trade table does not reach yet"
    if not held:
        return f"{words}: true in no year from {first} to {last}."
    return f"{words}: true {listed(held)}, and in no other year or count."


def _series(findings: Findings, partner: str) -> list[dict[str, Any]]:
    return [
        {"year": year, "share": share, "basis": BASIS_WORDS[basis]}
        for basis in BASES
        for year in findings.known_years
        if (share := findings.share(basis, year, partner)) is not None
    ]


def _bands(checked: Sequence[Checked]) -> list[dict[str, Any]]:
    bands = {(c.reading.low, c.reading.high): _printed_words(c) for c in checked}
    return [
        {"low": low, "high": high, "label": f"printed: {words}"}
        for (low, high), words in sorted(bands.items())
    ]


def _printed_words(checked: Checked) -> str:
    claim = checked.claim
    before = {"under": "under ", "around": "around ", "exceeded": "over "}.get(claim.rule, "")
    return f"{before}{claim.printed}\u202f{'%' if claim.unit == '%' else claim.unit}"


def _claim_row(writer: Writer, checked: Checked) -> dict[str, Any]:
    claim, findings = checked.claim, writer.findings
    true_in = {
        basis: years(when) if when else "in no year" for basis, when in checked.true_in.items()
    }
    if not checked.true_in["mass"] and len(findings.case.has_tonnes) < len(findings.case.years):
        true_in["mass"] = f"not in {years(findings.case.has_tonnes)}, all that has weights"
    year = Period.parse(claim.period).year
    late = year is not None and year > findings.last
    return {
        "text": claim.text,
        "about": capital(writer.name(claim.partner or "")),
        "printed": _printed_words(checked),
        "late": late,
        "period": claim.period.removeprefix("as of "),
        "reading": bounds(checked.reading.low, checked.reading.high),
        "true_in": [true_in[basis] for basis in BASES],
        "last": [_last_share(writer, basis, claim.partner or "") for basis in BASES],
        "source": findings.case.sources[claim.source],
    }


def _last_share(writer: Writer, basis: Basis, partner: str) -> Markup | str:
    findings = writer.findings
    share = findings.share(basis, findings.last, partner)
    if share is None:
        return "unknown"
    return writer.share([Moment(basis, findings.last, partner, share)], precise(share))
