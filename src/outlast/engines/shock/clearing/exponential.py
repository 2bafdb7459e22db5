r"""A falling exponential that the compiler can run on several numbers at once.

.. math:: e^{-y} = 2^{-n}\,e^{r},\qquad n = \lfloor y/\ln 2 + 1/2\rfloor,\ r = n\ln2 - y

with :math:`e^r` by its Taylor polynomial of degree 13 (:math:`|r| \le 0.35`, so the
rest is below 5e-18).  The C library's ``exp`` took four fifths of the clearing.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from outlast.engines.shock.clearing.compiled import fused

LOG2_E = 1.4426950408889634
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10


@intrinsic
def double_of(typing: Any, bits: Any) -> Any:  # noqa: ANN401, ARG001
    """Read 64 bits as a double."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401, ARG001
        return builder.bitcast(args[0], ir.DoubleType())

    return types.float64(types.int64), generate


@fused
def shrink(y: float) -> float:
    """e^-y for y >= 0, within 2e-16 relative; 0 < result <= 1 (y above 700 counts 700).

    >>> shrink(0.0)
    1.0
    """
    y = min(y, 700.0)
    n = int(y * LOG2_E + 0.5)
    r = (n * LN2_HIGH - y) + n * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    one = (1.0 + r) + r2 * (0.5 + r * (1.0 / 6.0))
    two = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0))
    three = (1.0 / 40320.0 + r * (1.0 / 362880.0)) + r2 * (
        1.0 / 3628800.0 + r * (1.0 / 39916800.0)
    )
    four = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0)
    series = (one + r4 * two) + r4 * r4 * (three + r4 * four)
    return series * double_of((1023 - n) << 52)  # type: ignore[call-arg]  # Numba passes the context
