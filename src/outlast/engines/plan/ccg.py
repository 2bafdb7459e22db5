r"""Column-and-constraint generation (Zeng & Zhao 2013, doi:10.1016/j.orl.2013.05.003).

A *master* knows some of the scenarios, so that its optimum is a lower bound.  An *adversary*
answers its decision with the worst scenario, which gives an upper bound, and which the master
learns.  Over finitely many scenarios the two meet.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

import numpy as np

from outlast.errors import OutlastError

D = TypeVar("D")
S = TypeVar("S")
S_contra = TypeVar("S_contra", contravariant=True)
Ended = Literal["optimal", "limit", "infeasible", "stalled"]


@dataclass(frozen=True, slots=True)
class Proposal(Generic[D]):
    """What a master proposes.

    Attributes
    ----------
    lower : float
        No decision costs less; infinite if there is none.
    decision : D or None
        The best that it found, if any.
    finished : bool
        Whether it was not stopped by time.
    exact : bool
        Whether it would not come nearer if it were asked again.
    """

    lower: float
    decision: D | None
    finished: bool = True
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Answer(Generic[D, S]):
    """What an adversary answers.

    Attributes
    ----------
    upper : float
        The decision costs no more, whatever happens; infinite if that is not proven.
    scenarios : sequence of S
        What hurts it most, the worst first.
    excess : float
        By how much the decision misses what is required under the worst one found.
    finished : bool
        Whether it was not stopped by time.
    decision : D or None
        What the bound holds for, if not for the decision asked about.
    """

    upper: float
    scenarios: Sequence[S]
    excess: float = 0.0
    finished: bool = True
    decision: D | None = None


class Master(Protocol[D, S_contra]):
    """The problem with some scenarios."""

    def propose(self, seconds: float | None) -> Proposal[D]:
        """Solve it."""
        ...

    def learn(self, scenario: S_contra) -> bool:
        """Add a scenario; False if it is known."""
        ...


class Adversary(Protocol[D, S]):
    """Everything that can happen."""

    def answer(self, decision: D, seconds: float | None, *, prove: bool = True) -> Answer[D, S]:
        """Find the worst, or, if nothing need be proven, what hurts."""
        ...


@dataclass(slots=True)
class Course(Generic[D, S]):
    """How it went.

    Attributes
    ----------
    ended : {"optimal", "limit", "infeasible", "stalled"}
        Why it ended; stalled, if the bounds stay apart by the solver's tolerance.
    decision : D or None
        The best decision met.
    lower, upper : list of float
        Bounds after each iteration; they never cross.
    scenarios : list of S
        What the master knows in the end.
    excess : float
        By how much the decision misses what is required.
    part : float
        Of the proposal in what is mixed with the best decision.
    """

    ended: Ended = "limit"
    decision: D | None = None
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    scenarios: list[S] = field(default_factory=list)
    excess: float = np.inf
    part: float = 0.5

    @property
    def gap(self) -> float:
        """Distance of the bounds in parts of the upper one."""
        if not self.upper or not np.isfinite(self.upper[-1] - self.lower[-1]):
            return np.inf
        return (self.upper[-1] - self.lower[-1]) / max(1.0, abs(self.upper[-1]))


def generate(
    master: Master[D, S],
    adversary: Adversary[D, S],
    *,
    gap: float = 1e-6,
    seconds: float | None = None,
    iterations: int = 1000,
    between: Callable[[D, D, float], D] | None = None,
) -> Course[D, S]:
    """Let master and adversary answer each other until their bounds meet.

    Parameters
    ----------
    master : Master
        Knowing at least so much that its program is bounded.
    adversary : Adversary
        Of the same problem.
    gap : float
        Distance of the bounds, in parts of the upper one, that is small enough.
    seconds : float, optional
        Time after which the best so far is returned.
    iterations : int
        Iterations after which it is.
    between : callable, optional
        Mixes a part of the proposed decision into the best, which is tried first: where
        decisions are convex, that keeps proposals from swinging.  The part grows from a half
        while nothing hurts what is mixed, and shrinks when something does.

    Returns
    -------
    Course
        The best decision with its bounds.
    """
    course: Course[D, S] = Course()
    end = None if seconds is None else time.monotonic() + seconds
    for _ in range(iterations):
        proposal = master.propose(_remaining(end))
        if proposal.finished and proposal.decision is None:
            course.ended = "infeasible"
            return course
        if proposal.decision is None:
            _note(course, proposal.lower, np.inf, gap)
            return course
        new = _ask(course, master, adversary, proposal, gap, end, between)
        if course.gap <= gap:
            course.ended = "optimal"
            return course
        if new is None:
            return course
        if not new and proposal.exact:
            course.ended = "stalled"
            return course
    return course


def _ask(
    course: Course[D, S],
    master: Master[D, S],
    adversary: Adversary[D, S],
    proposal: Proposal[D],
    gap: float,
    end: float | None,
    between: Callable[[D, D, float], D] | None,
) -> list[S] | None:
    """Note what the adversary answers; return what is learnt of it, None if time is up."""
    if proposal.decision is None:
        return None
    tried = [proposal.decision]
    if between is not None and course.decision is not None:
        tried.insert(0, between(course.decision, proposal.decision, course.part))
    new: list[S] = []
    for decision in tried:
        answer = adversary.answer(decision, _remaining(end), prove=course.decision is None)
        best = _last(course.upper, np.inf)
        nearer = not np.isfinite(best) and answer.excess < course.excess
        if answer.upper < best or nearer or course.decision is None:
            better = decision if answer.decision is None else answer.decision
            course.decision, course.excess = better, answer.excess
        _note(course, proposal.lower, answer.upper, gap)
        if course.gap <= gap:
            return []
        new = [scenario for scenario in answer.scenarios if master.learn(scenario)]
        course.scenarios += new
        if not (proposal.finished and answer.finished):
            return None
        if len(tried) > 1:
            course.part = max(0.5, 2 * course.part - 1) if new else (1 + course.part) / 2
        if new:
            return new
    return new


def _remaining(end: float | None) -> float | None:
    return None if end is None else max(end - time.monotonic(), 0.0)


def _last(values: list[float], otherwise: float) -> float:
    return values[-1] if values else otherwise


def _note(course: Course[D, S], lower: float, upper: float, gap: float) -> None:
    """Tighten the bounds; a crossing wider than rounding is a fault."""
    low, high = max(lower, _last(course.lower, -np.inf)), min(upper, _last(course.upper, np.inf))
    if low > high + max(gap, 1e-6) * max(1.0, abs(high)):
        raise OutlastError(f"a lower bound of {low} lies above the upper bound of {high}")
    course.lower.append(min(low, high))
    course.upper.append(high)
