"""What players are told before the first move: who sits where, the stake, the future."""

from outlast.countries import the
from outlast.engines.leverage.assumptions import RULES
from outlast.engines.leverage.cards import words
from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.effects import Effect
from outlast.engines.leverage.play import Exercise
from outlast.engines.leverage.question import Question
from outlast.engines.leverage.study import Nothing, Played
from outlast.units import money


def briefing(
    question: Question, played: Played, exercise: Exercise, stake: float | None
) -> tuple[str, ...]:
    """Say what is played out.

    Parameters
    ----------
    question : Question
        Who plays what.
    played : Played
        The year.
    exercise : Exercise
        The future and its stake.
    stake : float or None
        What was asked for.  [million USD/year]

    Returns
    -------
    tuple of str
        A sentence or two each.
    """
    contest, draw = exercise.contest.future(exercise.draw), exercise.draw
    future = (f"The future is number {draw} of {exercise.contest.draws}, counted from 0: the "
              "middle one by the stake from which playing pays.")  # fmt: skip
    wins = (f"If the target yields, the sender wins {money(exercise.stake)} a year from then to "
            f"the horizon, {_whence(played, exercise, stake)}.")  # fmt: skip
    ends = (f"A turn is a month; after {contest.turns} of them all cards are lifted and nothing "
            "is conceded.")  # fmt: skip
    unbearable = f"No month can be borne from {RULES[played.exhaustion]} ({played.exhaustion})."
    yielding = _yielding(contest, played.concession)
    return (*_who(question, played), future, wins, unbearable, yielding, ends)


def _who(question: Question, played: Played) -> tuple[str, ...]:
    """Year, seats, the card and its answers."""
    home, (sender, target) = question.home.countries, question.sides
    told = [words(hand.card, hand.actor, hand.victim, home) for hand in question.hands]
    answers = [f"An answer: {said}." if isinstance(part, Effect) else f"No answer: {part.reason}."
               for said, part in zip(told[1:], played.answers, strict=True)]  # fmt: skip
    if any(not isinstance(part, Nothing) for part in played.answers):
        answers.append("The target answers once, with any set of its answers or none.")
    else:
        answers.append("The target can only absorb: it has no answer.")
    seats = (f"On the flows of {played.year}: the sender is {the(home.name(sender))}, the target "
             f"{the(home.name(target))}.")  # fmt: skip
    return (seats, f"The card: {told[0]}.", *answers)


def _whence(played: Played, exercise: Exercise, stake: float | None) -> str:
    """Say where the stake comes from."""
    if stake is not None:
        return "as given"
    if 0 < played.threshold[exercise.draw] < float("inf"):
        return "twice what makes playing pay in this future, since none was given"
    return "as much as the card costs the target a year, since none was given"


def _yielding(contest: Contest, given: float | None) -> str:
    """Say what yielding concedes."""
    amount = money(float(contest.concession[0]) * contest.turns_a_year)
    start = f"To yield costs the target {amount} a year to the horizon, "
    if given is not None:
        return start + "as given."
    return (f"{start}at the rate of the dearest month that it can bear: none was given, and so it "
            "never pays to yield before it must.")  # fmt: skip
