"""Claims from one file, with a case to judge them by or without."""

import hashlib
from pathlib import Path

from outlast.case.checks import claim_faults
from outlast.case.loader import load, shipped_cases
from outlast.case.model import Case
from outlast.case.rows import load_rows
from outlast.case.schema import CaseFile, Claim, Grade, Note, Status, TradeTable
from outlast.countries import Countries
from outlast.errors import CaseFaults, Fault, UsageError
from outlast.units import Units

MOST_CLAIMS = 20_000
"""A file with more is refused: no search over so many ends in reasonable time."""


class ClaimLine(Claim):
    """A claim of a file by itself, where less must be filled."""

    status: Status = "sourced"
    grade: Grade = "D"
    source: str = "file"
    text: Note = ""


def load_claims(path: Path, case: Case) -> tuple[Claim, ...]:
    """Read a file of claims, with the columns of ``claims.csv``.

    Parameters
    ----------
    path : Path
        A CSV file; status, grade (D), source and text may be left out.
    case : Case
        Whose units and countries the claims are in.

    Returns
    -------
    tuple of Claim
        In file order.

    Raises
    ------
    CaseFaults
        With everything that is wrong with the file.
    """
    faults: list[Fault] = []
    placed = load_rows(path, ClaimLine, faults)
    if len(placed) > MOST_CLAIMS:
        faults.append(Fault(path.name, "rows", f"{len(placed):,}", f"at most {MOST_CLAIMS:,}",
                            "check a part at a time"))  # fmt: skip
    faults += claim_faults(placed, case.countries, case.units)
    if faults:
        raise CaseFaults(str(path), faults)
    return tuple(item.row for item in placed)


def no_case(path: Path) -> Case:
    """A case without figures, for claims that are judged by one another alone."""
    trade = TradeTable(source="none", heading="none", status="assumed", grade="D")
    header = CaseFile(title=path.stem, material="the material", product="000000", base_unit="t",
                      years=(1900, 2100), importer="WLD", powers=(), closure_tolerance="none",
                      trade=trade)  # fmt: skip
    return Case(
        name=path.stem, folder=path.parent, header=header, countries=Countries({}, {}),
        units=Units({}), sources={}, figures={}, flows=(), claims=(), balances=(), facilities=(),
        companies=(), uses=(), stocks=(), events={}, priors=(), sectors={}, sector_shares=(),
        industries=(),         control=(), holdings=(), scenarios={}, episodes={},
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )  # fmt: skip


def open_for_claims(name: str, by: str | None) -> tuple[Case, tuple[Claim, ...] | None]:
    """Open a case, or a file of claims with the case that judges it.

    Parameters
    ----------
    name : str
        A shipped case, a folder, or a CSV file.
    by : str, optional
        The case that judges a file's claims.

    Returns
    -------
    case : Case
        What judges.
    claims : tuple of Claim or None
        Those of the file; None for a case, whose own claims are meant.

    Raises
    ------
    UsageError
        If there is no such case or file.
    """
    path = Path(name)
    if path.suffix != ".csv":
        if by is not None:
            raise UsageError(f"--case is {by!r}, expected only with a file of claims: "
                             "a case judges its own")  # fmt: skip
        return load(name), None
    if not path.is_file():
        raise UsageError(f"claims are {name!r}, expected a CSV file that is there, or a case: "
                         f"{', '.join(shipped_cases())}")  # fmt: skip
    case = load(by) if by is not None else no_case(path)
    return case, load_claims(path, case)
