"""Every episode whose outcome is known, run with the priors as they stand, and scored."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from outlast.about import __version__
from outlast.case import Case, load
from outlast.case.loader import shipped_cases
from outlast.case.measures import TARGET, WORLD, Episode, Scenario
from outlast.engines.shock.ensemble import Ensemble, Run
from outlast.engines.shock.episodes.hindsight import hindsight
from outlast.engines.shock.episodes.scores import Row, score, stretched
from outlast.engines.shock.episodes.told import flows, observations, series, tornado
from outlast.engines.shock.feeds import of_year
from outlast.engines.shock.model import run
from outlast.engines.shock.priors import prefixed
from outlast.errors import InvalidInput, UsageError, did_you_mean
from outlast.results import Result

CHOSEN_ON = (
    "the priors or measures of {episodes} were chosen with the outcome in view: agreement there "
    "shows that one set of numbers can carry it, not that the model forecasts"
)
KNOWN = (
    "no number was searched for so as to fit an outcome, but every measure was written by someone "
    "who knew what had happened"
)


class Placed(NamedTuple):
    """An episode, the case that it stands in, what that is called, and its stage if it is one."""

    name: str
    case: Case
    path: str
    stage: str = ""

    @property
    def episode(self) -> Episode:
        """What happened."""
        return self.case.episodes[self.name]


def backtest(
    case: Case | str | None = None,
    episode: str = "all",
    *,
    draws: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Run episodes, set the model's bands beside what was observed, and score them.

    Parameters
    ----------
    case : Case or str, optional
        Whose episodes and whose stages' episodes to run; of every shipped case if not given.
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
        within the observed bounds, and *covered* where its 5-95 % band meets them.  ``scores``
        by kind, by variable and overall, against two naive forecasts.

    Raises
    ------
    UsageError
        If there is no such episode, or the case has none.
    InvalidInput
        If two episodes have one name, or an observation is of something that the run does not
        have.
    """
    chosen = _find(case, episode)
    blocks: list[dict[str, Any]] = []
    scored: list[Row] = []
    figures: set[str] = set()
    for placed in chosen:
        progress(f"{placed.name}: {draws:,} futures")
        block, rows, used = _one(placed, draws, seed, threads)
        blocks.append(block)
        scored += rows
        figures |= {_id(placed, name, alone=case is not None) for name in used}
    statement = _statement(chosen)
    return Result(
        command="backtest",
        inputs={"case": _called(case), "episode": episode, "draws": draws, "seed": seed},
        result={"statement": statement, "episodes": blocks, **_overall(blocks, scored)},
        warnings=(statement,),
        figures=tuple(sorted(figures)),
        run={"seed": seed, "version": __version__, "case_sha256": _checksum(chosen)},
    )  # fmt: skip


def _id(placed: Placed, name: str, *, alone: bool) -> str:
    """Id of a figure with the path to its stage, and to its case where there are several."""
    path, _, rest = name.partition(":")
    here = placed.stage if alone else placed.path
    if path in placed.case.chain:
        return prefixed(f"{here}/{path}" if here else path, rest)
    return prefixed(here, name)


def _called(case: Case | str | None) -> str:
    return "all" if case is None else case.name if isinstance(case, Case) else str(case)


def _checksum(chosen: list[Placed]) -> str:
    """The case's checksum, or one over those of several."""
    sums = list(dict.fromkeys(placed.case.sha256 for placed in chosen))
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()


def _find(case: Case | str | None, episode: str) -> list[Placed]:
    """Find the episodes asked for.

    Raises
    ------
    UsageError
        If there are none.
    """
    names = shipped_cases() if case is None else [case]
    opened = [one if isinstance(one, Case) else load(one) for one in names]
    every = [placed for one in opened for placed in _episodes(one)]
    if not every:
        raise UsageError(f"case {_called(case)} has no episodes, expected YAML files in its "
                         "folder episodes: --case chooses another case")  # fmt: skip
    twice = [name for name, count in Counter(p.name for p in every).items() if count > 1]
    if twice:
        where = " and ".join(p.path for p in every if p.name == twice[0])
        raise InvalidInput("episode", twice[0], expected="a name used once",
                           remedy=f"it is in {where}: rename a file")  # fmt: skip
    if episode == "all":
        return every
    found = [placed for placed in every if placed.name == episode]
    if not found:
        meant = did_you_mean(episode, [*(placed.name for placed in every), "all"])
        if episode in shipped_cases():
            meant += f"; {episode} is a case, which --case {episode} chooses"
        raise UsageError(f"episode is {episode!r}, expected one of the case or all: {meant}")
    return found


def _episodes(case: Case) -> Iterator[Placed]:
    """List the episodes of a case and of its stages."""
    yield from (Placed(name, case, case.name) for name in case.episodes)
    for path, stage in case.chain.items():
        yield from (Placed(name, stage, f"{case.name}/{path}", path) for name in stage.episodes)


