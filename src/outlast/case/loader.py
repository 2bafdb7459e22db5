"""Read a case: a shipped one by name, or a folder."""

import hashlib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from outlast.case.blocs_file import load_blocs
from outlast.case.checks import check_rows, measure_sources
from outlast.case.checks_episodes import check_episodes
from outlast.case.checks_header import check_names
from outlast.case.checks_options import stage_faults
from outlast.case.checks_replays import check_replays
from outlast.case.measures import Episode, Scenario
from outlast.case.minerals import find_material, load_material, material_names
from outlast.case.model import Case
from outlast.case.plain_yaml import read_yaml
from outlast.case.rows import Placed, explain, load_rows
from outlast.case.schema import REQUIRED, TABLES, CaseFile, Entry, Replay, Stage
from outlast.case.stages import load_stages
from outlast.countries import Bloc, Countries
from outlast.errors import CaseFaults, CountryError, Fault, UnitError, UsageError, did_you_mean
from outlast.units import Units

ModelT = TypeVar("ModelT", bound=Entry)
CASES = Path(str(files("outlast"))) / "cases"
"""Folder of the shipped cases."""


def shipped_cases() -> tuple[str, ...]:
    """List the cases that come with outlast.

    Returns
    -------
    tuple of str
        Names that `load` takes.
    """
    return tuple(sorted(path.parent.name for path in CASES.glob("*/case.yaml")))


def load(case: str | Path) -> Case:
    """Read and check a case.

    Parameters
    ----------
    case : str or Path
        A folder with ``case.yaml``, the name of a shipped case, or a material of the shipped
        tables: ``tungsten``, or ``tungsten:810194`` for one of its headings.

    Returns
    -------
    Case
        Checked; nothing in it can be changed.

    Raises
    ------
    UsageError
        If there is no such case.
    CaseFaults
        With everything that is wrong with its files.

    Examples
    --------
    >>> load("isle")
    Case('isle': Brightgas, 2020-2023, 23 flows, 30 figures)
    """
    folder = _folder(case)
    if folder is None:
        return _material(str(case))
    return _load_folder(folder)


def _material(name: str) -> Case:
    """Read a material of the shipped tables."""
    found = find_material(name)
    if found is not None:
        return load_material(*found)
    known = {*shipped_cases(), *material_names()}
    raise UsageError(
        f"case is {name[:80]!r}, expected a shipped case, a material of the shipped tables or a "
        f"folder with case.yaml: {did_you_mean(name, known)}"
    )


def _load_folder(folder: Path) -> Case:
    """Read and check the files of a case."""
    faults: list[Fault] = []
    paths = _paths(folder, faults)
    header = _header(folder, faults)
    blocs = load_blocs(paths.get("blocs"), header, faults)
    tables = {
        name: load_rows(paths[name], TABLES[name], faults) for name in TABLES if name in paths
    }
    tables = {name: tables.get(name, []) for name in TABLES}
    if header is None:
        raise CaseFaults(str(folder), faults)
    countries, units = _vocabulary(header, blocs, faults)
    faults += check_rows(header, tables, countries, units)
    scenarios = _in_order(header, load_yaml_folder(folder / "measures", Scenario, faults))
    episodes = load_yaml_folder(folder / "episodes", Episode, faults)
    faults += measure_sources(tables, scenarios, episodes)
    replays = load_yaml_folder(folder / "replays", Replay, faults)
    ids = {name: _ids(tables[name]) for name in ("sectors", "sources")}
    faults += check_episodes(episodes, header, countries, **ids)
    faults += check_replays(replays, countries, ids["sources"])
    stages = load_stages(folder, tables["stages"], _load_folder, faults)
    faults += stage_faults(tables["options"], _sectors(stages))
    faults += check_names(
        header, countries, {path.stem for path in folder.glob("measures/*.yaml")}
    )
    if faults:
        raise CaseFaults(str(folder), faults)
    rows: dict[str, Any] = {name: tuple(p.row for p in placed) for name, placed in tables.items()}
    return Case(
        name=folder.resolve().name,
        folder=folder,
        header=header,
        countries=countries,
        units=units,
        sources={row.id: row for row in rows["sources"]},
        figures={row.id: row for row in rows["figures"]},
        flows=rows["trade"],
        claims=rows["claims"],
        balances=rows["balances"],
        facilities=rows["facilities"],
        companies=rows["companies"],
        uses=rows["uses"],
        stocks=rows["stocks"],
        events={row.id: row for row in rows["events"]},
        priors=rows["priors"],
        sectors={row.id: row for row in rows["sectors"]},
        sector_shares=rows["sector_shares"],
        industries=rows["industries"],
        control=rows["control"],
        holdings=rows["holdings"],
        scenarios=scenarios,
        episodes=episodes,
        replays=replays,
        sha256=_sha256(
            folder / "case.yaml",
            *paths.values(),
            *folder.glob("measures/*.yaml"),
            *folder.glob("episodes/*.yaml"),
            *folder.glob("replays/*.yaml"),
            stages=stages,
        ),
        stages=stages,
        options={row.id: row for row in rows["options"]},
        option_numbers=rows["option_numbers"],
        money=rows["money"],
    )


