"""What a printed figure stands for."""

import pytest

from outlast.case.readings import reading
from outlast.case.schema import Claim
from outlast.errors import InvalidInput


def claim(printed, rule):
    return Claim(id="x", quantity="import_share", subject="CHN", period="2024", unit="%", text="…",
                 status="sourced", grade="B", source="s", printed=printed, rule=rule)  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "rule", "expected"),
    [
        ("1.2", "printed", (1.15, 1.25)),
        ("95", "printed", (94.5, 95.5)),
        ("95", "around", (90.25, 99.75)),
        ("-4", "around", (-4.2, -3.8)),
        ("750000", "exceeded", (750_000, 825_000)),
        ("5", "under", (0, 5)),
        ("12-13", "range", (12, 13)),
    ],
)
def test_rules(printed, rule, expected):
    assert reading(claim(printed, rule)) == pytest.approx(expected)


@pytest.mark.parametrize(("printed", "rule"), [("12-13", "around"), ("12", "range")])
def test_a_rule_that_does_not_fit_is_refused(printed, rule):
    with pytest.raises(InvalidInput, match="expected the form of rule"):
        reading(claim(printed, rule))
