r"""Exponential and logarithm of eight numbers at once.

.. math:: e^x = 2^n e^r,\qquad \ln x = k\ln2 + 2\,\mathrm{artanh}\frac{m-1}{m+1},\
          x = 2^k m,\ m\in[\sqrt{1/2},\sqrt2)

:math:`e^r` by its Taylor polynomial of degree 13 (:math:`|r| \le 0.35`, so the rest is below
5e-18), artanh by its first eleven terms (the rest is below 1e-18 of the sum).  The C
library's ``exp`` took four fifths of the clearing.
"""

from typing import Any

from llvmlite import ir

from outlast.engines.shock.clearing.compiled import fused
from outlast.engines.shock.clearing.lanes import DOUBLES, EIGHT, primitive
from outlast.engines.shock.clearing.terms import WIDTH, Eight

LOG2_E = 1.4426950408889634
LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
WHOLE = 6755399441055744.0  # 1.5 × 2⁵²: a double of this size holds whole numbers only
WHOLE_BITS = 0x4338000000000000
ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
LONG = ir.VectorType(ir.IntType(64), WIDTH)


def long(number: int) -> Any:  # noqa: ANN401
    """Eight times a whole number of 64 bits."""
    return LONG([number] * WIDTH)


@primitive
def two_to(_: Any, whole: Any) -> Any:  # noqa: ANN401, ARG001
    """2^n from n + WHOLE."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        bits = builder.add(builder.bitcast(args[0], LONG), long(1023))
        return builder.bitcast(builder.shl(bits, long(52)), DOUBLES)

    return EIGHT(EIGHT), generate


def power(builder: Any, bits: Any) -> Any:  # noqa: ANN401
    """The power of two k of doubles given by their bits."""
    return builder.ashr(builder.sub(bits, long(ROOT_HALF_BITS)), long(52))


@primitive
def exponent(_: Any, number: Any) -> Any:  # noqa: ANN401, ARG001
    """The k of 2^k m, as WHOLE + k."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        found = power(builder, builder.bitcast(args[0], LONG))
        return builder.bitcast(builder.add(found, long(WHOLE_BITS)), DOUBLES)

    return EIGHT(EIGHT), generate


@primitive
def mantissa(_: Any, number: Any) -> Any:  # noqa: ANN401, ARG001
    """The m of 2^k m."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        bits = builder.bitcast(args[0], LONG)
        return builder.bitcast(
            builder.sub(bits, builder.shl(power(builder, bits), long(52))), DOUBLES
        )

    return EIGHT(EIGHT), generate


@fused
def exp(x: Eight) -> Eight:
    """e^x within 2e-16 relative; what lies beyond ±700 counts ±700."""
    x = max(min(x, 700.0), -700.0)
    whole = x * LOG2_E + WHOLE
    n = whole - WHOLE
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    one = (1.0 + r) + r2 * (0.5 + r * (1.0 / 6.0))
    two = (1.0 / 24.0 + r * (1.0 / 120.0)) + r2 * (1.0 / 720.0 + r * (1.0 / 5040.0))
    three = (1.0 / 40320.0 + r * (1.0 / 362880.0)) + r2 * (
        1.0 / 3628800.0 + r * (1.0 / 39916800.0)
    )
    four = 1.0 / 479001600.0 + r * (1.0 / 6227020800.0)
    series = (one + r4 * two) + r4 * r4 * (three + r4 * four)
    return series * two_to(whole)


@fused
def log(x: Eight) -> Eight:
    """Ln x of positive normal numbers, within 4e-16 relative."""
    k = exponent(x) - WHOLE
    f = mantissa(x) - 1.0
    s = f / (f + 2.0)
    z = s * s
    z2 = z * z
    z4 = z2 * z2
    one = (1.0 / 3.0 + z * (1.0 / 5.0)) + z2 * (1.0 / 7.0 + z * (1.0 / 9.0))
    two = (1.0 / 11.0 + z * (1.0 / 13.0)) + z2 * (1.0 / 15.0 + z * (1.0 / 17.0))
    three = (1.0 / 19.0 + z * (1.0 / 21.0)) + z2 * (1.0 / 23.0)
    series = (one + z4 * two) + z4 * z4 * three
    twice = s + s
    return k * LN2_HIGH + (twice + (twice * z * series + k * LN2_LOW))
