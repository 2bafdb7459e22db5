"""A verdict in words: what decides it, and what would settle it."""

from outlast.case.readings import reading
from outlast.engines.evidence.claims import Claims
from outlast.engines.evidence.elsewhere import holds_as_printed
from outlast.engines.evidence.estimates import Estimate
from outlast.engines.evidence.verdicts import Verdict
from outlast.engines.reconcile.relations import arithmetic, words

MOST = 3
"""Estimates named in a reason."""
LIMITS = {"most": "at most ", "least": "at least "}


def reason(verdict: Verdict, claims: Claims) -> str:
    """Say what decides a verdict, with values, grades and relations."""
    claim = verdict.claim
    if claim.rule == "none":
        return "it gives no number"
    parts = []
    if verdict.suspect is not None:
        parts.append(_slip(verdict, claims))
    if verdict.verdict == "supported":
        parts += _told(verdict.meeting, verdict, claims, "")
    elif verdict.verdict == "disputed":
        parts += _told(verdict.meeting, verdict, claims, "for it: ")
        parts += _told(verdict.against, verdict, claims, "against it: ")
        if not verdict.meeting and not verdict.against:
            parts += _told(verdict.near, verdict, claims, "too uncertain to tell: ")
    elif verdict.verdict in {"contradicted", "true_elsewhere", "scale_suspected"}:
        parts += _told(verdict.against or verdict.near, verdict, claims, "against it: ")
    else:
        alone = claims.knowledge.figures.get(verdict.node)
        if verdict.near:
            parts += _told(
                verdict.near, verdict, claims, "the figures are too uncertain to tell: "
            )
        else:
            parts.append("its own source alone prints it" if alone
                         else "no independent figure bears on it")  # fmt: skip
    if verdict.elsewhere:
        parts.append(_elsewhere(verdict, claims))
    return "; ".join(parts)


def _told(
    estimates: tuple[Estimate, ...], verdict: Verdict, claims: Claims, lead: str
) -> list[str]:
    """Name the best estimates of a side."""
    said: list[str] = []
    for estimate in estimates:
        text = _say(estimate, verdict, claims)
        if text not in said:
            said.append(text)
    more = f" and {len(said) - MOST} more" if len(said) > MOST else ""
    return [lead + ", ".join(said[:MOST]) + more] if said else []


def _say(estimate: Estimate, verdict: Verdict, claims: Claims) -> str:
    """One estimate: its value in the claim's unit, its grade, and how it is known."""
    value = claims.say(verdict.node, estimate.value, verdict.claim.unit)
    how = known_by(estimate, verdict, claims)
    return f"{LIMITS.get(estimate.bound, '')}{value} ({how}, grade {estimate.grade})"


def known_by(estimate: Estimate, verdict: Verdict, claims: Claims) -> str:
    """Say how an estimate is known: by trade, from a source, or by arithmetic."""
    if estimate.basis:
        return f"by trade, basis {estimate.basis}"
    if estimate.relation is None:
        source = next(iter(estimate.sources))
        titles = claims.knowledge.case.sources
        return titles[source].publisher or titles[source].title if source in titles else source
    return arithmetic(estimate.relation, verdict.node, claims.knowledge.case.countries.name)


def _slip(verdict: Verdict, claims: Claims) -> str:
    suspect = verdict.suspect
    if suspect is None:
        return ""
    value = claims.say(verdict.node, suspect.against, verdict.claim.unit)
    whose = "the text's own numbers" if suspect.own_text else "independent figures"
    factor = max(suspect.factor, 1 / suspect.factor)
    shown = ("×" if suspect.factor > 1 else "÷") + (
        f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}"
    )
    return f"{whose} imply {value}: a factor of {shown} would reconcile it ({suspect.meaning})"


def _elsewhere(verdict: Verdict, claims: Claims) -> str:
    """Say where else it would be true, by which reading, and whether as printed too."""
    places = "; ".join(place.words() for place in verdict.elsewhere)
    claim = verdict.claim
    if claim.rule != "around" or verdict.bounds is None:
        return f"true of {places}"
    low, high = reading(claim)
    exact = holds_as_printed(claim, verdict.node, claims.knowledge)
    said = (f"at printed precision of {'; '.join(p.words() for p in exact)}" if exact
            else "at printed precision it holds in no year")  # fmt: skip
    return f"read as “around” ({low:g} to {high:g} {claim.unit}) it is true of {places}; {said}"


def settled_by(verdict: Verdict, claims: Claims) -> str:
    """Say what would settle a claim that nothing decides."""
    if verdict.claim.settled_by:
        return verdict.claim.settled_by
    if verdict.verdict not in {"untestable", "disputed"}:
        return ""
    name = claims.knowledge.case.countries.name
    whole = f"an official figure of {verdict.node.words(name)}"
    bound = [words(r, name) for r in claims.knowledge.binding(verdict.node)]
    return f"{whole}, or the terms of: {bound[0]}" if bound else whole
