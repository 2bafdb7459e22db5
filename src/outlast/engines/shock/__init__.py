"""What happens, month by month, when a supplier stops."""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from outlast.about import __version__
from outlast.case import Case, load
from outlast.case.loader import load_yaml
from outlast.case.measures import Scenario
from outlast.engines.shock import summary
from outlast.engines.shock.annual import comparison
from outlast.engines.shock.cluster import on_cluster
from outlast.engines.shock.designs import design
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.feeds import of_year
from outlast.engines.shock.losses.assess import losses, shortage_of
from outlast.engines.shock.sensitivity import SAMPLES
from outlast.engines.shock.sensitivity import sensitivity as drive
from outlast.engines.shock.windows import FORMS, computed
from outlast.errors import CaseFaults, Fault, InvalidInput, UsageError, did_you_mean
from outlast.results import Result, Unknown

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
    sampling: str = "random",
    sensitivity: str | None = None,
    samples: int = SAMPLES,
    threads: int | None = None,
    cluster: str | None = None,
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
    sampling : {"random", "latin"}
        Independent draws, or a Latin hypercube, whose quantiles scatter less.
    sensitivity : {"sobol", "morris"}, optional
        Also tell how much of the answer's variance each assumption explains, the form of the
        model among them.  Needs the extra ``sensitivity``.
    samples : int
        Base points of that, a power of two.
    threads : int, optional
        All cores if not given.
    cluster : str, optional
        Address of a Dask scheduler, or ``local`` for one of this machine's cores; the result is
        the same.  Needs the extra ``cluster``.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Result
        Headline: ``unmet_share_12m`` with its band over draws, and over ``forms`` of the model.

    Raises
    ------
    UsageError
        If there is no such scenario, sampling or cluster.
    InvalidInput
        If a measure does not fit the case, the target does not import, or fewer than twelve
        months are left when the first measure begins.
    LimitReached
        If so many draws do not fit on the disk.
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

    opened, left_out = of_year(opened, chosen, when)
    ensemble = Ensemble(opened, chosen, code, when, months, draws, seed, sampling)
    words = f"{{done:,}} of {draws:,} futures of {months} months, in {len(FORMS)} forms"
    progress(words.format(done=0) if is_compiled() else COMPILING)
    with computed(
        ensemble, threads=threads, everywhere=on_cluster(cluster),
        progress=lambda done: progress(words.format(done=done)),
    ) as (table, facts):  # fmt: skip
        told = summary.summarise(table, facts)
        lacking = shortage_of(table, facts)
        lost = losses(opened, code, when, lacking, design(sampling, seed, draws))
    annual = comparison(opened, chosen, code, when, draws=draws, seed=seed,
                        also=facts.destinations)  # fmt: skip
    if sensitivity:
        told["sensitivity"] = _sensitivity(ensemble, sensitivity, samples, threads, progress)
    return Result(
        command="shock",
        inputs={"case": opened.name, "scenario": name, "target": code, "year": when,
                "months": months, "draws": draws, "seed": seed, "sampling": sampling,
                "scenario_sha256": scenario_checksum(chosen),
                **({"sensitivity": sensitivity, "samples": samples} if sensitivity else {})},
        result={
            "target": code,
            "target_name": opened.countries.name(code),
            "scenario": name,
            "scenario_title": chosen.title,
            "year": when,
            "months": months,
            "draws": draws,
            **told,
            "loss": lost.values,
            "annual": annual.values,
        },
        unknown=(*lost.unknown, *annual.unknown, *_unknown(told)),
        warnings=(*left_out, *facts.notes),
        figures=tuple(sorted({*facts.figures, *lost.figures})),
        run={"seed": seed, "version": __version__, "case_sha256": opened.sha256},
    )  # fmt: skip


def _unknown(told: Mapping[str, Any]) -> tuple[Unknown, ...]:
    """List the makers whose feed is not on file."""
    return tuple(
        Unknown(f"stages.{k}.feed_fill_12m",
                f"where {row['producer']} gets its {row['stage']} is not on file")
        for k, row in enumerate(told.get("stages", ()))
        if row["feed_fill_12m"] is None
    )  # fmt: skip


def scenario_checksum(scenario: Scenario) -> str:
    """SHA-256 of a scenario's measures as they were read, whatever file they came from."""
    return hashlib.sha256(scenario.model_dump_json().encode()).hexdigest()


def _sensitivity(
    ensemble: Ensemble, method: str, samples: int, threads: int | None,
    progress: Callable[[str], None],
) -> dict[str, object]:  # fmt: skip
    words = "{done:,} of {all:,} futures for the assumptions that drive the answer"
    return drive(ensemble, method, samples, threads=threads,
                 progress=lambda done, every: progress(words.format(done=done, all=every)),
                 )  # fmt: skip


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
