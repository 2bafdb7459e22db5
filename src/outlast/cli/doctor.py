"""``outlast doctor`` tells whether this installation is sound."""

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, requires
from importlib.metadata import version as installed
from importlib.resources import files
from typing import NamedTuple

import typer

from outlast.about import __version__
from outlast.cli.options import AsJson, console
from outlast.errors import OutlastError


class Check(NamedTuple):
    """One thing looked at."""

    what: str
    found: str
    ok: bool = True


def doctor(*, as_json: AsJson = False) -> None:
    """Check this installation: packages, shipped cases, browser libraries."""
    checks = [
        Check("Python", platform.python_version()),
        Check("outlast", __version__),
        *_packages(),
        *_cases(),
        *_libraries(),
    ]
    if as_json:
        envelope = {
            "schema": "outlast.doctor/1",
            "result": {"checks": [c._asdict() for c in checks]},
        }
        print(json.dumps(envelope, indent=1))  # noqa: T201
    else:
        screen = console()
        for check in checks:
            mark = "ok    " if check.ok else "wrong "
            screen.print(f"{mark}{check.what}: {check.found}", style=None if check.ok else "red")
    if not all(check.ok for check in checks):
        raise typer.Exit(3)


def _packages() -> list[Check]:
    """Every package that outlast needs."""
    checks = []
    for line in requires("outlast") or ():
        name = line.split(";")[0].split(">")[0].split("<")[0].split("=")[0].strip()
        try:
            checks.append(Check(name, installed(name)))
        except PackageNotFoundError:
            checks.append(Check(name, "missing: install outlast again", ok=False))
    return checks


def _cases() -> list[Check]:
    from outlast.case import load, shipped_cases  # noqa: PLC0415

    checks = []
    for name in shipped_cases():
        try:
            case = load(name)
            checks.append(Check(f"case {name}", f"{len(case.flows):,} flows"))
        except OutlastError as error:
            checks.append(Check(f"case {name}", str(error), ok=False))
    return checks


def _libraries() -> list[Check]:
    """Compare the browser libraries with their checksums."""
    vendor = files("outlast.charts").joinpath("vendor")
    checks = []
    for line in vendor.joinpath("SHA256SUMS").read_text("utf-8").splitlines():
        expected, name = line.split()
        digest = hashlib.sha256(vendor.joinpath(name).read_bytes()).hexdigest()
        found = "as published" if digest == expected else "changed: install outlast again"
        checks.append(Check(name, found, ok=digest == expected))
    return checks
