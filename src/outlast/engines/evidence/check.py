"""Check claims: a verdict each, the conflicts among them, and the reconciled figures."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from outlast.about import __version__
from outlast.case import Case, load
from outlast.case.readings import reading
from outlast.case.schema import Claim
from outlast.engines.evidence.claims import MOST_CONFLICTS, Claims, Conflict
from outlast.engines.evidence.estimates import Estimate
from outlast.engines.evidence.knowledge import Knowledge
from outlast.engines.evidence.reasons import known_by, reason, settled_by
from outlast.engines.evidence.verdicts import Verdict, judge
from outlast.engines.reconcile.accounts import Accounts, reconcile_nodes
from outlast.engines.reconcile.nodes import Node, base_unit, node_of
from outlast.errors import LimitReached
from outlast.results import Result, Unknown

_PARTIAL = (
    "the search for conflicts stopped at {}: those listed are minimal, but there may be more"
)
_NO_DROP = "the smallest set of claims to give up was not proven in time: none is listed"
_UNSETTLED = (
    "{:,} relations hang together in systems whose reconciled figures were not found within "
    "the work allowed; they are left out"
)
WRONG = frozenset({"contradicted", "scale_suspected", "true_elsewhere"})
"""Verdicts on what figures speak against."""
SECONDS = 20.0
"""Time for the search for conflicts, if none is given."""
MOST_ESTIMATES = 12
"""Estimates listed with a claim, those that decide it first."""
MOST_FIGURES = 12
"""Figures listed with an estimate."""


def check(
    case: Case | str,
    claims: Sequence[Claim] | None = None,
    *,
    beside: Sequence[Claim] = (),
    seconds: float | None = SECONDS,
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Tell which printed figures hold, which cannot all be true, and what decides it.

    Parameters
    ----------
    case : Case or str
        A case, or what `outlast.load` takes.
    claims : sequence of Claim, optional
        What to judge; the case's own claims if not given.
    beside : sequence of Claim
        Claims that are not judged, but stand in conflicts with those that are; those that
        figures speak against are bad witnesses and are left out.
    seconds : float, optional
        Time for the search for conflicts; None for as long as it takes.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Result
        ``claims`` with a verdict each, ``conflicts`` with their completeness, the smallest
        ``drop``, ``scale_suspects``, ``reconciled`` figures and their ``chi2``.
    """
    opened = case if isinstance(case, Case) else load(case)
    judged = tuple(opened.claims if claims is None else claims)
    knowledge = Knowledge(opened, _asked([*judged, *beside], opened))
    witnesses = [claim for claim in beside if judge(claim, knowledge, {}).verdict not in WRONG]
    everything = Claims(judged, knowledge)
    progress(f"{len(judged):,} claims: a verdict each")
    verdicts = [judge(claim, knowledge, everything.same_text(claim)) for claim in judged]
    conflicts, complete, drop = everything.conflicts(witnesses, seconds, progress)
    progress("Reconciling the figures")
    accounts, trouble = _reconciled(knowledge, everything)
    rows = [claim_row(verdict, everything) for verdict in verdicts]
    _contest(rows, conflicts, opened.header.on_trial)
    values: dict[str, Any] = {
        "claims": rows,
        "counts": _counts(rows),
        "conflicts": [
            {"ids": list(c.ids), "words": c.words, "dissolves_under_grades": c.dissolves}
            for c in conflicts
        ],
        "complete": complete,
        "drop": drop,
        "scale_suspects": [
            {"id": row["id"], "factor": row["factor"], "reason": row["reason"]}
            for row in rows
            if row["factor"] is not None
        ],
        **_account_values(accounts, opened),
    }
    unknown = [Unknown(f"claims.{row['id']}.verdict", row["reason"])
               for row in rows if row["verdict"] == "untestable"]  # fmt: skip
    if trouble:
        unknown.append(Unknown("chi2", trouble))
    enough = (
        f"{MOST_CONFLICTS:,} conflicts" if len(conflicts) >= MOST_CONFLICTS else f"{seconds} s"
    )
    warnings = [*opened.header.trade.caveats]
    if not complete:
        warnings.append(_PARTIAL.format(enough))
    if conflicts and not drop and not beside:
        warnings.append(_NO_DROP)
    used = {i for row in rows for i in row["decided_by"]}
    used |= {row["id"] for row in values["reconciled"] if row["id"] in opened.figures}
    return Result(
        command="check",
        inputs={"case": opened.name, "claims": len(judged), "seconds": seconds},
        result=values,
        unknown=tuple(unknown),
        warnings=tuple(warnings),
        figures=tuple(sorted(i for i in used if i in opened.figures or i.startswith("trade:"))),
        run={"version": __version__, "case_sha256": opened.sha256},
    )  # fmt: skip


