"""The brief: one page for one importer that a decision-maker can be handed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import Markup

from outlast.about import __version__
from outlast.case import Case, load
from outlast.engines.evidence.check import check
from outlast.errors import UsageError
from outlast.report import sections
from outlast.report.findings import BASIS_WORDS, Findings
from outlast.report.headline import Writer, headline, standfirst
from outlast.report.inline import render
from outlast.report.ledger import Ledger
from outlast.report.wording import capital, possessive, the
from outlast.results import Result, write_whole


@dataclass(frozen=True)
class Brief:
    """Headline, main table and page of one importer.

    Attributes
    ----------
    findings : Findings
        The facts.
    with_shocks : bool
        Whether to run the case's scenarios, which takes most of the time.
    with_claims : bool
        Whether to check the case's claims, some seconds for helium.
    progress : callable
        Is told what is being worked on.
    """

    findings: Findings
    with_shocks: bool = True
    with_claims: bool = True
    progress: Callable[[str], None] = field(default=lambda _: None, compare=False, repr=False)

    @cached_property
    def shocks(self) -> Mapping[tuple[str, int], Result]:
        """Every scenario of the case on every year shown."""
        if not self.with_shocks:
            return {}
        return sections.run_shocks(self.findings, self.progress)

    @cached_property
    def leverage(self) -> Result | None:
        """The case's question of leverage; None where it has none, or it is of others."""
        return sections.run_leverage(self.findings, self.progress) if self.with_shocks else None

    @cached_property
    def plan(self) -> Result | str | None:
        """The case's plan, or why none was found; None where it asks for none, or for others."""
        return sections.run_plan(self.findings, self.progress) if self.with_shocks else None

    @cached_property
    def outlook(self) -> Result | None:
        """Output to come, where the case asks for a plan; None where nothing can be told."""
        return sections.run_outlook(self.findings, self.progress) if self.with_shocks else None

    @cached_property
    def checked(self) -> Result | None:
        """Verdicts on the case's claims; None where none is about this importer."""
        case = self.findings.case
        if not self.with_claims or not sections.about(self.findings, case.claims):
            return None
        return check(case, progress=self.progress)

    @property
    def importer(self) -> str:
        """The importer as it stands in a sentence."""
        return the(self.findings.case.countries.name(self.findings.importer))

    @property
    def title(self) -> str:
        """The question that the brief answers."""
        return f"Who can cut off {possessive(self.importer)} {self.findings.case.header.material}?"

    @cached_property
    def headline(self) -> str:
        """The headline as plain text."""
        return plain(headline(self._writer()))

    @cached_property
    def standfirst(self) -> str:
        """The sentence after the headline, plain; empty where there is none."""
        return plain(self._standfirst(self._writer()))

    @cached_property
    def table(self) -> list[dict[str, str | None]]:
        """The last year's suppliers: name, then, heading, material and mass as text."""
        return [
            {key: plain(cell) if isinstance(cell, Markup) else cell for key, cell in row.items()}
            for row in sections.main_table(self._writer())
        ]  # fmt: skip

    @property
    def version(self) -> str:
        """The version of outlast that writes the page."""
        return __version__

    @cached_property
    def figures(self) -> list[str]:
        """Ids of every figure that a number of the page rests on."""
        _, writer = self._page
        return sorted({figure for entry in writer.ledger.entries for figure in entry.figures})

    def html(self) -> str:
        """Write the page.

        Returns
        -------
        str
            HTML that opens offline and carries all it needs.
        """
        return self._page[0]

    @cached_property
    def _page(self) -> tuple[str, Writer]:
        writer = self._writer()
        context: dict[str, Any] = {
            "title": self.title,
            "headline": headline(writer),
            "standfirst": self._standfirst(writer),
            "suppliers": sections.suppliers(writer),
            "printed": sections.printed(writer),
            "evidence": sections.evidence(writer, self.checked),
            "coalitions": sections.coalitions(writer),
            "control": sections.control(writer),
            "stop": sections.stop(writer),
            "shocks": sections.shocks(writer, self.shocks),
            "leverage": sections.leverage(writer, self.leverage),
            "outlook": sections.outlook(writer, self.outlook),
            "plan": sections.plan(writer, self.plan),
            "world": sections.world(writer),
            "reliance": sections.reliance(writer),
            "left_out": sections.left_out(writer),
        }
        page = render("brief.html.j2", {
            **context,
            "assumed": sections.assumed(writer),
            "unknown": self.findings.unknown,
            "ledger": writer.ledger,
            "case": self.findings.case,
            "importer": self.importer,
            "findings": self.findings,
            "basis_words": BASIS_WORDS,
            "trade_source": self.findings.case.sources[self.findings.case.header.trade.source],
            "version": self.version,
        })  # fmt: skip
        return page, writer

    def _standfirst(self, writer: Writer) -> Markup:
        """Say what the spotlight event reaches, and what its scenario takes away."""
        words = standfirst(writer)
        shown = sections.spotlight(self.findings, self.shocks)
        if shown is None:
            return words
        return words + Markup(" {}: {} misses {} of a year's {}.").format(
            sections.titled(writer, shown), capital(writer.importer),
            sections.missed(writer, shown), writer.material,
        )  # fmt: skip

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, whole or not at all.

        Parameters
        ----------
        path : str or Path
            Where it goes.

        Returns
        -------
        Path
            The same.

        Raises
        ------
        UsageError
            If the folder does not exist or cannot be written to.
        """
        return write_whole(Path(path), self.html().encode())

    def _writer(self) -> Writer:
        case = self.findings.case
        return Writer(self.findings, Ledger(case, sections.cases_beside(case)))

    def _repr_html_(self) -> str:
        """Show the headline in a notebook."""
        writer = self._writer()
        return str(Markup("<h3>{}</h3><p>{}</p>").format(self.title, headline(writer).striptags()))


def plain(text: Markup) -> str:
    """Turn a cited text into plain text, its per cent signs kept to their numbers."""
    return str(text.striptags()).replace("\u202f%", " %")


def brief(
    case: Case | str,
    importer: str | None = None,
    *,
    shocks: bool = True,
    claims: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Brief:
    """Prepare the brief of an importer.

    Parameters
    ----------
    case : Case or str
        A case, or what `outlast.load` takes.
    importer : str, optional
        Country or bloc, by code or name; the case's importer if not given.
    shocks : bool
        Whether to run the case's scenarios too, half a minute for helium.
    claims : bool
        Whether to check the case's claims too, some seconds for helium.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Brief
        With ``headline``, ``table``, ``html()`` and ``save(path)``.

    Raises
    ------
    UsageError
        If the case has no trade, or trade that cannot be told from another material's.

    Examples
    --------
    >>> brief("isle", shocks=False).headline
    "The largest supplier of Isle's imports of brightgas is Northland: 42 % by weight in 2023."
    """
    opened = case if isinstance(case, Case) else load(case)
    _check_trade(opened)
    code = opened.countries.find(importer or opened.header.importer)
    return Brief(Findings(opened, code), shocks, claims, progress)


def _check_trade(case: Case) -> None:
    """Refuse a case whose trade table cannot say who supplies the material."""
    trade = case.header.trade
    if case.flows and not trade.mixed:
        return
    why = "has no trade" if not case.flows else "shares its heading with other materials"
    raise UsageError(
        f"material {case.name} {why}, expected trade of its own for a brief: `outlast exposure "
        f"{case.name} --producers` says what is known; `outlast init DIR` begins a case that can "
        "hold its trade, and a material_rule that tells it from the heading"
    )
