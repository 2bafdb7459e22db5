"""Who supplies an importer, how concentrated that is, and who together can cut it."""

from collections.abc import Sequence
from typing import Any

from outlast.about import __version__
from outlast.case import Case, load
from outlast.engines.exposure.bases import (
    BASES,
    UNITS,
    Basis,
    Supply,
    check_basis,
    split_material,
    supply,
)
from outlast.engines.exposure.coalitions import minimal_coalitions
from outlast.engines.exposure.over_years import over_years
from outlast.engines.exposure.producers import producers
from outlast.engines.exposure.reach import check_layers
from outlast.engines.exposure.reliance import net_import_reliance
from outlast.engines.exposure.year import one_year
from outlast.errors import InvalidInput, UsageError
from outlast.results import Result, Unknown

__all__ = [
    "BASES",
    "UNITS",
    "Basis",
    "Supply",
    "exposure",
    "minimal_coalitions",
    "net_import_reliance",
    "producers",
    "split_material",
    "supply",
]


def exposure(
    case: Case | str,
    importer: str | None = None,
    year: int | None = None,
    *,
    years: range | None = None,
    basis: str = "material",
    cut: float | None = 0.5,
    layers: Sequence[str] | None = None,
) -> Result:
    """Tell who supplies an importer and who together can cut it off.

    Parameters
    ----------
    case : Case or str
        A case, or what `outlast.load` takes.
    importer : str, optional
        Country or bloc, by code or name; the case's importer if not given.
    year : int, optional
        A year of the case, the last one if not given.
    years : range, optional
        Several years instead of one.
    basis : {"material", "heading", "mass"}
        What shares are measured in and which flows count; see
        `outlast.engines.exposure.bases`.
    cut : float
        The part of supply that a coalition must be able to stop, above 0 and at most 1; None
        leaves the coalitions out, which can be many.
    layers : sequence of str, optional
        Through which powers may act together: of ``direct``, ``ownership``, ``technology``,
        ``logistics``, ``offtake``, ``transit``; those that can stop what runs if not given.

    Returns
    -------
    Result
        ``suppliers`` with their shares, ``hhi`` (Herfindahl-Hirschman index, 0 to 1),
        ``net_import_reliance``, ``producers``, ``coalitions``, ``dropped``; ``origins`` with hubs
        traced, ``control`` by power and layer, ``stopping`` coalitions, ``transit``, ``plants``,
        ``mirror_gaps`` and ``indices``; ``chain`` for a product made in stages; over several
        years as a list ``years``, and ``ladder``.

    Raises
    ------
    InvalidInput
        If the year lies outside the case or `cut` outside 0 to 1.
    CountryError, UsageError
        If the importer, the basis or a layer is not known.

    Examples
    --------
    >>> result = exposure("isle", year=2023, basis="mass")
    >>> [(row["country"], round(row["share"], 2)) for row in result.result["suppliers"]]
    [('XNO', 0.42), ('XSO', 0.32), ('XEA', 0.16), ('XWE', 0.11)]
    >>> result.unknown[0].path
    'net_import_reliance'
    """
    opened = case if isinstance(case, Case) else load(case)
    chosen, through = check_basis(basis), check_layers(layers)
    try:
        part = None if cut is None else float(cut)
    except (TypeError, ValueError):
        part = float("nan")
    if part is not None and not 0 < part <= 1:
        raise InvalidInput("cut", cut, expected="a share above 0 and at most 1",
                           remedy="write 0.5 for half")  # fmt: skip
    if year is not None and years is not None:
        raise UsageError("year and years are both given, expected one of them")
    code = opened.countries.find(opened.header.importer if importer is None else str(importer))
    chosen_years = years if years is not None else [opened.years[-1] if year is None else year]
    if any(isinstance(when, str | float) for when in chosen_years):
        raise InvalidInput("year", repr(chosen_years[0]), expected="a whole number, such as 2024")
    asked = [int(when) for when in chosen_years]
    if asked != sorted(set(asked)):
        raise InvalidInput("years", asked, expected="years that rise, such as range(2002, 2025)")
    if not asked:
        raise InvalidInput("years", "empty", expected="a first and a last year that rise")
    blocks = [one_year(opened, code, opened.check_year(y), chosen, part, through) for y in asked]
    inputs: dict[str, Any] = {"case": opened.name, "importer": code, "basis": chosen, "cut": part,
                              "layers": list(through)}  # fmt: skip
    inputs |= {"year": asked[0]} if years is None else {"years": asked}
    run = {"seed": None, "version": __version__, "case_sha256": opened.sha256}
    if years is None:
        values, unknown = blocks[0].values, blocks[0].unknown
    else:
        values = {"importer": code, "basis": chosen, "cut": part,
                  "years": [block.values for block in blocks],
                  "ladder": over_years([block.values for block in blocks])}  # fmt: skip
        unknown = [
            Unknown(f"years.{block.values['year']}.{path}", reason)
            for block in blocks
            for path, reason in block.unknown
        ]
    return Result(
        command="exposure",
        inputs=inputs,
        result=values,
        unknown=tuple(unknown),
        warnings=tuple(dict.fromkeys(w for block in blocks for w in block.warnings)),
        figures=tuple(sorted({figure for block in blocks for figure in block.figures})),
        run=run,
    )
