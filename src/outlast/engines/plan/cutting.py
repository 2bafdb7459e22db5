"""An adversary whose attacks are told as cuts."""

from collections.abc import Sequence

from outlast.engines.plan.attacks import Attack, Rules
from outlast.engines.plan.ccg import Adversary, Answer
from outlast.engines.plan.cuts import Cut, cut
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.master import Decision, cost_of
from outlast.engines.plan.programme import FirstStage, Programme
from outlast.engines.plan.recourse import Recourse


class Cutting:
    """An adversary that answers with cuts instead of attacks.

    Parameters
    ----------
    adversary : Adversary
        That finds attacks.
    recourse : Recourse
        The same that it tries them with.
    stage : FirstStage
        What is decided.
    rules : Rules
        Whose attacks they are.
    goal : Goal
        What is minimised.
    """

    def __init__(
        self,
        adversary: Adversary[Decision, Attack],
        recourse: Recourse,
        stage: FirstStage,
        rules: Rules,
        goal: Goal,
    ) -> None:
        self._adversary, self._recourse = adversary, recourse
        self._stage, self._rules, self._goal = stage, rules, goal

    def answer(
        self, decision: Decision, seconds: float | None, *, prove: bool = True
    ) -> Answer[Decision, Cut]:
        """Find the worst.

        Parameters
        ----------
        decision : Decision
            A programme.
        seconds : float, optional
            Stop after so long.
        prove : bool
            Whether a bound is wanted even if an attack that is known hurts.

        Returns
        -------
        Answer
            The cuts of the attacks found.
        """
        found = self._adversary.answer(decision, seconds, prove=prove)
        cuts = self._cuts(decision.programme, found.scenarios)
        return Answer(found.upper, cuts, found.excess, found.finished, found.decision)

    def _cuts(self, programme: Programme, attacks: Sequence[Attack]) -> list[Cut]:
        prices = [(attack, self._recourse.prices(attack)) for attack in attacks]
        stage, rules, goal = self._stage, self._rules, self._goal
        return [
            cut(stage, rules, attack, cost_of(stage, goal, attack), programme, duals)
            for attack, duals in prices
            if duals is not None
        ]
