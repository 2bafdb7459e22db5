r"""What states do for demand and supply: rationing, substitution, recycling, reserves, new plants.

Each begins at its start; what has a lead time grows after it, :math:`\min(1, (t-s-l)^+/\rho)` of
its whole, and the mean over a month's days counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import (
    EVERYONE,
    Between,
    CapacitySubsidy,
    Ramped,
    Rationing,
    Recycling,
    StockPurchase,
    StockRelease,
    Substitution,
    Timed,
)
from outlast.engines.shock.baseline import REST, Baseline
from outlast.engines.shock.plan import Plan
from outlast.engines.shock.policies import Policies
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.ramps import risen
from outlast.engines.shock.references import MONTHS, rate, tonnes
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
ALWAYS = -1e3
"""Log price from which a reserve gives that needs no trigger: below any of a market."""


@dataclass
class Reliefs:
    """What is gathered from measures, axes as those of `Policies`."""

    policies: Policies
    added: dict[str, Array]  # new output by origin, (1 or draw, month) [t/month]


def reliefs(
    case: Case, plan: Plan, normal: Baseline, sample: Sample, months: int, lanes: int
) -> Reliefs:
    """Lay out what helps: no cap, no tariff and nothing ahead among it.

    Parameters
    ----------
    case : Case
        Its sectors and units.
    plan : Plan
        The scenario, read.
    normal : Baseline
        The normal month.
    sample : Sample
        Draws what a measure gives as a range.
    months, lanes : int
        Of the run.

    Returns
    -------
    Reliefs
        Measures that begin after the run leave no trace in it.

    Raises
    ------
    InvalidInput
        If a country uses nothing, or one with a subsidy neither makes nor uses something.
    """
    sectors = sorted(case.sectors)
    found = Reliefs(Policies.none(months, lanes, len(normal.destinations), len(sectors)), {})
    for measure in plan.reliefs:
        if isinstance(measure, CapacitySubsidy):
            _build(case, plan, measure, normal, sample, months, found)
            continue
        here = _places(plan, measure, normal)
        if not plan.acting(measure, months):
            continue
        if isinstance(measure, StockRelease):
            _release(case, plan, measure, normal, here, found)
        elif isinstance(measure, StockPurchase):
            active = plan.spans[measure.id].active(months)
            found.policies.purchase[:] += measure.rate * np.outer(active, here)
        elif isinstance(measure, Rationing):
            active = plan.spans[measure.id].active(months)
            for name, part in measure.sectors.items():
                cut = (1 - part) * np.outer(active, here)
                found.policies.allowed[:, :, sectors.index(name)] -= cut
        elif isinstance(measure, Ramped):
            _grow(plan, measure, sample, here, sectors, found)
    return found


def _places(plan: Plan, measure: Timed, normal: Baseline) -> Array:
    """1 for the destinations to which a measure happens, shape (destination,)."""
    named = plan.places[measure.id]
    here = np.array([code in named or EVERYONE in named for code in normal.destinations])
    if not here.any():
        users = [code for code in normal.destinations if code != REST]
        raise InvalidInput(
            f"measure {measure.id}: countries",
            ", ".join(sorted(named)),
            expected=f"a country that uses the material in {normal.year}",
            remedy=f"those of the run: {', '.join(sorted(users))}",
        )
    return here.astype(float)


def _grow(
    plan: Plan, measure: Ramped, sample: Sample, here: Array, sectors: Sequence[str],
    found: Reliefs,
) -> None:  # fmt: skip
    """Add what substitution or recycling gives, drawn where it is a range."""
    name = "replaced" if isinstance(measure, Substitution) else "recycled"
    assert isinstance(measure, Substitution | Recycling)
    known: Array = getattr(found.policies, name)
    span = plan.spans[measure.id]
    lead = _drawn(sample, f"lead-{measure.id}", measure.lead_months)
    grown = risen(span.start + lead, measure.ramp_months, span.end, known.shape[1], stays=False)
    for sector, share in measure.sectors.items():
        whole = _drawn(sample, f"reached-{measure.id}-{sector}", share)
        part = (whole[:, None] * grown)[:, :, None] * here
        if len(part) > len(known):
            known = np.repeat(known, len(part), axis=0)
        known[..., sectors.index(sector)] += part
    found.policies = found.policies._replace(**{name: known})


def _release(
    case: Case, plan: Plan, measure: StockRelease, normal: Baseline, here: Array, found: Reliefs
) -> None:
    """Add a reserve and the rule by which it gives."""
    held = found.policies
    use = normal.demand * here
    size, unit = tonnes(case, measure)
    amount = size * use if unit == MONTHS else size * use / use.sum(axis=1, keepdims=True)
    active = plan.spans[measure.id].active(len(held.release))
    on = np.outer(active, here)
    trigger = ALWAYS if measure.trigger is None else np.log(measure.trigger)
    lowest = np.where(held.release > 0, np.minimum(held.trigger, trigger), trigger)
    held.trigger[:] = np.where(on > 0, lowest, held.trigger)
    held.release[:] += measure.rate * on
    found.policies = held._replace(reserve=held.reserve + amount)


def _build(
    case: Case, plan: Plan, measure: CapacitySubsidy, normal: Baseline, sample: Sample,
    months: int, found: Reliefs,
) -> None:  # fmt: skip
    """Add new output: to the lanes of a country that makes what it uses, else to its own use.

    A link that was small at first can only grow by a part of use a month, which is no limit of
    plants that stand beside their users.
    """
    (country,) = plan.places[measure.id]
    if country not in {*normal.origins, *normal.destinations}:
        raise InvalidInput(
            f"measure {measure.id}: country", country,
            expected=f"a country that makes or uses the material in {normal.year}",
            remedy="new plants need a market: what they make is used there or goes to its buyers",
        )  # fmt: skip
    made = country in normal.origins
    if measure.part is not None and not made:
        raise InvalidInput(f"measure {measure.id}: part", f"of {country}, which makes nothing",
                           expected="capacity, such as '200 t/year'")  # fmt: skip
    if not plan.acting(measure, months):
        return
    span = plan.spans[measure.id]
    lead = _drawn(sample, f"lead-{measure.id}", measure.lead_months)
    grown = risen(span.start + lead, measure.ramp_months, span.end, months, stays=True)
    output = np.zeros(1)
    if made:
        output = normal.flow[:, normal.origins.index(country)].sum(axis=1)
    if measure.part is not None:
        new = measure.part * output[:, None] * grown
    else:
        new = rate(case, measure.id, measure.capacity or "") * grown
    used = country in normal.destinations
    use = normal.demand[:, normal.destinations.index(country)].mean() if used else 0.0
    if made and output.mean() >= use:
        found.added[country] = found.added.get(country, np.zeros((1, months))) + new
        return
    local = np.zeros((len(new), months, len(normal.destinations)))
    local[:, :, normal.destinations.index(country)] = new
    found.policies = found.policies._replace(local=found.policies.local + local)


def _drawn(sample: Sample, name: str, bounds: Between) -> Array:
    """One number where it is known, else one a draw."""
    if bounds.low == bounds.high:
        return np.array([bounds.low])
    return sample.interval(name, bounds.low, bounds.high, "uniform")
