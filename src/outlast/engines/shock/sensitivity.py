r"""How much of the answer's variance each assumption explains: Sobol indices, Morris effects.

.. math::
    S_i = \frac{V[E(Y \mid x_i)]}{V[Y]}, \qquad
    S_{Ti} = 1 - \frac{V[E(Y \mid x_{\sim i})]}{V[Y]}, \qquad
    \mu^*_i = E\,\lvert Y(x + \Delta e_i) - Y(x)\rvert / \Delta

with Y the unmet share of the twelve months after the onset, and x the coordinates of every prior
in the unit cube.  The form of the model is one of the axes, cut into three equal parts.  Morris's
four levels are the middles of four equal parts of an axis.
Saltelli et al. 2010, Comput. Phys. Commun. 181:259-270, doi:10.1016/j.cpc.2009.09.018;
Campolongo et al. 2007, Environ. Model. Softw. 22:1509-1518, doi:10.1016/j.envsoft.2006.10.004.
The points and the indices are SALib's.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.designs import Chosen, Recorder
from outlast.engines.shock.ensemble import Ensemble, Frame
from outlast.engines.shock.windows import FORMS, in_every_form, spans_of
from outlast.errors import InvalidInput, UsageError, not_one_of

Array = NDArray[np.float64]
METHODS = ("sobol", "morris")
FORM = "model_form"
"""The axis of the model's form."""
SAMPLES = 64
"""Base points of Sobol's sequence, or trajectories of Morris."""
MOST_SAMPLES = 4096
FLAT = 1e-9
"""An outcome that varies less has no drivers."""


