"""What a draft's reader must know: warnings for the terminal, caveats for the case."""

from collections.abc import Mapping, Sequence

from outlast.case.draft.scenario import Parties
from outlast.case.draft.subject import Subject
from outlast.case.draft.usgs import Printed, later_stage
from outlast.case.draft.weights import Weighed
from outlast.case.schema import Figure
from outlast.countries import WORLD, the

COVERED = 0.9
"""A smaller part of imports from known makers is told."""


def warnings(subject: Subject, trade: Mapping[int, Weighed], usgs: Printed) -> tuple[str, ...]:
    """Say what is wrong with taking the heading for a material.

    Parameters
    ----------
    subject : Subject
        The heading.
    trade : mapping of int to Weighed
        Its trade in tonnes.
    usgs : Printed
        What USGS prints of its material.

    Returns
    -------
    tuple of str
        The gravest first.
    """
    return (*_of_heading(subject), *_of_output(subject, usgs), *_of_weights(trade))


def of_importer(found: Parties, figures: Sequence[Figure], year: int) -> list[str]:
    """Say what of the importer's supply the market model cannot count."""
    name, said = the(WORLD.name(found.importer)), []
    if found.covered < COVERED:
        said.append(f"{found.covered:.0%} of the imports of {name} in {year} by value come from "
                    "countries with output on file: the rest is traced to them as if passed on, "
                    "or left out")  # fmt: skip
    made = [f for f in figures if f.item is None and (f.quantity, f.subject, f.period)
            == ("production", found.importer, str(year)) and f.value is not None]  # fmt: skip
    if not made:
        said.append(f"what {name} makes itself is unknown: `shock` takes imports for all that it "
                    "uses, so what it misses is a part of imports")  # fmt: skip
    return said


def _of_heading(subject: Subject) -> list[str]:
    code, found = subject.hs6, []
    if subject.shared:
        names = ", ".join(material.name for material in subject.materials)
        found.append(
            f"HS {code} mixes {subject.shared}: every share is of the heading and of none of "
            f"them, and no output of USGS is taken ({names} have chapters of their own)"
        )
    if subject.heading is None:
        found.append(f"HS {code} is in no table of materials: whether it is one good is not known")
    elif subject.heading.note:
        found.append(f"HS {code}: {subject.heading.note}")
    if subject.material:
        others = [h for h in subject.material.headings if h.hs6 != code]
        found += [f"{subject.material.name} is also traded as {h.what} (HS {h.hs6}), not counted "
                  "here" for h in others]  # fmt: skip
    return found


def _of_output(subject: Subject, usgs: Printed) -> list[str]:
    if not usgs.forms:
        words = ("no output is on file: each is an interval from trade, and who neither exports "
                 "on balance nor is printed is unknown, not without output")  # fmt: skip
        return [words]
    forms = " and ".join(f"{form!r}" for form in usgs.forms)
    if not usgs.fits:
        words = (f"USGS does not count these goods ({forms}): {usgs.contradicted:.0%} of net "
                 "exports come from countries that sell more than 1.25 times what it says they "
                 "make; its figures stand aside, outputs are intervals from trade")  # fmt: skip
        return [words]
    found = []
    if later_stage(subject, usgs.forms):
        aside = ", ".join(sorted({country for _, country in usgs.overruled}))
        found.append(f"USGS counts {forms}, the heading a later stage: who smelts the ore of "
                     "others makes more than it says, who sells ore less; taken from trade "
                     f"instead: {aside or 'none'}")  # fmt: skip
    elif usgs.contradicted:
        found.append(f"{usgs.contradicted:.0%} of net exports come from countries that sell more "
                     "than 1.25 times what USGS says they make: see TODO.md")  # fmt: skip
    return found


def _of_weights(trade: Mapping[int, Weighed]) -> list[str]:
    without = [year for year, weighed in trade.items() if weighed.of_year != year]
    if not without:
        return []
    years = f"{len(without)} of the years {min(trade)} to {max(trade)}"
    words = (f"no weights in {years}: tonnes there are value at the unit value of the nearest "
             "year with weights")  # fmt: skip
    return [words]