def _asked(claims: Iterable[Claim], case: Case) -> set[Node]:
    """Nodes of the claims, and the dependence on all origins in every year of a share."""
    nodes = {node_of(claim) for claim in claims if claim.rule != "none"}
    subjects = {n.subject for n in nodes if n.quantity in {"import_share", "import_dependence"}}
    return nodes | {Node("import_dependence", "", subject, "", str(year))
                    for subject in subjects for year in case.years}  # fmt: skip


def claim_row(verdict: Verdict, claims: Claims) -> dict[str, Any]:
    """One claim's line of the result."""
    claim = verdict.claim
    bounds = None if verdict.bounds is None else reading(claim)
    deciding = verdict.deciding[:6]
    ids = {i for estimate in deciding for i in estimate.ids[:4]}
    ids |= {i for place in verdict.elsewhere for i in place.ids[:2]}
    return {
        "id": claim.id,
        "verdict": verdict.verdict,
        "quantity": claim.quantity,
        "item": claim.item,
        "subject": claim.subject,
        "partner": claim.partner,
        "period": claim.period,
        "printed": printed(claim),
        "rule": claim.rule,
        "reading": None if bounds is None else [bounds.low, _finite(bounds.high)],
        "unit": claim.unit,
        "implied": _implied(verdict, claims),
        "decided_by": sorted(ids | set(verdict.suspect.ids if verdict.suspect else ())),
        "reason": reason(verdict, claims),
        "settled_by": settled_by(verdict, claims),
        "factor": verdict.suspect.factor if verdict.suspect else None,
        "suspected": _suspected(verdict, claims),
        "estimates": _estimates(verdict, claims),
        "text": claim.text,
        "source": claim.source,
    }


def _contest(
    rows: Sequence[dict[str, Any]], conflicts: Sequence[Conflict], on_trial: Collection[str]
) -> None:
    """Call a claim that no figure decides disputed where sound others exclude it.

    A claim is sound if no figure speaks against it, its source is not on trial, and supported
    claims do not exclude it.
    """
    supported = {row["id"] for row in rows if row["verdict"] == "supported"}
    unsound = {row["id"] for row in rows
               if row["verdict"] in WRONG
               or row["source"] in on_trial}  # fmt: skip
    unsound |= {
        name
        for conflict in conflicts
        for name in conflict.ids
        if supported - unsound >= {*conflict.ids} - {name} and name not in supported
    }
    excluding: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        for name in conflict.ids:
            if not unsound & ({*conflict.ids} - {name}):
                excluding.setdefault(name, []).append(conflict)
    for row in rows:
        against = excluding.get(row["id"], ())
        if row["verdict"] != "untestable" or not against or row["reading"] is None:
            continue
        lasting = [conflict for conflict in against if not conflict.dissolves]
        first = (lasting or against)[0]
        row["verdict"] = "disputed"
        row["decided_by"] = [name for name in first.ids if name != row["id"]] or [row["id"]]
        row["reason"] = f"no figure decides it, but {_beside(row, first)}{first.words}" + (
            "" if lasting else "; they agree once each has the uncertainty of its grade"
        )


