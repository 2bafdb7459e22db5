"""Trade of BACI's files as CEPII publishes them, one a year: the rows of one heading.

Columns: ``t`` year, ``i`` exporter, ``j`` importer, ``k`` product, ``v`` thousand USD, ``q``
tonnes.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from outlast.countries import from_baci
from outlast.errors import InvalidInput
from outlast.readers.baci import TradeRow

COLUMNS = ("t", "i", "j", "k", "v", "q")
_EDITION = re.compile(r"HS\d\d")
_QUERY = """
SELECT CAST(t AS INTEGER), CAST(i AS INTEGER), CAST(j AS INTEGER),
       CAST(round(sum(CAST(v AS DOUBLE)) * 1000) AS BIGINT),
       CASE WHEN count(q) = count(*) THEN CAST(round(sum(q) * 1000) AS BIGINT) END
FROM (SELECT t, i, j, v, TRY_CAST(trim(q) AS DOUBLE) AS q
      FROM read_csv(?, header = true, all_varchar = true, delim = ',')
      WHERE TRY_CAST(trim(k) AS INTEGER) = ?)
GROUP BY ALL ORDER BY ALL
"""


def baci_file_rows(paths: Sequence[Path], hs6: str) -> list[TradeRow]:
    """Read the flows of a heading from BACI's files.

    Parameters
    ----------
    paths : sequence of Path
        Files such as ``BACI_HS17_Y2023_V202601.csv``, one or more years.
    hs6 : str
        Heading of six digits in the files' edition, which their names tell.

    Returns
    -------
    list of TradeRow
        By year, exporter and importer; a weight that is not a number is unknown.

    Raises
    ------
    InvalidInput
        If a file cannot be read as BACI, names a country that BACI does not, or lacks the
        heading.
    """
    rows = [row for path in paths for row in _file_rows(path, hs6)]
    if not rows:
        names = ", ".join(path.name for path in paths)
        remedy = "the edition of HS in the file's name has other codes"
        raise InvalidInput("heading", hs6, expected=f"a product of {names}", remedy=remedy)
    keys = [(row.year, row.exporter, row.importer) for row in rows]
    if len(set(keys)) < len(keys):
        raise InvalidInput("table", "the same year twice", expected="each year in one file")
    return sorted(rows, key=lambda row: (row.year, row.exporter, row.importer))


def _file_rows(path: Path, hs6: str) -> list[TradeRow]:
    edition = _EDITION.search(path.name)
    names = from_baci()
    rows = []
    for year, seller, buyer, usd, weight in _read(path, hs6):
        for number in (seller, buyer):
            if number not in names:
                raise InvalidInput(f"country of {path.name}", number,
                                   expected="a number of a country in BACI")  # fmt: skip
        if names[seller] != names[buyer]:
            rows.append(TradeRow(hs6, edition[0] if edition else "HS", year, names[seller],
                                 names[buyer], usd, weight))  # fmt: skip
    return rows


def _read(path: Path, hs6: str) -> list[tuple[int, int, int, int, int | None]]:
    import duckdb  # noqa: PLC0415 - 0.1 s

    if not path.is_file():
        raise InvalidInput("table", path, expected="a file of BACI")
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = [name.strip().strip('"') for name in file.readline().split(",")]
        if header != list(COLUMNS):
            got = ",".join(header)[:80]
            raise InvalidInput(f"columns of {path.name}", got, expected=",".join(COLUMNS))
        with duckdb.connect(config={"threads": 1}) as connection:
            found: list[tuple[int, int, int, int, int | None]] = connection.execute(
                _QUERY, [str(path), int(hs6)]
            ).fetchall()
    except (duckdb.Error, UnicodeDecodeError, OSError) as error:
        line = str(error).splitlines()[0][:120]
        raise InvalidInput("table", path.name, expected=f"a CSV file of BACI ({line})") from None
    return found
