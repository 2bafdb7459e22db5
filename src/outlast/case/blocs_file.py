"""Read ``blocs.yaml``: states counted as one, always or from year to year."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from outlast.case.plain_yaml import line_of, read_yaml
from outlast.case.rows import explain
from outlast.case.schema import BlocEntry, CaseFile, Member
from outlast.countries import WORLD, Bloc, Membership
from outlast.errors import Fault

BLOCS = TypeAdapter(dict[str, BlocEntry])
"""The content of the file: blocs by their code."""


def load_blocs(path: Path | None, header: CaseFile | None, faults: list[Fault]) -> dict[str, Bloc]:
    """Read a case's blocs.

    Parameters
    ----------
    path : Path or None
        ``blocs.yaml``, if the case has one.
    header : CaseFile or None
        Names the fictional countries; None if it could not be read, which is told elsewhere.
    faults : list of Fault
        Grows by what is wrong, each with its line.

    Returns
    -------
    dict of str to Bloc
        By code; empty if the file has a fault.
    """
    if path is None:
        return {}
    before = len(faults)
    content = read_yaml(path, faults)
    if len(faults) > before:
        return {}
    try:
        entries = BLOCS.validate_python(content)
    except ValidationError as error:
        faults.extend(
            explain(f"{path.name}:{line_of(path, detail['loc'])}", detail)
            for detail in error.errors()
        )
        return {}
    for code, entry in entries.items():
        faults.extend(_codes(path, code, entry, header.countries) if header else ())
        faults.extend(_twice(path, code, entry.members))
    return {code: Bloc(code, entry.name, tuple(map(_membership, entry.members)))
            for code, entry in entries.items()}  # fmt: skip


def _membership(member: Member) -> Membership:
    return Membership(member.country, member.first, member.last)


def _codes(
    path: Path, bloc: str, entry: BlocEntry, fictional: Mapping[str, str]
) -> Iterable[Fault]:
    """Refuse a member that is no country."""
    for place, member in enumerate(entry.members):
        if not WORLD.is_country(member.country) and member.country not in fictional:
            where = f"{path.name}:{line_of(path, (bloc, 'members', place))}"
            yield Fault(where, f"{bloc}.members", member.country, "an ISO alpha-3 code")


def _twice(path: Path, bloc: str, members: Iterable[Member]) -> Iterable[Fault]:
    """Refuse a state that would be a member twice in one year."""
    earlier: list[Member] = []
    for place, member in enumerate(members):
        if any(member.meets(other) for other in earlier):
            where = f"{path.name}:{line_of(path, (bloc, 'members', place))}"
            expected = "one membership of a state at a time"
            remedy = "let the first end in a year before the second begins"
            yield Fault(where, f"{bloc}.members", member.words(), expected, remedy)
        earlier.append(member)
