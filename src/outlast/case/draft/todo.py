"""The list of what to replace in a draft, the most telling first."""

from collections.abc import Mapping, Sequence

from outlast.case.draft.files import template
from outlast.case.draft.scenario import Parties
from outlast.case.draft.subject import Subject
from outlast.case.draft.usgs import TOO_MUCH, Printed
from outlast.case.draft.weights import Weighed
from outlast.case.schema import Figure
from outlast.countries import WORLD

LISTED = 12


def todo(
    subject: Subject, trade: Mapping[int, Weighed], usgs: Printed, figures: Sequence[Figure],
    found: Parties, said: Sequence[str],
) -> str:  # fmt: skip
    """Write ``TODO.md``.

    Parameters
    ----------
    subject : Subject
        The heading.
    trade : mapping of int to Weighed
        Its trade in tonnes.
    usgs : Printed
        What USGS prints of its material.
    figures : sequence of Figure
        Of the draft.
    found : Parties
        Importer and suppliers.
    said : sequence of str
        Warnings.

    Returns
    -------
    str
        Markdown.
    """
    last = subject.years[1]
    assumed = sorted({f.subject for f in figures if f.status == "assumed"
                      and f.quantity == "production" and f.period == str(last)})  # fmt: skip
    who = ", ".join(assumed[:LISTED]) + (" and others" if len(assumed) > LISTED else "")
    return template("TODO.md").format(
        title=subject.title, hs6=subject.hs6, last=last, assumed=who or "none",
        known="\n".join(f"- {words}" for words in said),
        doubts="\n".join(_doubts(trade[last], usgs, figures, found, last)),
    )  # fmt: skip


def _doubts(
    weighed: Weighed, usgs: Printed, figures: Sequence[Figure], found: Parties, last: int
) -> list[str]:
    made = usgs.tonnes.get(last, {}) if usgs.fits else {}
    lines = [
        f"- {WORLD.name(country)} ({country}): net exports of {net:,.0f} t, USGS prints "
        f"{amount:,.0f} t made; a hub, stocks sold, or one of the two is wrong"
        for country, net in weighed.net_exports.items()
        if (amount := made.get(country)) is not None and net > TOO_MUCH * amount
    ]
    printed = {f.subject for f in figures if f.quantity == "production" and f.status != "assumed"}
    hubs = [f.subject for f in figures if f.quantity == "production" and f.period == str(last)
            and f.status == "assumed" and f.subject not in printed]  # fmt: skip
    if made and hubs:
        lines.append(f"- {', '.join(hubs)}: net exporters that USGS does not name; makers, or "
                     "hubs whose rows in `figures.csv` should go")  # fmt: skip
    if found.larger:
        lines.append(f"- {', '.join(found.larger)} sell the importer more than {found.supplier}, "
                     "without output on file")  # fmt: skip
    unknown = sorted(c for c, amount in made.items() if amount is None)
    if unknown:
        lines.append(f"- {', '.join(unknown)}: output withheld or not available at USGS")
    return lines or ["- nothing that the tables show"]
