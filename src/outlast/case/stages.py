"""Upstream stages of a case: folders under ``stages/`` that are cases in their own right."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from outlast.case.model import Case
from outlast.case.rows import Placed
from outlast.case.schema import Entry, Stage
from outlast.errors import CaseFaults, Fault, did_you_mean

FOLDER = "stages"
DEEPEST = 8
"""Stages within stages."""


def load_stages(
    folder: Path, rows: Iterable[Placed[Entry]], load: Callable[[Path], Case], faults: list[Fault]
) -> tuple[tuple[Stage, Case], ...]:
    """Read the case of every stage that a case names.

    Parameters
    ----------
    folder : Path
        The case's.
    rows : iterable of Placed
        Of its ``stages.csv``.
    load : callable
        Reads and checks the case in a folder.
    faults : list of Fault
        Grows by what is wrong, faults in a stage's files with the path to them.

    Returns
    -------
    tuple of (Stage, Case)
        In the order of the rows.
    """
    stages = {placed.row.stage: (placed.where, placed.row) for placed in rows
              if isinstance(placed.row, Stage)}  # fmt: skip
    if not any(fault.where.startswith("stages.csv") for fault in faults):
        faults += _unnamed(folder, stages)
    found = []
    for name, (where, row) in stages.items():
        fault = _misplaced(folder, name, where)
        if fault:
            faults.append(fault)
            continue
        try:
            case = load(folder / FOLDER / name)
        except CaseFaults as inner:
            faults += [replace(fault, where=f"{FOLDER}/{name}/{fault.where}")
                       for fault in inner.faults]  # fmt: skip
            continue
        if row.sector not in case.sectors:
            faults.append(Fault(where, "sector", row.sector,
                                f"an id of {FOLDER}/{name}/sectors.csv",
                                did_you_mean(row.sector, case.sectors)))  # fmt: skip
        found.append((row, case))
    return tuple(found)


def _unnamed(folder: Path, named: Iterable[str]) -> list[Fault]:
    """Name the folders that no row speaks of."""
    there = sorted(path.parent.name for path in folder.glob(f"{FOLDER}/*/case.yaml"))
    return [
        Fault(f"{FOLDER}/{name}", "stage", name, "a row of stages.csv",
              "say there how much of it a tonne of product takes")
        for name in there if name not in named
    ]  # fmt: skip


def _misplaced(folder: Path, name: str, where: str) -> Fault | None:
    """Refuse a stage without a folder, in a linked one, or too deep."""
    place = folder / FOLDER / name
    if not place.is_dir():
        remedy = "write it there, or drop the row"
        return Fault(where, "stage", name, f"a case in the folder {FOLDER}/{name}", remedy)
    if place.resolve() != folder.resolve() / FOLDER / name:
        remedy = "copy the folder into the case instead of linking it"
        return Fault(where, "stage", name, f"a folder {FOLDER}/{name} that is no link", remedy)
    if folder.resolve().parts[-2 * DEEPEST :: 2] == (FOLDER,) * DEEPEST:
        return Fault(where, "stage", name, f"stages at most {DEEPEST} deep")
    return None
