"""Reconciled figures, and the tests of whether they can be trusted."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtri

from outlast.engines.reconcile.identities import Array, Flags, Indices


class Kind(StrEnum):
    """How a quantity is known."""

    CONSTANT = "constant"
    """Given without uncertainty."""
    REDUNDANT = "redundant"
    """Measured, and could be computed without its measurement: adjusted and tested."""
    JUST_MEASURED = "just_measured"
    """Measured, and known from its measurement alone: keeps its value, cannot be tested."""
    DETERMINABLE = "determinable"
    """Not observed, computed from the identities."""
    INDETERMINABLE = "indeterminable"
    """Not observed, and not fixed by the identities: unknown."""
    UNSETTLED = "unsettled"
    """Of a linked system whose solution was not found: unknown."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Figures that obey every identity; arrays of shape (quantity,) unless said."""

    value: Array
    """NaN where unknown."""
    se: Array
    """Standard error; 0 for a constant, NaN where unknown."""
    kind: NDArray[np.object_]
    """A `Kind` each."""
    observed: Flags
    """Whether a value was given, constants included."""
    determinable: Flags
    """Whether the value is known: observed or computed."""
    adjustment: Array
    """Reconciled − measured; NaN if not observed."""
    z: Array
    r"""Measurement test :math:`|a_i| / \sqrt{W_{ii}}` with :math:`W` the covariance of
    adjustments (Mah & Tamhane 1982, doi:10.1002/aic.690280519); NaN if not redundant."""
    bias: Array
    r"""Estimate of a lone bias, :math:`g_i'S^{-1}r / g_i'S^{-1}g_i`: measured − what all other
    figures imply; NaN if not redundant."""
    system: Indices
    """The linked system of each quantity; −1 where no identity binds it."""
    system_chi2: Array
    """Weighted sum of squared adjustments, NaN if not settled, shape (system,)."""
    system_df: Indices
    """Independent identities beyond those used up by unobserved quantities, shape (system,)."""
    iterations: int
    """Most linear steps that a system took."""
    residual: float
    """Largest identity of a settled system, as part of the size of its terms."""
    unsettled: tuple[str, ...]
    """Identities of the systems whose solution was not found."""

    @property
    def settled(self) -> bool:
        """Whether every system was solved."""
        return not self.unsettled

    @property
    def chi2(self) -> float:
        r"""Global test :math:`\gamma = r'S^{-1}r` over the settled systems."""
        return float(np.nansum(self.system_chi2))

    @property
    def df(self) -> int:
        """Rank of the settled identities once unobserved quantities are eliminated."""
        return int(self.system_df.sum())

    @property
    def p(self) -> float:
        """Chance of a larger `chi2` if every standard deviation is right; NaN without any df."""
        return float(chdtrc(self.df, self.chi2)) if self.df else float("nan")

    @property
    def glr(self) -> Array:
        r"""Generalised likelihood ratio of a lone bias.

        .. math::  T_i = \frac{(g_i'S^{-1}r)^2}{g_i'S^{-1}g_i} = z_i^2

        (Narasimhan & Mah 1987, AIChE Journal 33, 1514–1521); it is what `chi2` falls by if
        measurement `i` is left out.
        """
        return np.asarray(self.z**2)

    def critical(self, level: float = 0.05) -> float:
        r"""Value that the largest `z` of :math:`n` redundant measurements passes by chance.

        .. math::  z_c = \Phi^{-1}\left(1 - \tfrac12 \left[1 - (1 - \alpha)^{1/n}\right]\right)

        (Šidák 1967, doi:10.1080/01621459.1967.10482935); NaN if there are none.
        """
        count = int(np.isfinite(self.z).sum())
        if not count:
            return float("nan")
        return float(-ndtri(-np.expm1(np.log1p(-level) / count) / 2))

    def suspects(self, level: float = 0.05) -> list[int]:
        """Measurements whose `z` passes the critical value, the worst first.

        Measurements that the identities cannot tell apart share one `z` and are all listed.
        """
        limit = self.critical(level)
        found = [int(i) for i in np.flatnonzero(self.z > limit)]
        return sorted(found, key=lambda i: (-self.z[i], i))
