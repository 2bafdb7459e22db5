"""What happens, month by month, when a supplier stops."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.about import __version__
from outlast.case import Case, load
from outlast.case.loader import load_yaml
from outlast.case.measures import Scenario
from outlast.engines.shock import summary
from outlast.engines.shock.model import Run, run
from outlast.errors import CaseFaults, Fault, InvalidInput, UsageError, did_you_mean
from outlast.results import Result

FORMS = ("low", "central", "high")
"""How readily buyers reallocate: the forms of the model."""
COMPILING = "compiling the market model, once on this machine: about a minute"
"""What `progress` is told while nothing has run yet."""

__all__ = ["COMPILING", "FORMS", "find_scenario", "is_compiled", "shock"]


def shock(
    case: Case | str,
    scenario: str | Path | Scenario | None = None,
    target: str | None = None,
    year: int | None = None,
    *,
    months: int = 36,
    draws: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Tell how short an importer goes, and for how long it lasts, under a scenario.

    Parameters
    ----------
    case : Case or str
        A case, or what `outlast.load` takes.
    scenario : str, Path or Scenario, optional
        A scenario of the case by name, or a YAML file; if not given, the one that the case names
        as its `spotlight_scenario`, else its first by name.
    target : str, optional
        Importer, by code or name; the case's importer if not given.
    year : int, optional
        Baseline year of the flows, the last one if not given.
    months, draws, seed : int
        Length of the run, number of futures, and the seed; the same seed gives the same bytes on
        any number of threads.
    threads : int, optional
        All cores if not given.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Result
        Headline: ``unmet_share_12m`` with its band over draws, and over ``forms`` of the model.

    Raises
    ------
    UsageError
        If there is no such scenario.
    InvalidInput
        If a measure does not fit the case, the target does not import, or fewer than twelve
        months are left when the first measure begins.
    LimitReached
        If so many draws do not fit into memory.
    """
    opened = case if isinstance(case, Case) else load(case)
    name, chosen = find_scenario(opened, scenario)
    if not chosen.measures:
        raise InvalidInput("measures", "empty", expected="one measure or more",
                           remedy="write what stops, from when on, and for how long")  # fmt: skip
    code = opened.countries.find(target or opened.header.importer)
    if opened.countries.bloc(code):
        raise InvalidInput("target", code, expected="one country",
                           remedy="run its members one by one")  # fmt: skip
    when = opened.check_year(opened.years[-1] if year is None else year)

    def of_form(form: str, beside: Run | None = None) -> Run:
        words = f"{draws:,} futures of {months} months, {form} reallocation"
        progress(words if is_compiled() else COMPILING)
        return run(opened, chosen, code, when, months=months, draws=draws, seed=seed, form=form,
                   threads=threads, beside=beside, together=2,
                   whole_year=True)  # fmt: skip

    central = of_form("central")
    unmet = [(form, *_outcome(central if form == "central" else of_form(form, central)))
             for form in FORMS]  # fmt: skip
    values: dict[str, Any] = {
        "target": code,
        "target_name": opened.countries.name(code),
        "scenario": name,
        "scenario_title": chosen.title,
        "year": when,
        "months": months,
        "draws": draws,
        **summary.summarise(central, [(form, missed) for form, missed, _ in unmet]),
    }
    used = set[str]().union(*(figures for _, _, figures in unmet))
    return Result(
        command="shock",
        inputs={"case": opened.name, "scenario": name, "target": code, "year": when,
                "months": months, "draws": draws, "seed": seed},
        result=values,
        warnings=tuple(dict.fromkeys([*central.normal.notes, *central.schedule.notes])),
        figures=tuple(sorted(used)),
        run={"seed": seed, "version": __version__, "case_sha256": opened.sha256},
    )  # fmt: skip


def _outcome(done: Run) -> tuple[NDArray[np.float64], set[str]]:
    """What is kept of a form's run, which is large: its unmet shares, and the figures used."""
    figures = done.normal.figures | done.sample.used
    return summary.unmet_share(done, done.target), figures


def is_compiled() -> bool:
    """Whether the compiled months are in memory or on disk already."""
    from outlast.engines.shock.months import run_draws  # noqa: PLC0415

    if run_draws.signatures:  # type: ignore[attr-defined] # numba
        return True
    folder = run_draws.stats.cache_path  # type: ignore[attr-defined] # numba's
    if folder is None or not any(Path(folder).glob("months.run_draws-*.nbc")):
        return False
    try:  # numba has no public name for it; an index of older source reads as empty
        return bool(run_draws._cache._cache_file._load_index())  # type: ignore[attr-defined]  # noqa: SLF001
    except (AttributeError, OSError):
        return True


def find_scenario(case: Case, scenario: str | Path | Scenario | None) -> tuple[str, Scenario]:
    """Find a scenario of the case, or read one from a file.

    Raises
    ------
    UsageError
        If there is none of that name.
    CaseFaults
        If the file is not a scenario.
    """
    if isinstance(scenario, Scenario):
        return scenario.title, scenario
    if scenario is None:
        if not case.scenarios:
            raise UsageError(
                f"case {case.name} has no scenario, expected a YAML file of measures: a full case "
                "also has priors, sectors and sector_shares, `outlast init DIR` writes one"
            )
        scenario = case.header.spotlight_scenario or next(iter(case.scenarios))
    if str(scenario) in case.scenarios:
        return str(scenario), case.scenarios[str(scenario)]
    path = Path(scenario)
    if path.suffix in {".yaml", ".yml"}:
        faults: list[Fault] = []
        read = load_yaml(path, Scenario, faults)
        if read is None:
            raise CaseFaults(str(path), faults)
        return path.stem, read
    raise UsageError(
        f"scenario is {str(scenario)!r}, expected one of the case or a YAML file: "
        + did_you_mean(str(scenario), case.scenarios)
    )
