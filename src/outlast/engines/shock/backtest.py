"""Episodes whose outcome is known, run with the priors as they stand."""

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.about import __version__
from outlast.case import Case, load
from outlast.case.loader import shipped_cases
from outlast.case.measures import Episode, Observation, Outage, Scenario
from outlast.engines.shock.bands import band
from outlast.engines.shock.ensemble import Ensemble, Run
from outlast.engines.shock.model import run
from outlast.engines.shock.per_draw import fill
from outlast.errors import InvalidInput, UsageError, did_you_mean
from outlast.periods import Period
from outlast.results import Result

Array = NDArray[np.float64]
CHOSEN_ON = (
    "the priors were chosen with these episodes in view: agreement shows that one set of priors "
    "can carry all of them, not that the model forecasts"
)


def backtest(
    case: Case | str = "helium",
    episode: str = "all",
    *,
    draws: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Run episodes and set the model's bands beside what was observed.

    Parameters
    ----------
    case : Case or str
        Holds the episodes.
    episode : str
        The name of one, or ``all``.
    draws, seed, threads : int
        As in `outlast.shock`.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Result
        ``episodes`` with a row an observation; a row is a *hit* where the model's median lies
        within the observed bounds, and *covered* where its 5-95 % band meets them.

    Raises
    ------
    UsageError
        If there is no such episode, or the case has none.
    InvalidInput
        If an observation lies outside its episode.
    """
    opened = case if isinstance(case, Case) else load(case)
    chosen = _find(opened, episode)
    blocks: list[dict[str, Any]] = []
    figures: set[str] = set()
    for name in chosen:
        progress(f"{name}: {draws:,} futures")
        block, used = _episode(opened, name, draws=draws, seed=seed, threads=threads)
        blocks.append(block)
        figures |= used
    return Result(
        command="backtest",
        inputs={"case": opened.name, "episode": episode, "draws": draws, "seed": seed},
        result={"priors_sha256": priors_checksum(opened), "statement": CHOSEN_ON,
                "episodes": blocks},
        warnings=(CHOSEN_ON,),
        figures=tuple(sorted(figures)),
        run={"seed": seed, "version": __version__, "case_sha256": opened.sha256},
    )  # fmt: skip


def _find(case: Case, episode: str) -> list[str]:
    """Names of the episodes asked for."""
    if not case.episodes:
        raise UsageError(f"case {case.name} has no episodes, expected YAML files in its folder "
                         "episodes: --case chooses another case")  # fmt: skip
    if episode == "all":
        return list(case.episodes)
    if episode not in case.episodes:
        meant = did_you_mean(episode, [*case.episodes, "all"])
        if episode in shipped_cases():
            meant += f"; {episode} is a case, which --case {episode} chooses"
        raise UsageError(f"episode is {episode!r}, expected one of the case or all: {meant}")
    return [episode]


def priors_checksum(case: Case) -> str:
    """SHA-256 of the file of priors, the same for every episode."""
    return hashlib.sha256((case.folder / "priors.csv").read_bytes()).hexdigest()


def run_episode(
    case: Case, episode: Episode, *, draws: int, seed: int, threads: int | None = None
) -> Run:
    """Run one episode from the month in which it began."""
    scenario = Scenario(title=episode.title, measures=episode.measures)
    target = episode.target or case.header.importer
    ensemble = Ensemble(case, scenario, target, episode.baseline_year, episode.months, draws, seed,
                        slack_year=episode.slack_year, start=Period.parse(episode.start).first,
                        )  # fmt: skip
    return run(ensemble, threads=threads)


def _episode(
    case: Case, name: str, *, draws: int, seed: int, threads: int | None
) -> tuple[dict[str, Any], set[str]]:
    """Run one episode, and keep what is told of it and the figures used; the run is large."""
    done = run_episode(case, case.episodes[name], draws=draws, seed=seed, threads=threads)
    return _block(name, case.episodes[name], done), done.figures


def _block(name: str, episode: Episode, done: Run) -> dict[str, Any]:
    lost = max((m.lost_share * _world_share(done, m.origin) for m in episode.measures
                if isinstance(m, Outage)), default=0.0)  # fmt: skip
    first = Period.parse(episode.start).first
    rows = [_row(observation, done, first, lost) for observation in episode.observed]
    return {
        "id": name,
        "covered": sum(row["covered"] for row in rows),
        "title": episode.title,
        "baseline_year": episode.baseline_year,
        "slack_year": episode.slack_year,
        "target": done.normal.destinations[done.target],
        "hits": sum(row["hit"] for row in rows),
        "n": len(rows),
        "rows": rows,
        "note": episode.note,
    }


def _world_share(done: Run, origin: str) -> float:
    if origin not in done.normal.origins:
        return 0.0
    supply = np.median(done.normal.flow.sum(axis=2), axis=0)
    return float(supply[done.normal.origins.index(origin)] / supply.sum())


def _row(observation: Observation, done: Run, first: int, lost: float) -> dict[str, Any]:
    """The model's band beside the observed bounds, and two forecasts that need no model."""
    months = _months(observation, done, first)
    found = band(_simulated(observation.variable, observation.where, months, done))
    other: dict[str, float | None] = dict.fromkeys(found)
    if observation.variable.startswith("spot_"):
        where = "target" if observation.where == "world" else "world"
        other = band(_simulated(observation.variable, where, months, done))
    middle = found["p50"]
    price = observation.variable not in {"labs_lowest", "fabs_lowest"}
    return {
        "variable": observation.variable,
        "where": observation.where,
        "date": observation.date,
        "observed": [observation.low, observation.high],
        **found,
        **{f"other_{quantile}": value for quantile, value in other.items()},
        "hit": middle is not None and observation.low <= middle <= observation.high,
        "covered": None not in {found["p5"], found["p95"]}
        and observation.low <= (found["p95"] or 0.0)
        and (found["p5"] or 0.0) <= observation.high,
        "naive_same": 1.0,
        "naive_proportional": 1 / (1 - lost) if price and lost < 1 else 1 - lost,
        "source": observation.source,
        "note": observation.note,
    }


def _months(observation: Observation, done: Run, first: int) -> slice:
    """The months of a run that an observation speaks of, where `first` is the run's first one."""
    period = Period.parse(observation.date)
    length = done.record.spot.shape[1]
    begin, end = max(period.first - first, 0), min(period.last - first + 1, length)
    if begin >= end:
        raise InvalidInput(f"observed {observation.variable}: date", observation.date,
                           expected=f"within {length} months from {_name(first)}")  # fmt: skip
    due = done.schedule.onset + 3
    if observation.variable == "delivered_after_3_months" and begin != due:
        raise InvalidInput(f"observed {observation.variable}: date", observation.date,
                           expected=f"{_name(first + due)}, 3 months after the first measure",
                           )  # fmt: skip
    return slice(begin, end)


def _name(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _simulated(variable: str, where: str, months: slice, done: Run) -> Array:
    """What the model says of an observed variable, shape (draw,); prices are multiples."""
    if variable in {"spot_month", "spot_peak"}:
        log_price = done.record.world_spot if where == "world" else done.record.spot
        return np.exp(log_price[:, months]).max(axis=1)
    if variable == "delivered_after_3_months":
        return done.record.delivered[:, months.start]
    sector = {"labs_lowest": "labs", "fabs_lowest": "semiconductors"}[variable]
    if sector not in done.sectors:
        raise InvalidInput("observed", variable, expected=f"a case with the sector {sector}")
    return fill(done)[:, months, done.sectors.index(sector)].min(axis=1)
