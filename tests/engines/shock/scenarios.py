"""Scenarios made of dictionaries."""

from outlast.case.measures import Scenario

UNEXPECTED = {
    "truce", "stock_release", "stock_purchase", "rationing", "substitution", "recycling",
    "capacity_subsidy",
}  # fmt: skip
"""Kinds that say nothing of how long they are expected to last."""


def scenario(*measures):
    """Make a scenario of measures given as dictionaries."""
    filled = [
        {
            "id": f"m{i}",
            "start": "+0",
            **({} if m["kind"] in UNEXPECTED else {"expected_months": 12}),
            **m,
        }
        for i, m in enumerate(measures)
    ]
    return Scenario.model_validate({"title": "test", "measures": filled})