def _statement(chosen: list[Placed]) -> str:
    """Say what agreement is worth."""
    seen = [p.name for p in chosen if p.name in p.case.header.priors_chosen_on]
    words = [CHOSEN_ON.format(episodes=", ".join(seen))] if seen else []
    return "; ".join([*words, KNOWN])


def priors_checksum(case: Case) -> str:
    """SHA-256 of the file of priors, the same for every episode of a case."""
    return hashlib.sha256((case.folder / "priors.csv").read_bytes()).hexdigest()


def run_episode(
    case: Case, episode: Episode, *, draws: int, seed: int, threads: int | None = None
) -> Run:
    """Run one episode from the month in which it began, every link and price kept."""
    ensemble = Ensemble(
        _of_year(case, episode)[0], _scenario(episode), episode.target or case.header.importer,
        episode.baseline_year, episode.months, draws, seed, slack_year=episode.slack_year,
        start=episode.first, users=_named(case, episode), links=True,
    )  # fmt: skip
    return run(ensemble, threads=threads)


def _scenario(episode: Episode) -> Scenario:
    return Scenario(title=episode.title, measures=episode.measures)


def _of_year(case: Case, episode: Episode) -> tuple[Case, tuple[str, ...]]:
    """Leave out stages without trade of the baseline year, and say which."""
    return of_year(case, _scenario(episode), episode.baseline_year)


def _named(case: Case, episode: Episode) -> tuple[str, ...]:
    """List the countries that observations speak of, which are not counted with the rest."""
    codes = {code for seen in episode.observed for code in (seen.destination, seen.where) if code}
    codes |= {seen.origin or "" for seen in episode.observed if seen.variable == "price_gap"}
    year, members = episode.baseline_year, case.countries.members
    return tuple(sorted({m for code in codes - {WORLD, TARGET} for m in members(code, year)}))


def _one(
    placed: Placed, draws: int, seed: int, threads: int | None
) -> tuple[dict[str, Any], list[Row], set[str]]:
    """Run one episode, and keep what is told of it and the figures used; the run is large."""
    case, episode = placed.case, placed.episode
    done = run_episode(case, episode, draws=draws, seed=seed, threads=threads)
    told = observations(placed.name, episode, case, done)
    block = {
        "id": placed.name,
        "case": placed.path,
        "title": episode.title,
        "priors_sha256": priors_checksum(case),
        "baseline_year": episode.baseline_year,
        "slack_year": episode.slack_year,
        "start": episode.start,
        "months": episode.months,
        "target": done.normal.destinations[done.target],
        "in_view": placed.name in case.header.priors_chosen_on,
        "hits": sum(row["hit"] for row in told.rows),
        "covered": sum(row["covered"] for row in told.rows),
        "n": len(told.rows),
        "rows": told.rows,
        "series": series(episode, case, done),
        "flows": flows(done),
        "tornado": tornado(episode, case, done),
        "hindsight": hindsight(case, placed.name, episode, done),
        "not_on_file": list(_of_year(case, episode)[1]),
        "note": episode.note,
        "lesson": episode.lesson,
    }
    return block, told.scored, done.figures


def _overall(blocks: list[dict[str, Any]], scored: list[Row]) -> dict[str, Any]:
    """Score what was run together, apart what was not in view, by kind and by variable."""
    n = sum(block["n"] for block in blocks)
    scores = {name: score(rows) for name, rows in _groups(blocks, scored).items()}
    every = scores.get("all")
    kinds = sorted({row.kind for row in scored})
    return {
        "n": n,
        "hits": sum(block["hits"] for block in blocks),
        "coverage": sum(block["covered"] for block in blocks) / n,
        "held": every and every["held"],
        "skill": every and every["skill"],
        "interval_score": every and every["interval_score"],
        "interval_score_naive": every and min(every["interval_score_same"],
                                              every["interval_score_proportional"]),
        "narrower": [kind for kind in kinds if scores[kind]["narrower"]],
        "not_narrower": [kind for kind in kinds if not scores[kind]["narrower"]],
        "scores": [{"of": name, **told} for name, told in scores.items()],
        "stretched": stretched(scored),
    }  # fmt: skip


def _groups(blocks: list[dict[str, Any]], scored: list[Row]) -> dict[str, list[Row]]:
    """What is scored together, by name; a part that is all or nothing is left out."""
    unseen = {block["id"] for block in blocks if not block["in_view"]}
    groups = {"all": scored} if scored else {}
    parts = {"not in view": [row for row in scored if row.episode in unseen],
             "printed": [row for row in scored if row.sourced]}  # fmt: skip
    groups |= {name: rows for name, rows in parts.items() if 0 < len(rows) < len(scored)}
    for name in ("{0.kind}", "{0.kind}: {0.variable}"):
        for row in scored:
            groups.setdefault(name.format(row), []).append(row)
    return groups
