"""Turn the text of a table into typed rows, collecting every fault."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from outlast.case.measures import DATE, DATE_OR_NONE, STAGE
from outlast.case.schema import Entry
from outlast.errors import Fault, did_you_mean
from outlast.readers.tables import Row, Unreadable, read_table

MAX_FAULTS = 200
"""Reading a table stops there."""
_EMPTY = "leave the cell empty if it is unknown"
_EXPECTED = {
    "float_parsing": ("a number", "write it without spaces, commas or signs such as <"),
    "int_parsing": ("a whole number", ""),
    "int_from_float": ("a whole number", ""),
    "finite_number": ("a finite number", _EMPTY),
    "bool_parsing": ("true or false", ""),
    "missing": ("a value", "fill the cell"),
    "string_too_short": ("a value", "fill the cell"),
    "string_type": ("a value", "fill the cell"),
    "float_type": ("a number", "fill the cell"),
    "int_type": ("a whole number", "fill the cell"),
    "bool_type": ("true or false", "fill the cell"),
}
_REFUSED = {
    "size": ("0, or a number between 1e-12 and 1e18", "check its unit"),
    "formula": ("text", "a cell must not begin with = or @: spreadsheets would run it"),
}


RowT = TypeVar("RowT", bound=Entry)


class Placed(NamedTuple, Generic[RowT]):
    """A typed row and the file and line that it stands on."""

    where: str
    row: RowT


def load_rows(path: Path, model: type[RowT], faults: list[Fault]) -> list[Placed[RowT]]:
    """Read a table and check every cell by itself.

    Parameters
    ----------
    path : Path
        The table.
    model : type
        The row's schema.
    faults : list of Fault
        Grows by what is wrong.

    Returns
    -------
    list of Placed
        The rows without a fault.
    """
    try:
        rows = read_table(path)
    except Unreadable as unreadable:
        faults.append(unreadable.fault)
        return []
    if not rows:
        faults.append(Fault(path.name, "table", "a header only", "at least one row"))
        return []
    unknown = _header_faults(path.name, rows[0], model)
    if unknown:
        faults.extend(unknown)
        return []
    return list(_typed(rows, model, faults))


def _header_faults(name: str, row: Row, model: type[Entry]) -> list[Fault]:
    fields = model.model_fields
    faults = [
        Fault(f"{name}:1", "column", column, "a known column", did_you_mean(column, fields))
        for column in row.cells
        if column not in fields
    ]
    faults += [
        Fault(f"{name}:1", f"column {column}", "missing", "a column of that name")
        for column, field in fields.items()
        if field.is_required() and column not in row.cells
    ]
    return faults


def _typed(rows: Iterable[Row], model: type[RowT], faults: list[Fault]) -> Iterable[Placed[RowT]]:
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    for row in rows:
        cells = {
            column: text or None
            for column, text in row.cells.items()
            if text or column in required
        }
        try:
            yield Placed(row.where, model.model_validate(cells))
        except ValidationError as error:
            faults.extend(explain(row.where, detail) for detail in error.errors())
            if len(faults) > MAX_FAULTS:
                return


def explain(where: str, detail: ErrorDetails) -> Fault:
    """Say what pydantic found as a fault with its remedy."""
    what = ".".join(str(part) for part in detail["loc"]) or "row"
    given = detail["input"]
    got = "" if given is None else str(given)[:60] if isinstance(given, str) else repr(given)[:60]
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "refused":
        return Fault(where, f"{what}: {context['what']}", context["got"], context["expected"],
                     context["remedy"])  # fmt: skip
    if kind == "missing" and isinstance(given, dict):
        got, expected, remedy = "missing", "a value", "write the key and its value"
    elif kind in _WORDS:
        key, expected = _WORDS[kind]
        got, remedy = str(context.get(key, got)).replace("'", ""), ""
        expected = expected.format(str(context.get("expected_tags", "")).replace("'", ""))
    elif kind in _EXPECTED:
        expected, remedy = _EXPECTED[kind]
    elif kind in _BOUNDS:
        expected, remedy = _bounded(kind, context)
    elif kind == "literal_error":
        expected, remedy = str(context["expected"]).replace("'", ""), ""
    elif kind == "string_pattern_mismatch":
        expected, remedy = _PATTERNS.get(context["pattern"], f"the form {context['pattern']}"), ""
    elif kind == "extra_forbidden":
        expected, remedy = "a known key", "remove it or correct its spelling"
    elif kind == "value_error":
        said = str(context.get("error", detail["msg"]))
        expected, remedy = _REFUSED.get(said, (said.removeprefix("expected "), ""))
    else:
        expected, remedy = detail["msg"], ""
    return Fault(where, what, got, expected, _without_cells(where, remedy))


def _without_cells(where: str, remedy: str) -> str:
    """Put a remedy that speaks of cells otherwise for a YAML file, which has none."""
    if not where.endswith((".yaml", ".yml")):
        return remedy
    return {"fill the cell": "write text in quotes", _EMPTY: ""}.get(remedy, remedy)


_WORDS = {  # kind of fault: where what was written stands, what could be
    "union_tag_invalid": ("tag", "a kind, one of {}"),
    "union_tag_not_found": ("", "a kind, such as kind: export_ban"),
    "dict_type": ("", "keys with values, such as {{toys: 0.5}}"),
    "tuple_type": ("", "a list, such as [USA, QAT]"),
}
_BOUNDS = {
    "greater_than_equal": ("ge", "{:g} or more"),
    "greater_than": ("gt", "more than {:g}"),
    "less_than_equal": ("le", "at most {:g}"),
    "less_than": ("lt", "less than {:g}"),
}


def _bounded(kind: str, context: Mapping[str, float]) -> tuple[str, str]:
    """Say what a number may be, and the remedy."""
    key, words = _BOUNDS[kind]
    remedies = {"ge": _EMPTY, "le": "write a share as 0.25, not 25" if context[key] == 1 else ""}
    return words.format(context[key]), remedies.get(key, "")


_DATES = "+N months from the start, YYYY-MM or YYYY-MM-DD"
_PATTERNS = {
    DATE: _DATES,
    DATE_OR_NONE: _DATES,
    STAGE: "the id of a stage, or ids with / between, such as oxide/ore",
    r"^[a-z0-9][a-z0-9._-]*$": "an id of lower-case letters, digits, '.', '_' and '-'",
    r"^[A-Z][A-Z0-9]{1,11}$": "an ISO alpha-3 code or a bloc's code in capitals",
    r"^\d{6}$": "six digits of an HS code, with its leading zero",
    r"^(-?\d+(\.\d+)?(-\d+(\.\d+)?)?)?$": "the number as printed, such as 1.2 or 12-13",
}
