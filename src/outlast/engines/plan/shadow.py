"""Shadow prices: what one tonne more would be worth under the worst attack."""

from typing import Any

import numpy as np

from outlast.engines.plan.problem import Problem
from outlast.engines.plan.solving import Answer


def prices(problem: Problem, answer: Answer) -> list[dict[str, Any]]:
    """Tell what one tonne more in store, or arriving, would avert.

    Parameters
    ----------
    problem : Problem
        Planned.
    answer : Answer
        With its worst case.

    Returns
    -------
    list of dict
        In USD of today for a tonne, from the duals of the operation under the worst attack.
    """
    attack, outcome = answer.struck.attack, answer.struck.outcome
    if attack.start >= problem.instance.periods:
        return []
    start = problem.quarter(attack.start)
    names = ["the stock of today", *(problem.kept[n].row.name for n, option
             in enumerate(problem.instance.options) if option.kind == "reserve")]  # fmt: skip
    pooled = {name: max(0.0, float(outcome.stored[n, attack.start]))
              for n, name in enumerate(names)}  # fmt: skip
    span = slice(attack.start, attack.until)
    peak = attack.start + int(np.argmax(outcome.material[span]))
    arriving = max(0.0, float(outcome.material[peak]))
    rows = [_row("one more tonne in store at the beginning of the attack", max(pooled.values()),
                 f"what is short under the worst attack, from {start} on, would fall by so much "
                 "with one more tonne in reserve")]  # fmt: skip
    rows.append(_row(f"one more tonne arriving in {problem.quarter(peak)}", arriving,
                     "the most that a tonne is worth in any quarter of the attack"))  # fmt: skip
    return rows


def _row(what: str, value: float, words: str) -> dict[str, Any]:
    return {"what": what, "value": value, "unit": "USD/t", "words": words}
