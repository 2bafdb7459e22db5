"""Values of the USGS Mineral Commodity Summaries, each with what its print means."""

from typing import NamedTuple

from outlast.readers.materials import Chapter
from outlast.readers.shipped import query

WORLD_TOTAL = "WLD"


class Printed(NamedTuple):
    """A value as USGS prints it."""

    edition: int
    country: str
    """USGS's name: Burma, Congo (Kinshasa), "Korea, North", Other countries."""
    code: str
    """ISO alpha-3, ``WLD`` for a world total, empty for a group of countries."""
    form: str
    unit: str
    year: int
    value: float | None
    low: float | None
    high: float | None
    flag: str
    """``ok``, ``zero``, ``withheld``, ``not_available``, ``less_than_half_unit``, ``below``,
    ``above``, ``range``, ``net_exporter``, ``words`` or ``empty``; see ``docs/minerals.md``."""
    printed: str
    estimated: bool
    note: str
    counts: str
    """What the chapter says its numbers count, as tungsten content."""


_WORLD = "edition, country, code, form, unit, year, value, low, high, flag, printed, estimated"
_IN_WORLD = """
FROM {table} WHERE edition = ? AND chapter = ? AND (? = '' OR commodity = ?)
AND quantity = ? AND regexp_full_match(form, ?, 'i') ORDER BY year, code, country, form
"""


def world_rows(chapter: Chapter, quantity: str = "production") -> list[Printed]:
    """Rows of a chapter's world table, by year and country.

    Parameters
    ----------
    chapter : Chapter
        Edition, chapter, commodity and form.
    quantity : {"production", "capacity", "reserves"}
        What is counted.

    Returns
    -------
    list of Printed
        A wrong unit of the print put right where `chapter` names the right one.
    """
    values = [chapter.edition, chapter.chapter, chapter.commodity, chapter.commodity, quantity]
    form = chapter.form if quantity == "production" else ".*"
    rows = query(
        "usgs_world", f"{_WORLD}, concat_ws('; ', nullif(remark, ''), nullif(note, '')), counts "
        f"{_IN_WORLD}", [*values, form],
    ).fetchall()  # fmt: skip
    found = [Printed(*row) for row in rows]
    return [row._replace(unit=chapter.unit) for row in found] if chapter.unit else found


_STATES = """
2026, 'United States', 'USA', form, unit, year, value, low, high, flag, printed, estimated, note,
counts FROM {table} WHERE chapter = ? AND (? = '' OR commodity = ?) AND quantity = ?
ORDER BY form, year
"""


def united_states_rows(chapter: Chapter, statistic: str) -> list[Printed]:
    """Rows of the American salient statistics, 2021 to 2025.

    Parameters
    ----------
    chapter : Chapter
        Of the edition of 2026.
    statistic : str
        ``production``, ``import``, ``export``, ``consumption``, ``price``, ``stock``,
        ``net import reliance``, …

    Returns
    -------
    list of Printed
        As USGS prints them, a year each.
    """
    values = [chapter.chapter, chapter.commodity, chapter.commodity, statistic]
    return [Printed(*row) for row in query("usgs_united_states", _STATES, values).fetchall()]


class ImportSource(NamedTuple):
    """The part of American imports of 2021 to 2024 that came from a country."""

    country: str
    code: str
    form: str
    share: float | None
    """0 to 1; None where USGS prints a bound."""
    low: float | None
    high: float | None
    printed: str


_SOURCES = """
country, code, form, value / 100, low / 100, high / 100, printed FROM {table}
WHERE chapter = ? AND (? = '' OR commodity = ?) ORDER BY form, value DESC, country
"""


def import_sources(chapter: Chapter) -> list[ImportSource]:
    """Origins of American imports, the largest first in each form."""
    values = [chapter.chapter, chapter.commodity, chapter.commodity]
    rows = query("usgs_import_sources", _SOURCES, values).fetchall()
    return [ImportSource(*row) for row in rows]
