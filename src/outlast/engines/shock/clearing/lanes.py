"""Eight doubles at once, said outright, with the signs of ordinary arithmetic.

The compiler guards a loop that it runs four at a time with tests of overlap and a slow tail;
on a dozen columns these cost more than the work.  A machine without registers of eight
doubles takes them in parts.
"""

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typeconv.castgraph import Conversion
from numba.extending import (
    intrinsic,
    lower_builtin,
    lower_cast,
    models,
    register_model,
    type_callable,
)

from outlast.engines.shock.clearing.terms import WIDTH

DOUBLE, LANE = ir.DoubleType(), ir.IntType(32)
DOUBLES = ir.VectorType(DOUBLE, WIDTH)
TRUTHS = ir.VectorType(ir.IntType(1), WIDTH)

primitive: Callable[[Any], Any] = intrinsic
"""Define a function by its instructions; callers leave out its first argument."""


class Eight(types.Type):
    """Numba's type of eight doubles; a number may stand for eight of it."""

    def can_convert_from(self, _: Any, other: Any) -> Any:  # noqa: ANN401
        """Allow a number."""
        return Conversion.safe if isinstance(other, types.Float) else None


class Truths(types.Type):
    """Numba's type of eight answers to a comparison."""


EIGHT, MASK = Eight("eight doubles"), Truths("eight truths")


@register_model(Eight)
class EightModel(models.PrimitiveModel):
    """Eight doubles lie in one register, or in two."""

    def __init__(self, manager: Any, kind: Any) -> None:  # noqa: ANN401
        super().__init__(manager, kind, DOUBLES)


@register_model(Truths)
class TruthsModel(models.PrimitiveModel):
    """Eight truths lie in one register."""

    def __init__(self, manager: Any, kind: Any) -> None:  # noqa: ANN401
        super().__init__(manager, kind, TRUTHS)


def spread(builder: Any, number: Any) -> Any:  # noqa: ANN401
    """Eight times the same number."""
    unset = ir.Constant(DOUBLES, ir.Undefined)
    first = builder.insert_element(unset, number, LANE(0))
    return builder.shuffle_vector(first, unset, ir.VectorType(LANE, WIDTH)([0] * WIDTH))


@lower_cast(types.Float, Eight)
def spread_number(_: Any, builder: Any, _from: Any, _to: Any, number: Any) -> Any:  # noqa: ANN401
    """Where eight doubles are wanted, a number stands for eight of it."""
    return spread(builder, number)


def define(function: Any, kinds: tuple[Any, ...], made: Any, emit: Callable[..., Any]) -> None:  # noqa: ANN401
    """Give `function` a meaning for `kinds`, where a number may stand for eight doubles."""

    def fit(*given: Any) -> Any:  # noqa: ANN401
        own = any(kind in {EIGHT, MASK} for kind in given)
        pairs = zip(given, kinds, strict=True)
        ok = all(a is b or (b is EIGHT and isinstance(a, types.Float)) for a, b in pairs)
        return made(*kinds) if own and ok else None

    def typing(_: Any) -> Any:  # noqa: ANN401
        def one(a: Any) -> Any:  # noqa: ANN401
            return fit(a)

        def two(a: Any, b: Any) -> Any:  # noqa: ANN401
            return fit(a, b)

        return one if len(kinds) == 1 else two

    def lower(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return emit(builder, *args)

    type_callable(function)(typing)
    lower_builtin(function, *(type(kind) for kind in kinds))(lower)


def chosen(sign: str) -> Callable[..., Any]:
    """The one of two that stands on the side of `sign`."""
    return lambda builder, a, b: builder.select(builder.fcmp_ordered(sign, a, b), a, b)


for sign, name in (("add", "fadd"), ("sub", "fsub"), ("mul", "fmul"), ("truediv", "fdiv")):
    for function in (getattr(operator, sign), getattr(operator, f"i{sign}")):
        define(function, (EIGHT, EIGHT), EIGHT, getattr(ir.IRBuilder, name))
for sign, name in (("gt", ">"), ("ge", ">="), ("lt", "<"), ("le", "<=")):
    define(
        getattr(operator, sign),
        (EIGHT, EIGHT),
        MASK,
        lambda builder, a, b, name=name: builder.fcmp_ordered(name, a, b),
    )
for sign, name in (("and_", "and_"), ("or_", "or_")):
    for function in (getattr(operator, sign), getattr(operator, "i" + sign.strip("_"))):
        define(function, (MASK, MASK), MASK, getattr(ir.IRBuilder, name))
define(operator.invert, (MASK,), MASK, lambda builder, a: builder.not_(a))
define(operator.neg, (EIGHT,), EIGHT, lambda builder, a: builder.fneg(a))
define(max, (EIGHT, EIGHT), EIGHT, chosen(">"))
define(min, (EIGHT, EIGHT), EIGHT, chosen("<"))


def call(builder: Any, name: str, made: Any, *args: Any) -> Any:  # noqa: ANN401
    """Call one of the compiler's own functions."""
    kind = ir.FunctionType(made, [arg.type for arg in args])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), args)


define(abs, (EIGHT,), EIGHT, lambda builder, a: call(builder, "llvm.fabs.v8f64", DOUBLES, a))


@primitive
def eight(_: Any, number: Any) -> Any:  # noqa: ANN401, ARG001
    """Eight times the same number."""
    return EIGHT(EIGHT), lambda _context, _builder, _signature, args: args[0]


@primitive
def where(_: Any, mask: Any, one: Any, other: Any) -> Any:  # noqa: ANN401, ARG001
    """`one` where the mask is true, `other` elsewhere."""
    return EIGHT(MASK, EIGHT, EIGHT), lambda _c, builder, _s, args: builder.select(*args)


@primitive
def any_of(_: Any, mask: Any) -> Any:  # noqa: ANN401, ARG001
    """Tell whether one of the eight is true."""

    def ask(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        bits = builder.bitcast(args[0], ir.IntType(WIDTH))
        return builder.icmp_unsigned("!=", bits, bits.type(0))

    return types.boolean(MASK), ask


@primitive
def sum_of(_: Any, value: Any) -> Any:  # noqa: ANN401, ARG001
    """Sum of the eight, in pairs."""

    def add(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return halved(builder, args[0], builder.fadd)

    return types.float64(EIGHT), add


@primitive
def largest(_: Any, value: Any) -> Any:  # noqa: ANN401, ARG001
    """Largest of the eight."""

    def choose(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return halved(builder, args[0], lambda a, b: chosen(">")(builder, a, b))

    return types.float64(EIGHT), choose


def halved(builder: Any, value: Any, join: Callable[[Any, Any], Any]) -> Any:  # noqa: ANN401
    """Join the upper half to the lower until one number is left."""
    size = WIDTH
    while size > 1:
        size //= 2
        pick = ir.VectorType(LANE, size)
        low = builder.shuffle_vector(value, value, pick(list(range(size))))
        high = builder.shuffle_vector(value, value, pick(list(range(size, 2 * size))))
        value = join(low, high)
    return builder.extract_element(value, LANE(0))
