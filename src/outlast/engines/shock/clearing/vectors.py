"""Four doubles at once, said outright: loops of a dozen turns are too short to be found.

The compiler guards a loop that it runs four at a time with tests of overlap and a slow tail;
on a dozen origins these cost more than the work.  Arrays read here have rows of a multiple of
four.  A machine without such registers takes the four in parts.
"""

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model

DOUBLES = ir.VectorType(ir.DoubleType(), 4)

primitive: Callable[[Any], Any] = intrinsic
"""Define a function by its instructions; callers leave out its first argument."""


class Four(types.Type):
    """Numba's type of four doubles."""


FOUR = Four("four doubles")


@register_model(Four)
class FourModel(models.PrimitiveModel):
    """Four doubles lie in one register."""

    def __init__(self, manager: Any, kind: Any) -> None:  # noqa: ANN401
        super().__init__(manager, kind, DOUBLES)


def address(context: Any, builder: Any, kinds: Any, given: Any) -> Any:  # noqa: ANN401
    """Where four doubles lie, from an array and a tuple of indices."""
    array = context.make_array(kinds[0])(context, builder, given[0])
    index = cgutils.unpack_tuple(builder, given[1])
    place = cgutils.get_item_pointer(
        context, builder, kinds[0], array, index, wraparound=False, boundscheck=False
    )
    return builder.bitcast(place, DOUBLES.as_pointer())


@primitive
def four_at(_: Any, array: Any, index: Any) -> Any:  # noqa: ANN401, ARG001
    """Four doubles of `array` from the tuple `index` on."""

    def load(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        return builder.load(address(context, builder, signature.args, args), align=8)

    return FOUR(array, types.UniTuple(types.intp, array.ndim)), load


@primitive
def put_four(_: Any, array: Any, index: Any, value: Any) -> Any:  # noqa: ANN401, ARG001
    """Write four doubles to `array` from the tuple `index` on."""

    def store(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        builder.store(args[2], address(context, builder, signature.args, args), align=8)
        return context.get_dummy_value()

    return types.void(array, types.UniTuple(types.intp, array.ndim), FOUR), store


@primitive
def four_of(_: Any, number: Any) -> Any:  # noqa: ANN401, ARG001
    """Four times the same number."""

    def spread(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        unset, lane = ir.Constant(DOUBLES, ir.Undefined), ir.IntType(32)
        first = builder.insert_element(unset, args[0], lane(0))
        return builder.shuffle_vector(first, unset, ir.VectorType(lane, 4)([0] * 4))

    return FOUR(types.float64), spread


@primitive
def plus(_: Any, one: Any, other: Any) -> Any:  # noqa: ANN401, ARG001
    """`one` + `other`."""
    return FOUR(FOUR, FOUR), lambda _context, builder, _signature, args: builder.fadd(*args)


@primitive
def times(_: Any, one: Any, other: Any) -> Any:  # noqa: ANN401, ARG001
    """`one` × `other`."""
    return FOUR(FOUR, FOUR), lambda _context, builder, _signature, args: builder.fmul(*args)


@primitive
def plus_product(_: Any, total: Any, one: Any, other: Any) -> Any:  # noqa: ANN401, ARG001
    """`total` + `one` × `other`, in one rounding where the machine can."""

    def multiply(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        kind = ir.FunctionType(DOUBLES, [DOUBLES] * 3)
        name = "llvm.fmuladd.v4f64"
        call = cgutils.get_or_insert_function(builder.module, kind, name)
        return builder.call(call, [args[1], args[2], args[0]])

    return FOUR(FOUR, FOUR, FOUR), multiply
