r"""What buyers order ahead of measures that are announced.

.. math::
    h_j(t) = \sum_m \frac{\max_\tau L_{mj}(\tau)}{D_j}\,
             \frac{|t \cap [a_m, s_m)|}{s_m - a_m}

with :math:`L` what a measure stops of j's normal use :math:`D`, :math:`a` its announcement and
:math:`s` its start: over the window as much of a month's use as a month will be short of.  An
assumption about its size; that it happens between announcement and start, and not where a measure
acts at once, is what exports of graphite and antimony showed in 2023 and 2024.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.spans import Span, days

Array = NDArray[np.float64]


def ahead(lost: Mapping[str, Array], spans: Mapping[str, Span], use: Array, months: int) -> Array:
    """Part of a month's use bought ahead of what is announced.

    Parameters
    ----------
    lost : mapping of str to ndarray, shape (month, destination)
        Normal flow that each measure stops.  [t/month]
    spans : mapping of str to Span
        When each is announced and begins.
    use : ndarray, shape (destination,)
        Normal use.  [t/month]
    months : int
        Length of the run.

    Returns
    -------
    ndarray, shape (month, destination)
        Nothing before an announcement, nor where a measure begins at once.
    """
    found = np.zeros((months, len(use)))
    for name, each in lost.items():
        span = spans[name]
        if span.announced < span.start:
            most = each.max(axis=0)
            part = np.divide(most, use, out=np.zeros_like(use), where=use > 0)
            window = days(span.announced, span.start, months) / (span.start - span.announced)
            found += np.outer(window, part)
    return np.minimum(found, 1.0)
