"""Scenarios made of dictionaries."""

from outlast.case.measures import Scenario


def scenario(*measures):
    """Make a scenario of measures given as dictionaries."""
    filled = [
        {
            "id": f"m{i}",
            "start": "+0",
            **({} if m["kind"] == "truce" else {"expected_months": 12}),
            **m,
        }
        for i, m in enumerate(measures)
    ]
    return Scenario.model_validate({"title": "test", "measures": filled})
