"""Periods as sources print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.errors import PeriodError
from outlast.periods import Period


@pytest.mark.parametrize(
    ("text", "months", "year"),
    [
        ("2024", 12, 2024),
        ("2025-H2", 6, None),
        ("2026-Q1", 3, None),
        ("2025-04", 1, None),
        ("2026-03-02", 1, None),
        ("2025-01..10", 10, None),
        ("2024-11..2025-02", 4, None),
        ("2002..2024", 276, None),
        ("as of 2024-10", 1, 2024),
    ],
)
def test_forms(text, months, year):
    period = Period.parse(text)
    assert (period.months, period.year) == (months, year)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-13", "2024-00", "2024-02-31", "2025..2024", "2024-Q5", "soon", "2024-1"],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(PeriodError, match="expected"):
        Period.parse(text)


@given(year=st.integers(1000, 9999), month=st.integers(1, 12))
def test_twelve_months_make_their_year(year, month):
    whole, part = Period.parse(f"{year}"), Period.parse(f"{year}-{month:02}")
    assert whole.first <= part.first == part.last <= whole.last