def _beside(row: Mapping[str, Any], conflict: Conflict) -> str:
    """The other claims of a conflict, if there are any."""
    others = [name for name in conflict.ids if name != row["id"]]
    return f"beside {', '.join(others)}: " if others else ""


def _estimates(verdict: Verdict, claims: Claims) -> list[dict[str, Any]]:
    """What figures say of a claim's node, in its unit, those that decide it first."""
    sides = [(verdict.meeting, "for"), (verdict.against, "against"), (verdict.near, "between")]
    deciding = {id(estimate) for estimate in verdict.deciding}
    found = [(e, side) for estimates, side in sides for e in estimates]
    found.sort(key=lambda item: id(item[0]) not in deciding)
    return [_estimate(e, side, verdict, claims) for e, side in found[:MOST_ESTIMATES]]


def _estimate(
    estimate: Estimate, side: str, verdict: Verdict, claims: Claims
) -> dict[str, Any]:  # fmt: skip
    unit = verdict.claim.unit
    factor = claims.per_unit(verdict.node, unit)
    return {
        "value": estimate.value / factor,
        "sd": _finite(estimate.sd / factor),
        "unit": unit,
        "grade": estimate.grade,
        "bound": estimate.bound,
        "how": known_by(estimate, verdict, claims),
        "side": side,
        "ids": list(estimate.ids[:MOST_FIGURES]),
    }


def _suspected(verdict: Verdict, claims: Claims) -> dict[str, Any] | None:
    """The number that a slip of scale would be reconciled with, in the claim's unit."""
    suspect = verdict.suspect
    if suspect is None:
        return None
    factor = claims.per_unit(verdict.node, verdict.claim.unit)
    return {"value": suspect.against / factor, "own_text": suspect.own_text,
            "meaning": suspect.meaning, "ids": list(suspect.ids[:MOST_FIGURES])}  # fmt: skip


def printed(claim: Claim) -> str:
    """The number as printed, with its unit; nothing for a claim without a number."""
    unit = "" if claim.unit == "piece" else claim.unit.replace("_", " ")
    return f"{claim.printed} {unit}".strip() if claim.printed else ""


def _finite(value: float) -> float | None:
    """A bound that JSON can hold; None where it is open."""
    return value if abs(value) < float("inf") else None


def _implied(verdict: Verdict, claims: Claims) -> list[float] | None:
    """Range of the values of the estimates that decide, in the claim's unit."""
    values = [e.value for e in verdict.deciding if not e.bound]
    if not values:
        return None
    factor = claims.per_unit(verdict.node, verdict.claim.unit)
    return [min(values) / factor, max(values) / factor]


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many claims have each verdict."""
    return dict(sorted(Counter(row["verdict"] for row in rows).items()))


def _reconciled(knowledge: Knowledge, claims: Claims) -> tuple[Accounts | None, str]:
    """Reconcile the figures of the case; the claims themselves where it has none."""
    measured = knowledge.measured or claims.measured()
    try:
        found = reconcile_nodes(measured, knowledge.relations, knowledge.case.countries.name)
        return found, _UNSETTLED.format(len(found.unsettled)) if found.unsettled else ""
    except LimitReached as limit:
        return None, str(limit)


def _account_values(accounts: Accounts | None, case: Case) -> dict[str, Any]:
    if accounts is None:
        return {"reconciled": [], "undetermined": [],
                "chi2": {"value": None, "df": None, "p": None}}  # fmt: skip
    name = case.countries.name
    return {
        "reconciled": [
            {"id": row.id, "counts": row.node.words(name), "unit": base_unit(row.node),
             "value": row.value, "se": row.se, "observed": row.observed, "sd": row.sd,
             "z": row.z, "suspect": row.suspect}
            for row in accounts.rows
        ],
        "undetermined": [node.words(name) for node in accounts.unknown],
        "chi2": {"value": accounts.chi2, "df": accounts.df, "p": accounts.p},
    }  # fmt: skip
