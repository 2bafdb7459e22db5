"""Programs that do not fit together are refused before HiGHS reads past an array."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from outlast.errors import OutlastError
from outlast.solve import Program, solve

PROGRAM = Program(
    cost=np.ones(2),
    matrix=csr_array([[1.0, 1.0]]),
    row_low=np.array([1.0]),
    row_high=np.array([np.inf]),
    low=np.zeros(2),
    high=np.array([np.inf, np.inf]),
    whole=np.array([True, False]),
)


@pytest.mark.parametrize("name", ["cost", "row_low", "row_high", "low", "high", "whole"])
def test_an_array_of_another_length_is_refused(name):
    assert solve(PROGRAM).objective == 1
    longer = np.append(getattr(PROGRAM, name), [1, 1])
    with pytest.raises(OutlastError, match="do not fit each other"):
        solve(replace(PROGRAM, **{name: longer}))
