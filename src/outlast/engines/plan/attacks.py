r"""What can happen: every attack that the rules allow, and those that are listed.

An attack is a set of powers, each stopping a part (its *severity* :math:`\sigma_e`) of all that it
can stop, from one period on and for a number of periods.  Of lane :math:`l` is then cut

.. math::  \min\Bigl(1, \sum_{e \in A} \sigma_e \kappa_{el}\Bigr),

the upper bound of what powers stop together, as how their hands overlap is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from outlast.engines.plan.instance import Array, Instance
from outlast.errors import InvalidInput

Move = tuple[int, float]
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Attack:
    """One thing that can happen.

    Attributes
    ----------
    start, until : int
        First period in which it acts, and first in which it does not any more.
    moves : tuple of (int, float)
        Powers that act, each with its severity, by rising power.
    listed : int
        Place among the listed ones, −1 if powers act.
    """

    start: int
    until: int
    moves: tuple[Move, ...] = ()
    listed: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A closure of a passage, an accident: what is left of each lane and option.

    Attributes
    ----------
    name : str
        For people.
    lanes : ndarray, shape (lane, period)
        Part that is left, 0 to 1; before the first period with less than 1 nobody knows of it.
    options : ndarray, shape (option, period)
        The same of what options give.
    """

    name: str
    lanes: Array
    options: Array

    @property
    def span(self) -> tuple[int, int]:
        """First period that it touches, and the first after the last."""
        touched = np.flatnonzero((self.lanes < 1).any(axis=0) | (self.options < 1).any(axis=0))
        return (int(touched[0]), int(touched[-1]) + 1) if len(touched) else (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What the attacker may do.

    Attributes
    ----------
    at_most : int
        Powers that act together.
    starts : tuple of int
        Periods in which an attack can begin.
    lasts : int
        Periods for which it lasts, at most to the end.
    severities : tuple of float
        What part of its reach a power may stop, one of these.
    price : ndarray, shape (power,), optional
        What it costs the attacker that a power stops everything; a part costs in proportion.
    budget : float
        What an attack may cost in all.
    listed : tuple of Listed
        What else can happen, each by itself.
    """

    at_most: int
    starts: tuple[int, ...] = (0,)
    lasts: int = 10**6
    severities: tuple[float, ...] = (1.0,)
    price: Array | None = None
    budget: float = np.inf
    listed: tuple[Listed, ...] = ()

    def cost(self, moves: tuple[Move, ...]) -> float:
        """What the moves cost the attacker, in the unit of the budget."""
        return 0.0 if self.price is None else float(sum(self.price[e] * s for e, s in moves))

    def allow(self, moves: tuple[Move, ...]) -> bool:
        """Whether the moves are within number and budget."""
        return (
            len(moves) <= self.at_most
            and self.cost(moves) <= self.budget + _SLACK
            and len({e for e, _ in moves}) == len(moves)
            and all(s in self.severities for _, s in moves)
        )


def check_rules(instance: Instance, rules: Rules) -> None:
    """Refuse rules that do not fit the instance.

    Parameters
    ----------
    instance : Instance
        Whose powers and periods they speak of.
    rules : Rules
        As given.

    Raises
    ------
    InvalidInput
        If more powers act than there are, a start lies outside the periods, an attack lasts no
        time, a severity is not from above 0 to 1, or shapes do not fit.
    """
    if not 0 <= rules.at_most <= instance.powers:
        raise InvalidInput(
            "attackers", rules.at_most, expected=f"from 0 to {instance.powers}, the powers"
        )
    for start in rules.starts:
        if not 0 <= start < instance.periods:
            raise InvalidInput("start", start, expected=f"from 0 to {instance.periods - 1}")
    if rules.lasts < 1:
        raise InvalidInput("periods of an attack", rules.lasts, expected="1 or more")
    _check_powers(instance, rules)
    _check_listed(instance, rules)


def _check_powers(instance: Instance, rules: Rules) -> None:
    if not rules.severities:
        raise InvalidInput("severities", "none", expected="one or more")
    if not rules.budget >= 0:
        raise InvalidInput("budget of an attack", rules.budget, expected="0 or more")
    for severity in rules.severities:
        if not 0 < severity <= 1:
            raise InvalidInput("severity", severity, expected="above 0, at most 1")
    if rules.price is not None and (
        rules.price.shape != (instance.powers,) or not (rules.price >= 0).all()
    ):
        raise InvalidInput("price", rules.price, expected="one a power, 0 or more")


def _check_listed(instance: Instance, rules: Rules) -> None:
    lanes, options = instance.arrivals.shape, (len(instance.options), instance.periods)
    for listed in rules.listed:
        if listed.lanes.shape != lanes or listed.options.shape != options:
            raise InvalidInput(listed.name, "of another shape", expected=f"{lanes}, {options}")
        parts = np.concatenate([listed.lanes.ravel(), listed.options.ravel()])
        if not ((parts >= 0) & (parts <= 1)).all():
            raise InvalidInput(listed.name, "a part outside", expected="what is left, from 0 to 1")


def sets_of_moves(instance: Instance, rules: Rules) -> Iterator[tuple[Move, ...]]:
    """Sets of moves that none other contains; a harsher one never does less.

    Parameters
    ----------
    instance : Instance
        A power that can stop nothing takes no part.
    rules : Rules
        Number, severities and budget.

    Yields
    ------
    tuple of (int, float)
        By rising power.
    """
    able = np.flatnonzero((instance.reach > 0).any(axis=1) | (instance.option_reach > 0).any(1))
    powers = [int(power) for power in able]
    levels = sorted(rules.severities, reverse=True)

    def grow(moves: tuple[Move, ...], at: int) -> Iterator[tuple[Move, ...]]:
        if _is_largest(moves, powers, levels, rules):
            yield moves
        if len(moves) == rules.at_most:
            return
        for place in range(at, len(powers)):
            for severity in levels:
                more = (*moves, (powers[place], severity))
                if rules.allow(more):
                    yield from grow(more, place + 1)

    return grow((), 0)


def _is_largest(
    moves: tuple[Move, ...], powers: list[int], levels: list[float], rules: Rules
) -> bool:
    """Whether neither a power more nor a higher severity is allowed."""
    acting = {power for power, _ in moves}
    if any(rules.allow((*moves, (power, levels[-1]))) for power in powers if power not in acting):
        return False
    for place, (power, severity) in enumerate(moves):
        harsher = [level for level in levels if level > severity]
        rest = moves[:place] + moves[place + 1 :]
        if harsher and rules.allow((*rest, (power, harsher[-1]))):
            return False
    return True


def listed_attacks(rules: Rules) -> list[Attack]:
    """Attacks that are listed and touch anything."""
    spans = [listed.span for listed in rules.listed]
    return [Attack(*span, listed=n) for n, span in enumerate(spans) if span[1] > span[0]]


def attacks(instance: Instance, rules: Rules, most: int) -> list[Attack] | None:
    """Every attack that no other contains, by rising start, or None if there are too many.

    Parameters
    ----------
    instance : Instance
        Whose powers act.
    rules : Rules
        What they may do.
    most : int
        How many are not too many.

    Returns
    -------
    list of Attack or None
        The listed ones first among those of a start.
    """
    room = most // max(len(rules.starts), 1)
    sets = list(islice(sets_of_moves(instance, rules), room + 1))
    if len(sets) > room:
        return None
    found = listed_attacks(rules)
    for start in sorted(set(rules.starts)):
        until = min(instance.periods, start + rules.lasts)
        found += [Attack(start, until, moves) for moves in sets if moves]
    return sorted(found, key=lambda attack: attack.start)


def feasible(instance: Instance, rules: Rules, attack: Attack) -> bool:
    """Whether the rules allow the attack.

    Parameters
    ----------
    instance : Instance
        Whose powers act.
    rules : Rules
        What they may do.
    attack : Attack
        To be judged.

    Returns
    -------
    bool
        True of what is listed, and of moves within number, severities, budget, starts and time.
    """
    if attack.listed >= 0:
        return attack in listed_attacks(rules)
    return (
        attack.start in rules.starts
        and attack.until == min(instance.periods, attack.start + rules.lasts)
        and all(0 <= power < instance.powers for power, _ in attack.moves)
        and rules.allow(attack.moves)
    )


def left(instance: Instance, rules: Rules, attack: Attack) -> tuple[Array, Array]:
    """What an attack leaves.

    Parameters
    ----------
    instance : Instance
        What powers can stop.
    rules : Rules
        Whose list the attack may stand in.
    attack : Attack
        What happens.

    Returns
    -------
    tuple of ndarray
        Part left of each lane and period, and of each option and period, 0 to 1.
    """
    if attack.listed >= 0:
        listed = rules.listed[attack.listed]
        return listed.lanes, listed.options
    lanes = np.ones(instance.arrivals.shape)
    options = np.ones((len(instance.options), instance.periods))
    span = slice(attack.start, attack.until)
    for whole, reach in ((lanes, instance.reach), (options, instance.option_reach)):
        cut = sum((s * reach[e] for e, s in attack.moves), np.zeros(reach.shape[1]))
        whole[:, span] = 1 - np.minimum(1.0, cut)[:, None]
    return lanes, options
