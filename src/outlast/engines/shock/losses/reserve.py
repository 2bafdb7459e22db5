r"""The reserve that pays: what it costs to hold against what it spares.

Stops come :math:`\lambda` times a year and last an exponential time of mean :math:`1/\mu`; while
one lasts, :math:`q` a year is missing.  A reserve :math:`S` that is full when a stop begins is
empty after :math:`S/q`, which a stop outlasts with the chance :math:`e^{-\mu S/q}`; it then misses
:math:`q/\mu` more on average.  With :math:`h` for holding a unit a year and :math:`c` for a unit
missed, a year costs

.. math::  C(S) = h S + \lambda c \frac{q}{\mu} e^{-\mu S / q}

and :math:`C'(S) = h - \lambda c\, e^{-\mu S/q} = 0` gives

.. math::  S^* = \frac{q}{\mu} \ln \frac{\lambda c}{h}, \qquad
           C(S^*) = h \left(S^* + \frac{q}{\mu}\right)

where :math:`\lambda c > h`; else nothing is worth holding.  Derived here, as a newsvendor problem
with exponential stops; it takes stops to be rare beside the time that refilling takes, prices that
the reserve does not move, and the cost of a unit missed to be the same for the first and the last.
"""

from math import log
from typing import NamedTuple

from outlast.engines.shock.losses.arguments import positive


class Reserve(NamedTuple):
    """The reserve of least cost.

    Attributes
    ----------
    size : float
        [unit of the material]
    cost : float
        Of a year with it, holding and missing together.  [money a year]
    """

    size: float
    cost: float


def economic_reserve(
    missing: float, ends: float, stops: float, unit_loss: float, holding: float
) -> Reserve:
    """S* = (q/μ) ln(λc/h), or nothing where λc ≤ h.

    Parameters
    ----------
    missing : float
        What a stop takes away, q.  [unit a year]
    ends : float
        One over the mean length of a stop, mu.  [1/year]
    stops : float
        Stops a year, lambda.  [1/year]
    unit_loss : float
        What a unit missed costs, c.  [money/unit]
    holding : float
        What a unit costs to hold, h.  [money/unit/year]

    Returns
    -------
    Reserve
        Its size and its cost a year.

    Raises
    ------
    InvalidInput
        If one of them is not a number above 0.

    Examples
    --------
    >>> reserve = economic_reserve(missing=1, ends=1/6, stops=0.05, unit_loss=10, holding=0.08)
    >>> round(reserve.size, 6), round(reserve.cost, 6)
    (10.995489, 1.359639)
    """
    names = {"missing": missing, "ends": ends, "stops": stops, "unit_loss": unit_loss,
             "holding": holding}  # fmt: skip
    q, mu, rate, cost, keep = (float(positive(name, value)) for name, value in names.items())
    if rate * cost <= keep:
        return Reserve(0.0, rate * cost * q / mu)
    size = q / mu * log(rate * cost / keep)
    return Reserve(size, keep * (size + q / mu))
