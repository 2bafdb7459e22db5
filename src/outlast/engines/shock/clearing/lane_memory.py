"""Eight doubles from and to arrays; eight rows turned into eight columns."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from outlast.engines.shock.clearing.lanes import DOUBLES, EIGHT, LANE, call, primitive
from outlast.engines.shock.clearing.terms import WIDTH

LANES = ir.VectorType(LANE, WIDTH)


def address(context: Any, builder: Any, kinds: Any, given: Any) -> Any:  # noqa: ANN401
    """Where eight doubles lie, from an array and a tuple of indices."""
    array = context.make_array(kinds[0])(context, builder, given[0])
    index = cgutils.unpack_tuple(builder, given[1])
    place = cgutils.get_item_pointer(
        context, builder, kinds[0], array, index, wraparound=False, boundscheck=False
    )
    return builder.bitcast(place, DOUBLES.as_pointer())


@primitive
def eight_at(_: Any, array: Any, index: Any) -> Any:  # noqa: ANN401, ARG001
    """Eight doubles of `array` from the tuple `index` on."""

    def load(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        return builder.load(address(context, builder, signature.args, args), align=8)

    return EIGHT(array, types.UniTuple(types.intp, array.ndim)), load


@primitive
def put_eight(_: Any, array: Any, index: Any, value: Any) -> Any:  # noqa: ANN401, ARG001
    """Write eight doubles to `array` from the tuple `index` on."""

    def store(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        builder.store(args[2], address(context, builder, signature.args, args), align=8)
        return context.get_dummy_value()

    return types.void(array, types.UniTuple(types.intp, array.ndim), EIGHT), store


def first(builder: Any, count: Any) -> Any:  # noqa: ANN401
    """Mask of the first `count` of eight."""
    unset = ir.Constant(LANES, ir.Undefined)
    one = builder.insert_element(unset, builder.trunc(count, LANE), LANE(0))
    limit = builder.shuffle_vector(one, unset, LANES([0] * WIDTH))
    return builder.icmp_signed("<", LANES(list(range(WIDTH))), limit)


@primitive
def some_at(_: Any, array: Any, index: Any, count: Any) -> Any:  # noqa: ANN401, ARG001
    """The first `count` of eight doubles of `array` from `index` on, then zeros."""

    def load(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        place = address(context, builder, signature.args, args)
        given = (place, LANE(8), first(builder, args[2]), DOUBLES([0.0] * WIDTH))
        return call(builder, "llvm.masked.load.v8f64.p0", DOUBLES, *given)

    return EIGHT(array, types.UniTuple(types.intp, array.ndim), types.intp), load


@primitive
def put_some(_: Any, array: Any, index: Any, count: Any, value: Any) -> Any:  # noqa: ANN401, ARG001
    """Write the first `count` of eight doubles to `array` from `index` on."""

    def store(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        place = address(context, builder, signature.args, args)
        given = (args[3], place, LANE(8), first(builder, args[2]))
        call(builder, "llvm.masked.store.v8f64.p0", ir.VoidType(), *given)
        return context.get_dummy_value()

    return types.void(array, types.UniTuple(types.intp, array.ndim), types.intp, EIGHT), store


def turned(builder: Any, rows: list[Any]) -> list[Any]:  # noqa: ANN401
    """Eight rows as eight columns, by exchanging ever smaller halves."""
    size = WIDTH // 2
    while size:
        low = [n + (n // size % 2) * (WIDTH - size) for n in range(WIDTH)]
        made = list(rows)
        for n in range(WIDTH):
            if n // size % 2 == 0:
                pair = (rows[n], rows[n + size])
                made[n] = builder.shuffle_vector(*pair, LANES(low))
                made[n + size] = builder.shuffle_vector(*pair, LANES([m + size for m in low]))
        rows, size = made, size // 2
    return rows


@primitive
def turn_eight(
    _: Any,  # noqa: ANN401
    array: Any,  # noqa: ANN401
    index: Any,  # noqa: ANN401, ARG001
    listed: Any,  # noqa: ANN401
    start: Any,  # noqa: ANN401, ARG001
    into: Any,  # noqa: ANN401
    to: Any,  # noqa: ANN401, ARG001
) -> Any:  # noqa: ANN401
    """Write eight rows of eight of `array` as columns of `into`, from `to` on.

    They stand at `index`, the last but one of which is read from `listed`, at `start`.
    """

    def turn(context: Any, builder: Any, signature: Any, args: Any) -> Any:  # noqa: ANN401
        kinds = dict(zip(args, signature.args, strict=True))

        def at(array: Any, index: list[Any]) -> Any:  # noqa: ANN401
            made = context.make_array(kinds[array])(context, builder, array)
            return cgutils.get_item_pointer(
                context, builder, kinds[array], made, index, wraparound=False, boundscheck=False
            )

        array, listed, into = args[0], args[2], args[4]
        index, start, to = (cgutils.unpack_tuple(builder, args[n]) for n in (1, 3, 5))
        rows = []
        for n in range(WIDTH):
            row = builder.load(at(listed, [start[0], builder.add(start[1], start[1].type(n))]))
            place = at(array, [*index[:-2], row, index[-1]])
            rows.append(builder.load(builder.bitcast(place, DOUBLES.as_pointer()), align=8))
        for n, column in enumerate(turned(builder, rows)):
            place = at(into, [*to[:-2], builder.add(to[-2], to[-2].type(n)), to[-1]])
            builder.store(column, builder.bitcast(place, DOUBLES.as_pointer()), align=8)
        return context.get_dummy_value()

    places = [types.UniTuple(types.intp, kind.ndim) for kind in (array, listed, into)]
    return types.void(array, places[0], listed, places[1], into, places[2]), turn
