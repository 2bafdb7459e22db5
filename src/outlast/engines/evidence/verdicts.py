"""A verdict on a printed number, with the figures and the relation that decide it.

===================  ====================================================================
``supported``        figures meet its reading, and hardly any speak against it
``contradicted``     figures lie more than two standard deviations off, and hardly any meet it
``disputed``         good figures stand on both sides, or none is near enough to tell
``scale_suspected``  no figure meets it, and a known factor would reconcile it with its own text
                     or with a figure
``true_elsewhere``   not true as printed, but of another year, basis or all origins
``untestable``       no independent figure bears on it
===================  ====================================================================

An estimate *meets* a reading within one standard deviation if it could tell a true number from a
false one (its deviation is at most a quarter of it), and *speaks against* it beyond two.
Estimates that share a source count once, by grade: A 4, B 3, C 2, D 1.  One side prevails with
three times the weight of the other and more than that of one source of grade D.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outlast.case.readings import Reading, in_unit, printed_value, reading
from outlast.case.schema import Claim
from outlast.engines.evidence.elsewhere import Elsewhere, true_elsewhere
from outlast.engines.evidence.estimates import AGAINST, Estimate
from outlast.engines.evidence.knowledge import Knowledge
from outlast.engines.evidence.suspicion import (
    Others,
    Printed,
    Suspect,
    factors,
    implied,
    suspects,
)
from outlast.engines.reconcile.nodes import Node, base_unit, node_of

MEETS = 1.0
"""Standard deviations within which an estimate meets a reading."""
WEIGHT = {"A": 4, "B": 3, "C": 2, "D": 1}
LEAST = 2
"""Weight without which no side prevails."""
PREVAILS = 3
"""How many times the other side's weight decides."""


@dataclass(frozen=True)
class Verdict:
    """A verdict and what it rests on; amounts in the node's base unit.

    Attributes
    ----------
    claim, node : Claim, Node
        What was printed, and what it counts.
    verdict : str
        One of the module's list.
    bounds : Reading or None
        The reading; None for a claim without a number.
    meeting, against, near : tuple of Estimate
        Estimates that meet the reading, speak against it, or lie between.
    suspect : Suspect or None
        The factor that would reconcile it.
    elsewhere : tuple of Elsewhere
        Where else it would be true.
    """

    claim: Claim
    node: Node
    verdict: str
    bounds: Reading | None = None
    meeting: tuple[Estimate, ...] = ()
    against: tuple[Estimate, ...] = ()
    near: tuple[Estimate, ...] = ()
    suspect: Suspect | None = None
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def deciding(self) -> tuple[Estimate, ...]:
        """Estimates that decide it, best first: those of the side that prevails, else of both."""
        if self.verdict == "supported":
            return self.meeting
        if self.verdict in {"contradicted", "scale_suspected", "true_elsewhere"}:
            return self.against or self.near
        return (*self.meeting, *self.against, *self.near)


def base_reading(claim: Claim, knowledge: Knowledge) -> Reading:
    """The claim's reading in the base unit of its node."""
    units = knowledge.case.units
    return in_unit(reading(claim), claim.unit, base_unit(node_of(claim)), units)


def base_printed(claim: Claim, knowledge: Knowledge) -> Printed:
    """The printed number in the base unit, the middle of a range or of a bare volume."""
    units = knowledge.case.units
    bounds = in_unit(printed_value(claim), claim.unit, base_unit(node_of(claim)), units)
    return Printed((bounds.low + bounds.high) / 2, claim.id)


def judge(
    claim: Claim, knowledge: Knowledge, same_text: Mapping[Node, Sequence[Printed]]
) -> Verdict:
    """Judge one claim.

    Parameters
    ----------
    claim : Claim
        The printed number.
    knowledge : Knowledge
        Figures and relations.
    same_text : mapping of Node to sequence of Printed
        Numbers that the claim's own source prints, this one too.

    Returns
    -------
    Verdict
        Figures of the claim's own source never decide it.
    """
    node = node_of(claim)
    if claim.rule == "none":
        return Verdict(claim, node, "untestable")
    bounds = base_reading(claim, knowledge)
    estimates = knowledge.about(node, claim.source)
    meeting, against, near = sides(estimates, bounds)
    decided = weigh(meeting, against, near)
    suspect = None
    if decided != "supported" and not meeting:
        suspect = _suspect(claim, node, knowledge, same_text, estimates)
    places: tuple[Elsewhere, ...] = ()
    if suspect is not None:
        decided = "scale_suspected"
    if decided in {"contradicted", "scale_suspected"}:
        places = true_elsewhere(node, bounds, knowledge)
        if places and decided == "contradicted":
            decided = "true_elsewhere"
    return Verdict(claim, node, decided, bounds, tuple(meeting), tuple(against), tuple(near),
                   suspect, places)  # fmt: skip


def sides(
    estimates: Sequence[Estimate], bounds: Reading
) -> tuple[list[Estimate], list[Estimate], list[Estimate]]:
    """Divide estimates into those that meet a reading, speak against it, or tell neither.

    A share by trade is asked on every basis; if one meets the reading, the others do not speak
    against it, since the claim does not say which it means.
    """
    meeting = [e for e in estimates if e.informs and e.gap(*bounds) <= MEETS]
    against = [e for e in estimates if e.gap(*bounds) > AGAINST]
    if any(e.basis for e in meeting):
        against = [e for e in against if not e.basis]
    taken = {*map(id, meeting), *map(id, against)}
    return meeting, against, [e for e in estimates if id(e) not in taken]


def weigh(
    meeting: Sequence[Estimate], against: Sequence[Estimate], near: Sequence[Estimate]
) -> str:
    """Decide by the weight of the sources on either side; one of grade D decides nothing."""
    pro, contra = _weight(meeting), _weight(against)
    if not pro and not contra:
        return "disputed" if any(e.informs for e in near) else "untestable"
    if pro >= PREVAILS * contra and pro >= LEAST:
        return "supported"
    return "contradicted" if contra >= PREVAILS * pro and contra >= LEAST else "disputed"


def _weight(estimates: Sequence[Estimate]) -> int:
    """Weight of a side: estimates that share a source count once, by the best of them."""
    groups: list[tuple[set[str], int]] = []
    for estimate in estimates:
        sources, weight = set(estimate.sources), WEIGHT[estimate.grade]
        for group in [g for g in groups if g[0] & sources]:
            groups.remove(group)
            sources, weight = sources | group[0], max(weight, group[1])
        groups.append((sources, weight))
    return sum(weight for _, weight in groups)


def _suspect(
    claim: Claim, node: Node, knowledge: Knowledge,
    same_text: Mapping[Node, Sequence[Printed]], estimates: Sequence[Estimate],
) -> Suspect | None:  # fmt: skip
    """The likeliest slip of scale, by the text's own numbers first."""
    volumes = knowledge.case.header.volumes
    listed = factors(node, claim.unit, volumes.get("Nm3", 0.0))
    others = Others(same_text, claim.id)
    own = [(value, ids, True) for value, ids in implied(node, others, knowledge.binding)]
    outside = [(e.value, e.ids, False) for e in estimates if e.informs]
    found = suspects(base_printed(claim, knowledge).value, listed, [*own, *outside])
    return found[0] if found else None
