"""Set up the table-top exercise: the middle future of one year."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from outlast.engines.leverage.briefing import briefing
from outlast.engines.leverage.pictures import middle, stake_of
from outlast.engines.leverage.play import Exercise
from outlast.engines.leverage.question import question_of
from outlast.engines.leverage.study import HORIZON, Exhaustion, Study
from outlast.engines.shock.memory import check_numbers
from outlast.errors import InvalidInput


def exercise_of(
    card: str,
    sender: str,
    target: str,
    answers: Sequence[str] = (),
    year: int | None = None,
    *,
    draws: int = 1000,
    seed: int = 1,
    months: int = HORIZON,
    stake: float | None = None,
    concession: float | None = None,
    exhaustion: Exhaustion = "endurance",
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Exercise:
    """Take the future whose threshold is the median, to be played out.

    Parameters
    ----------
    card, sender, target : str
        As `outlast.leverage` takes them.
    answers : sequence of str
        As `outlast.leverage` takes them.
    year : int, optional
        Baseline year; the last one that all cases have if not given.
    draws, seed, months : int
        As `outlast.leverage` takes them.
    stake, concession : float, optional
        As `outlast.leverage` takes them.
    exhaustion : {"endurance", "market"}
        As `outlast.leverage` takes it.
    threads : int, optional
        All cores if not given.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Exercise
        Its stake is the one asked for, else twice that future's threshold; a turn is a month.  Its
        `briefing` says so.

    Raises
    ------
    InvalidInput
        If the figures of the year do not tell what the game is made of, or as `outlast.leverage`.
    """
    check_numbers(draws, months, seed)
    question = question_of(card, sender, target, answers, stake, concession)
    when = question.years(year)[0]
    study = Study(question.home, draws, months, seed, exhaustion, concession, threads, progress,
                  turns=1, loaded=question.loaded)  # fmt: skip
    played = study.play(question.card, question.answers, when)
    if played.contest is None:
        raise InvalidInput("year", when, expected="one with figures", remedy=played.untold)
    draw = middle(played)
    exercise = Exercise(played.contest, stake_of(played, draw, stake), draw)
    return replace(exercise, briefing=briefing(question, played, exercise, stake))