def _sectors(stages: Iterable[tuple[Stage, Case]]) -> dict[str, Iterable[str]]:
    """Sectors of every stage of a case by its path, those of its stages among them."""
    found: dict[str, Iterable[str]] = {}
    for row, case in stages:
        found[row.stage] = case.sectors
        found |= {f"{row.stage}/{path}": further.sectors for path, further in case.chain.items()}
    return found


def _ids(rows: Iterable[Placed[Entry]]) -> frozenset[str]:
    """Ids of a table's rows."""
    return frozenset(getattr(placed.row, "id") for placed in rows)  # noqa: B009 - of its subclass


def _folder(case: str | Path) -> Path | None:
    """Find a case's folder; None where there is none of that name."""
    try:
        if str(case) and Path(case).is_dir():
            return Path(case)
    except (OSError, ValueError):
        pass  # no such name can be a folder
    return CASES / str(case) if str(case) in shipped_cases() else None


def _paths(folder: Path, faults: list[Fault]) -> dict[str, Path]:
    """Find the case's files by table name; a path that leaves the folder is a fault."""
    candidates = {name: [f"{name}.csv"] for name in TABLES}
    candidates["trade"] = ["trade.parquet", "trade.csv"]
    candidates["blocs"] = ["blocs.yaml"]
    paths = {}
    for name, choices in candidates.items():
        there = [folder / c for c in choices if (folder / c).exists() or (folder / c).is_symlink()]
        if len(there) > 1:
            faults.append(Fault(name, "file", " and ".join(choices), "one of the two"))
        elif there and not there[0].resolve().is_relative_to(folder.resolve()):
            remedy = "copy the file into the case instead of linking it"
            faults.append(Fault(there[0].name, "path", "outside", "a file in the folder", remedy))
        elif there:
            paths[name] = there[0]
        elif name in REQUIRED:
            remedy = "`outlast init DIR` writes a working skeleton"
            faults.append(Fault(choices[-1], "file", "missing", "a file in the folder", remedy))
    return paths


def _header(folder: Path, faults: list[Fault]) -> CaseFile | None:
    before = len(faults)
    if not (folder / "case.yaml").resolve().is_relative_to(folder.resolve()):
        remedy = "copy the file into the case instead of linking it"
        faults.append(Fault("case.yaml", "path", "outside", "a file in the folder", remedy))
        return None
    content = read_yaml(folder / "case.yaml", faults)
    if len(faults) > before:
        return None
    try:
        return CaseFile.model_validate(content)
    except ValidationError as error:
        faults.extend(explain("case.yaml", detail) for detail in error.errors())
    return None


def load_yaml(path: Path, model: type[ModelT], faults: list[Fault]) -> ModelT | None:
    """Read one YAML file as a model; grow `faults` by what is wrong."""
    before = len(faults)
    content = read_yaml(path, faults)
    if len(faults) > before:
        return None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults.extend(explain(path.name, detail) for detail in error.errors())
    return None


def load_yaml_folder(folder: Path, model: type[ModelT], faults: list[Fault]) -> dict[str, ModelT]:
    """Read every YAML file of a folder, by its name without the suffix."""
    found = {path.stem: load_yaml(path, model, faults) for path in sorted(folder.glob("*.yaml"))}
    return {name: entry for name, entry in found.items() if entry is not None}


def _in_order(header: CaseFile, scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Put scenarios in the header's order; those that it does not name follow by name."""
    named = [name for name in header.scenarios if name in scenarios]
    return {name: scenarios[name] for name in dict.fromkeys([*named, *scenarios])}


def _vocabulary(
    header: CaseFile, blocs: Mapping[str, Bloc], faults: list[Fault]
) -> tuple[Countries, Units]:
    """Countries and units of the case; where they are faulty, those of the world."""
    countries, units = Countries(), Units({})
    try:
        countries = Countries(header.countries, blocs)
    except CountryError as error:
        what, _, expected = str(error).partition(", expected ")
        faults.append(Fault("case.yaml, blocs.yaml", "codes", what, expected or "valid codes"))
    try:
        units = Units(header.volumes)
    except UnitError as error:
        faults.append(Fault("case.yaml", "volumes", str(error), "known volume units"))
    return countries, units


def _sha256(*paths: Path, stages: Iterable[tuple[Stage, Case]]) -> str:
    """Checksum of the case's files by name and content, those of its stages among them."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for row, stage in stages:
        digest.update(f"{row.key}\0{stage.sha256}\0".encode())
    return digest.hexdigest()