def sensitivity(
    ensemble: Ensemble,
    method: str,
    samples: int = SAMPLES,
    *,
    threads: int | None = None,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> dict[str, Any]:
    """Tell how much of the unmet share's variance each assumption explains.

    Parameters
    ----------
    ensemble : Ensemble
        What it is of; its own draws are not used.
    method : {"sobol", "morris"}
        Indices of variance, or mean effects of single steps, which need fewer runs.
    samples : int
        Base points, a power of two for ``sobol``; it takes samples × (axes + 2) draws in every
        form, ``morris`` samples × (axes + 1).
    threads : int, optional
        All cores if not given.
    progress : callable
        Is told how many draws of how many are done.

    Returns
    -------
    dict
        ``method``, ``samples``, ``draws``, ``variance`` and ``rows``: of each axis ``first`` and
        ``total`` with the half widths of their 95 % intervals, or ``mean_effect`` and
        ``interaction``; the strongest first.  No rows where the outcome does not vary.

    Raises
    ------
    UsageError
        If the method is not known, or SALib is not installed.
    InvalidInput
        If the number of samples is no power of two, or too large.
    """
    points, indices = _salib(method, samples)
    names = [FORM, *axes_of(ensemble)]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    lying = points(problem, ensemble.seed)
    axes = dict(zip(names, lying.T, strict=True))
    inner = {name: inside(axis) if method == "morris" else axis for name, axis in axes.items()}
    asked = replace(ensemble, draws=len(lying), design=Chosen(inner))
    outcome = outcomes(asked, inner[FORM], threads, progress)
    flat = float(np.ptp(outcome)) < FLAT
    rows = [] if flat else indices(problem, lying, outcome, ensemble.seed)
    return {"method": method, "samples": samples, "draws": len(lying), "axes": len(names),
            "variance": float(outcome.var()), "rows": rows}  # fmt: skip


def inside(levels: Array) -> Array:
    """Move Morris's levels 0, 1/3, 2/3, 1 to the middles of four equal parts of the axis.

    At its ends a normal law is infinite, and the middle form would be met least.

    Examples
    --------
    >>> inside(np.array([0.0, 1 / 3, 2 / 3, 1.0]))
    array([0.125, 0.375, 0.625, 0.875])
    """
    return (1 + 6 * levels) / 8


def axes_of(ensemble: Ensemble) -> list[str]:
    """List the axes that any form of the model draws from, by name."""
    recorder = Recorder()
    asked = replace(ensemble, draws=2, design=recorder)
    in_every_form(asked, (0, asked.draws))
    return sorted(recorder.asked)


def outcomes(
    ensemble: Ensemble, form: Array, threads: int | None, progress: Callable[[int, int], None]
) -> Array:
    """Unmet share at every point in the form that it asks for, shape (draw,)."""
    chosen = np.minimum((form * len(FORMS)).astype(int), len(FORMS) - 1)
    found = np.empty(ensemble.draws)
    frame: Frame | None = None
    for first, last in spans_of(ensemble):
        central, unmet, _ = in_every_form(ensemble, (first, last), threads, frame)
        frame = frame or central.frame
        found[first:last] = np.choose(chosen[first:last], [unmet[name] for name in FORMS])
        progress(last, ensemble.draws)
    return found


Points = Callable[[Mapping[str, Any], int], Array]
Indices = Callable[[Mapping[str, Any], Array, Array, int], list[dict[str, Any]]]


def _salib(method: str, samples: int) -> tuple[Points, Indices]:
    """What lays the points and computes the indices of a method."""
    if method not in METHODS:
        raise not_one_of("sensitivity", method, METHODS)
    whole = "a power of two" if method == "sobol" else "a number"
    if not 2 <= samples <= MOST_SAMPLES or (method == "sobol" and samples & (samples - 1)):
        raise InvalidInput("samples", samples, expected=f"{whole} from 2 to {MOST_SAMPLES}")
    try:
        import SALib  # noqa: F401, PLC0415 - the extra
    except ImportError:
        raise UsageError("--sensitivity needs SALib: pip install 'outlast[sensitivity]'") from None
    return _sobol(samples) if method == "sobol" else _morris(samples)


def _sobol(samples: int) -> tuple[Points, Indices]:
    from SALib.analyze import sobol as analysis  # noqa: PLC0415 - the extra
    from SALib.sample import sobol as sampling  # noqa: PLC0415 - as above

    def points(problem: Mapping[str, Any], seed: int) -> Array:
        return np.asarray(sampling.sample(problem, samples, calc_second_order=False, seed=seed))

    def indices(
        problem: Mapping[str, Any], _: Array, outcome: Array, seed: int
    ) -> list[dict[str, Any]]:
        found = analysis.analyze(problem, outcome, calc_second_order=False, seed=seed)
        keys = {"first": "S1", "first_half_width": "S1_conf", "total": "ST",
                "total_half_width": "ST_conf"}  # fmt: skip
        return _rows(problem, {name: found[key] for name, key in keys.items()}, "total")

    return points, indices


def _morris(samples: int) -> tuple[Points, Indices]:
    from SALib.analyze import morris as analysis  # noqa: PLC0415 - the extra
    from SALib.sample import morris as sampling  # noqa: PLC0415 - as above

    def points(problem: Mapping[str, Any], seed: int) -> Array:
        return np.asarray(sampling.sample(problem, samples, num_levels=4, seed=seed))

    def indices(
        problem: Mapping[str, Any], lying: Array, outcome: Array, seed: int
    ) -> list[dict[str, Any]]:
        found = analysis.analyze(problem, lying, outcome, num_levels=4, seed=seed)
        keys = {"mean_effect": "mu_star", "mean_effect_half_width": "mu_star_conf",
                "interaction": "sigma"}  # fmt: skip
        return _rows(problem, {name: found[key] for name, key in keys.items()}, "mean_effect")

    return points, indices


def _rows(
    problem: Mapping[str, Any], columns: Mapping[str, Array], by: str
) -> list[dict[str, Any]]:
    """A row an axis, the strongest first."""
    rows = [
        {"assumption": name, **{key: float(values[i]) for key, values in columns.items()}}
        for i, name in enumerate(problem["names"])
    ]
    return sorted(rows, key=lambda row: (-row[by], row["assumption"]))
