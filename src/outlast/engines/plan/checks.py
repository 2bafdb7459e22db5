"""What an instance must obey before a plan is sought."""

from collections.abc import Iterator
from typing import get_args

import numpy as np

from outlast.engines.plan.instance import Array, Instance, Kind, Option
from outlast.errors import InvalidInput

_SHARES = ("odds", "minimum_take", "fill", "draw", "boil_off")
_PAID = ("fixed", "variable")


def check(instance: Instance) -> None:
    """Refuse an instance that no plan could answer.

    Parameters
    ----------
    instance : Instance
        As given.

    Raises
    ------
    InvalidInput
        With the first fault: shapes that do not fit, numbers out of range, an option that can
        never finish, or one whose cost is negative, so that it would be built for its own sake.
    """
    _fit(instance)
    for what in ("use", "weight", "arrivals", "price"):
        _range(what, getattr(instance, what), np.inf)
    _range("reach", instance.reach, 1.0)
    _range("option_reach", instance.option_reach, 1.0)
    _range("stock", np.array([instance.stock.opening, instance.stock.limit]), np.inf)
    _range("boil_off of the stock", np.array(instance.stock.boil_off), 1.0)
    for what in ("per_year", "every"):
        if getattr(instance, what) < 1:
            raise InvalidInput(what, getattr(instance, what), expected="1 or more")
    names = [option.name for option in instance.options]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InvalidInput("options", twice, expected="each name once")
    if not instance.discount >= 0:
        raise InvalidInput("discount", instance.discount, expected="0 or more")
    if instance.stock.opening > instance.stock.limit:
        raise InvalidInput(
            "opening stock", instance.stock.opening, expected=f"at most {instance.stock.limit:g}"
        )
    for option in instance.options:
        _check_option(instance, option)


def _fit(instance: Instance) -> None:
    classes, periods = instance.use.shape
    lanes, options = instance.arrivals.shape[0], len(instance.options)
    wanted = {
        "weight": (classes,),
        "critical": (classes,),
        "arrivals": (lanes, periods),
        "price": (lanes,),
        "reach": (instance.powers, lanes),
        "option_reach": (instance.powers, options),
    }
    for what, shape in wanted.items():
        got = getattr(instance, what).shape
        if got != shape:
            raise InvalidInput(what, f"of shape {got}", expected=f"shape {shape}")


def _range(what: str, values: Array, most: float) -> None:
    given = np.asarray(values, dtype=float)
    wrong = ~(np.isfinite(given) & (given >= 0) & (given <= most))
    if wrong.any():
        expected = "0 or more" if most == np.inf else f"from 0 to {most:g}"
        raise InvalidInput(what, given[wrong][0], expected=expected)


def _check_option(instance: Instance, option: Option) -> None:
    if option.kind not in get_args(Kind):
        raise InvalidInput(f"kind of {option.name}", option.kind,
                           expected=f"one of {', '.join(get_args(Kind))}")  # fmt: skip
    for what, least in (("lead", 0), ("life", 1)):
        if getattr(option, what) < least:
            raise InvalidInput(f"{what} of {option.name}", getattr(option, what),
                               expected=f"{least} periods or more")  # fmt: skip
    for name in _SHARES:
        _range(f"{name} of {option.name}", np.array(getattr(option, name)), 1.0)
    _range(f"capacity of {option.name}", np.array(option.capacity), np.inf)
    for what, value in _costs(option):
        if not np.all(np.isfinite(value)) or np.any(np.asarray(value) < 0):
            raise InvalidInput(
                f"{what} of {option.name}",
                float(np.min(value)),
                expected="0 or more",
                remedy="an option that pays for itself would be built without end; "
                "write what it earns as a lower cost of what it gives",
            )
    if not len(instance.starts(option)):
        raise InvalidInput(
            f"lead time of {option.name}",
            option.lead,
            expected=f"less than the {instance.periods} periods from a start on",
            remedy="it can never finish: begin earlier, plan for longer or leave it out",
        )
    _check_references(instance, option)


def _costs(option: Option) -> Iterator[tuple[str, float | Array]]:
    yield "capex", option.capex
    for name in _PAID:
        yield name, getattr(option, name)


def _check_references(instance: Instance, option: Option) -> None:
    counts = {"reduction": len(instance.weight), "shield": len(instance.price)}
    known = counts.get(option.kind, 0)
    if option.kind in counts and not 0 <= option.target < known:
        raise InvalidInput(
            f"target of {option.name}", option.target, expected=f"from 0 to {known - 1}"
        )
    if not -1 <= option.after < len(instance.options):
        raise InvalidInput(f"after of {option.name}", option.after, expected="another option")
    if (
        option.after >= 0
        and not np.isfinite([option.limit, instance.options[option.after].limit]).all()
    ):
        raise InvalidInput(f"limit of {option.name}", np.inf, expected="a number, for its order")
    if not option.limit >= 0 or (option.whole and not np.isfinite(option.limit)):
        raise InvalidInput(f"limit of {option.name}", option.limit, expected="a number of units")
