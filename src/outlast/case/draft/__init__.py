"""Draft a case from trade: BACI's flows of a heading, USGS's outputs, assumptions for the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outlast.case.draft.files import (
    TEMPLATES,
    dumped,
    entries,
    header,
    sources,
    template,
    trade_table,
)
from outlast.case.draft.outputs import outputs
from outlast.case.draft.scenario import largest_stops, parties
from outlast.case.draft.subject import subject_of
from outlast.case.draft.todo import todo
from outlast.case.draft.usgs import printed
from outlast.case.draft.weights import weigh
from outlast.case.draft.words import of_importer, warnings
from outlast.case.loader import load
from outlast.case.minerals_figures import assumption

__all__ = ["Draft", "draft_case"]


@dataclass(frozen=True)
class Draft:
    """A case that is not yet on disk.

    Attributes
    ----------
    title : str
        Of the case.
    importer : str
        Whose supply it looks at.
    files : mapping of str to str
        Text by path within the folder.
    warnings : tuple of str
        What a reader must know first; it stands in ``case.yaml`` and ``TODO.md``, too.
    """

    title: str
    importer: str
    files: Mapping[str, str]
    warnings: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Write the files and read them back as a case.

        Parameters
        ----------
        folder : Path
            New or empty; it is made where it is not there.

        Raises
        ------
        CaseFaults
            If the draft is not a sound case, which is a fault of outlast.
        """
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        load(folder)


def draft_case(
    hs6: str,
    importer: str | None = None,
    years: range | None = None,
    tables: Sequence[Path] = (),
) -> Draft:
    """Draft a case of a heading.

    Parameters
    ----------
    hs6 : str
        Six digits of an HS code.
    importer : str, optional
        Country, by code or name; the largest importer of the last year if not given.
    years : range, optional
        Years of the trade table; the last ten if not given.
    tables : sequence of Path, optional
        Files of BACI as published, to read instead of the shipped tables.

    Returns
    -------
    Draft
        A case that `exposure`, `shock` and `brief` run on.

    Raises
    ------
    UsageError
        If the code is not six digits, or no shipped table has it.
    InvalidInput
        If the years, the importer or a file do not fit.

    Examples
    --------
    >>> draft = draft_case("811010", years=range(2023, 2025))
    >>> draft.title, draft.importer
    ('Antimony: unwrought antimony, powders (HS 811010)', 'FRA')
    """
    subject = subject_of(hs6, years, tables)
    weighed = weigh(subject.every)
    usgs = printed(subject, weighed)
    first, last = subject.years
    trade = {year: of for year, of in weighed.items() if first <= year <= last}
    figures = (assumption(), *usgs.figures, *outputs(subject, trade, usgs))
    makers = {f.subject for f in figures if f.quantity == "production" and f.item is None
              and f.period == str(last) and f.value}  # fmt: skip
    found = parties([row for row in subject.rows if row.year == last], importer, makers)
    said = (*warnings(subject, trade, usgs), *of_importer(found, figures, last))
    written = {
        "case.yaml": dumped(header(subject, found, said)),
        "trade.csv": trade_table(subject.rows),
        "figures.csv": entries(figures),
        "sources.csv": entries(sources(subject, figures)),
        **{name: template(name) for name in TEMPLATES},
        "measures/largest-stops.yaml": dumped(largest_stops(found, last)),
        "TODO.md": todo(subject, trade, usgs, figures, found, said),
    }
    return Draft(subject.title, found.importer, written, said)
