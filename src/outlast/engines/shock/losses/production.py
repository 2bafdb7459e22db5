r"""Output of a sector that lacks inputs, by five production functions.

With :math:`S_j` of input :math:`j` at hand, technical coefficients :math:`A_j`, critical inputs
:math:`V`, important inputs :math:`U` and normal capacity :math:`x^{cap}_0`, inputs allow

.. math::

    x^{inp} = \begin{cases}
        \min_{j} S_j / A_j & \text{leontief} \\
        \min_{j \in V \cup U} S_j / A_j & \text{strongly critical} \\
        \min\{\min_{j \in V} S_j / A_j,\
              \tfrac12 (\min_{j \in U} S_j / A_j + x^{cap}_0)\} & \text{half critical} \\
        \min_{j \in V} S_j / A_j & \text{weakly critical} \\
        \sum_j S_j / \sum_j A_j & \text{linear}
    \end{cases}

and output is :math:`\min(x^{cap}, x^{inp})`, demand being what it was (Pichler, Pangallo,
del Rio-Chanona, Lafond & Farmer 2022, J. Econ. Dyn. Control 144:104527,
doi:10.1016/j.jedc.2022.104527).
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outlast.engines.shock.losses.arguments import part
from outlast.errors import InvalidInput, not_one_of

Array = NDArray[np.float64]
Form = Literal["leontief", "strongly_critical", "half_critical", "weakly_critical", "linear"]
Necessity = Literal["critical", "important", "non-critical"]

FORMS: tuple[Form, ...] = (
    "leontief",
    "strongly_critical",
    "half_critical",
    "weakly_critical",
    "linear",
)
"""The production functions: four from the strictest to the mildest, and the linear one."""
NECESSITIES: tuple[Necessity, ...] = ("critical", "important", "non-critical")
"""What an input may be to a sector."""


def input_limit(
    form: Form,
    at_hand: ArrayLike,
    coefficients: ArrayLike,
    necessity: Sequence[Necessity],
    normal_capacity: float = 1.0,
) -> Array:
    """x_inp: the output that the inputs at hand allow, by one of the five functions above.

    Parameters
    ----------
    form : str
        One of `FORMS`.
    at_hand : array_like, shape (…, input)
        Of each input; unit of the input a period.
    coefficients : array_like, shape (input,)
        Input a unit of output; an input of 0 is not used.
    necessity : sequence of str
        What each input is to the sector, one of `NECESSITIES`.
    normal_capacity : float
        Output without a shortage.

    Returns
    -------
    ndarray, shape (…)
        Unit of the output; ``inf`` where no input binds.

    Raises
    ------
    UsageError
        If there is no such function or necessity.
    InvalidInput
        If an amount is negative or not a number, or no coefficient is above 0.

    Examples
    --------
    >>> inputs = dict(at_hand=[60, 20, 5], coefficients=[0.3, 0.2, 0.1], normal_capacity=200,
    ...               necessity=["critical", "important", "non-critical"])
    >>> [round(float(input_limit(form, **inputs)), 1) for form in FORMS]
    [50.0, 100.0, 150.0, 200.0, 141.7]
    """
    held, each, kinds = _checked(form, at_hand, coefficients, necessity)
    used = each > 0
    if form == "linear":
        return np.asarray(held[..., used].sum(axis=-1) / each[used].sum())
    reached = held[..., used] / each[used]
    critical, important = kinds[used] == "critical", kinds[used] == "important"
    if form == "leontief":
        return _least(reached, np.ones_like(critical))
    if form == "strongly_critical":
        return _least(reached, critical | important)
    whole = _least(reached, critical)
    if form == "weakly_critical":
        return whole
    return np.minimum(whole, (_least(reached, important) + normal_capacity) / 2)


def output_part(
    form: Form,
    fills: ArrayLike,
    shares: ArrayLike,
    necessity: Sequence[Necessity],
    capacity: ArrayLike = 1.0,
) -> Array:
    """min(x_cap, x_inp) as a part of normal output, from the parts of the inputs that are met.

    Parameters
    ----------
    form : str
        One of `FORMS`.
    fills : array_like, shape (…, input)
        Part of the normal amount of each input that is met, 0 to 1.
    shares : array_like, shape (input,)
        Each input's part of the cost of all inputs, 0 to 1; together at most 1.
    necessity : sequence of str
        What each input is to the sector, one of `NECESSITIES`.
    capacity : array_like, broadcast to shape (…)
        Part of the normal capacity that works, 0 to 1.

    Returns
    -------
    ndarray, shape (…)
        0 to 1.

    Raises
    ------
    UsageError
        If there is no such function or necessity.
    InvalidInput
        If a fill, a share or the capacity is not a number from 0 to 1, or the shares add up to
        more than 1.
    """
    met, weights, works = part("fill", fills), part("share", shares), part("capacity", capacity)
    total = float(weights.sum())
    if total > 1 + 1e-9:
        raise InvalidInput("shares", f"{total:g} together", expected="at most 1",
                           remedy="each is an input's part of the cost of all")  # fmt: skip
    limit = input_limit(form, met * weights, weights, necessity)
    return np.clip(np.minimum(works, limit), 0.0, 1.0)


def _least(reached: Array, which: NDArray[np.bool_]) -> Array:
    """Find the least of some inputs, `inf` of none."""
    return np.asarray(reached[..., which].min(axis=-1, initial=np.inf))


def _checked(
    form: str, at_hand: ArrayLike, coefficients: ArrayLike, necessity: Sequence[str]
) -> tuple[Array, Array, NDArray[np.str_]]:
    """Refuse what no production function takes."""
    if form not in FORMS:
        raise not_one_of("form", form, FORMS)
    for word in necessity:
        if word not in NECESSITIES:
            raise not_one_of("necessity", word, NECESSITIES)
    held, each = np.asarray(at_hand, dtype=float), np.asarray(coefficients, dtype=float)
    if each.ndim != 1 or held.shape[-1:] != each.shape or len(necessity) != len(each):
        got = f"{held.shape[-1:]}, {each.shape} and {len(necessity)}"
        raise InvalidInput("inputs", got, expected="as many amounts, coefficients and necessities")
    for what, values in (("input at hand", held), ("coefficient", each)):
        if not (np.isfinite(values).all() and (values >= 0).all()):
            bad = values[~(np.isfinite(values) & (values >= 0))].flat[0]
            raise InvalidInput(what, f"{bad:g}", expected="a number, 0 or more")
    if not (each > 0).any():
        raise InvalidInput("coefficients", "all 0", expected="one above 0",
                           remedy="a sector that uses nothing loses nothing")  # fmt: skip
    return held, each, np.array(necessity, dtype=str)
