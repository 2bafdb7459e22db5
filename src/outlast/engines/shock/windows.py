"""An ensemble computed in windows of draws, on this machine or on a cluster.

The first window settles what is the same for all (which countries stand alone, how stocks are
paced); every other window needs nothing else, so that it may be computed anywhere, in any order,
and an ensemble of any size takes the memory of a few windows.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock import parts
from outlast.engines.shock.ensemble import Ensemble, Frame, Run
from outlast.engines.shock.memory import MAX_BYTES, shape_of
from outlast.engines.shock.model import run
from outlast.engines.shock.outcomes import Facts, Layout, Table, drawn_in, facts_of, kept, packed
from outlast.engines.shock.per_draw import unmet_share
from outlast.errors import LimitReached

Array = NDArray[np.float64]
FORMS = ("low", "central", "high")
"""How readily buyers reallocate: the forms of the model."""
WINDOW, SMALLEST = 1024, 64
"""Draws in a window; less where memory would not hold so many."""
Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Job:
    """What a window needs beside its span.

    Attributes
    ----------
    ensemble : Ensemble
        What it is of.
    frame : Frame
        Settled by the first window, without its arrays.
    facts : Facts
        Settled by the first window.
    """

    ensemble: Ensemble
    frame: Frame
    facts: Facts


Everywhere: TypeAlias = Callable[[Job, Iterable[Span]], Iterator[tuple[Span, Array]]]
"""Computes windows somewhere, and gives them as they are done."""


@contextmanager
def computed(
    ensemble: Ensemble,
    *,
    threads: int | None = None,
    everywhere: Everywhere | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[Table, Facts]]:
    """Compute an ensemble; its table is there within the context.

    Parameters
    ----------
    ensemble : Ensemble
        What it is of.
    threads : int, optional
        Of this machine, all cores if not given; the result is the same.
    everywhere : callable, optional
        Computes windows elsewhere; here and one after the other if not given.
    progress : callable
        Is told how many draws are done.

    Yields
    ------
    tuple of Table and Facts
        What every draw gave, and what the table's axes stand for.

    Raises
    ------
    LimitReached
        If the table does not fit on the disk.
    """
    begin = (0, min(size_of(ensemble), ensemble.draws))
    job, part = _first(ensemble, begin, threads)
    progress(begin[1])
    if begin[1] == ensemble.draws:
        yield Table(job.facts.layout, [part]), job.facts
        return
    _refuse_too_long(len(part), ensemble.draws)
    spans = spans_of(ensemble)
    with parts.folder_of(_key(ensemble, job.facts.layout)) as folder:
        files = {span: parts.FilePart(folder / f"{span[0]:09}", span[1] - span[0])
                 for span in spans}  # fmt: skip
        parts.write(files[spans[0]].path, part)
        missing = [span for span in spans if not files[span].whole(len(part))]
        done = ensemble.draws - sum(last - first for first, last in missing)
        progress(done)
        here = ((span, window(job, span, threads)) for span in missing)
        for span, values in everywhere(job, missing) if everywhere else here:
            parts.write(files[span].path, values)
            done += span[1] - span[0]
            progress(done)
        yield Table(job.facts.layout, list(files.values())), job.facts


def size_of(ensemble: Ensemble) -> int:
    """Count the draws of a window that memory holds."""
    shape = shape_of(ensemble.case, ensemble.scenario, ensemble.target, ensemble.year,
                     ensemble.months, ensemble.keep)  # fmt: skip
    size = WINDOW
    while size > SMALLEST and shape.needed(size, together=2) > MAX_BYTES / 8:
        size //= 2
    return size


def spans_of(ensemble: Ensemble) -> list[Span]:
    """Cut an ensemble's draws into windows."""
    size = size_of(ensemble)
    return [(first, min(first + size, ensemble.draws)) for first in range(0, ensemble.draws, size)]


def window(job: Job, span: Span, threads: int | None = None) -> Array:
    """Compute a window other than the first, shape (row, draw)."""
    central, unmet, _ = in_every_form(job.ensemble, span, threads, job.frame)
    return packed(kept(central, job.facts.drawn, unmet), job.facts.layout)


def _first(ensemble: Ensemble, span: Span, threads: int | None) -> tuple[Job, Array]:
    """Compute the first window, and what it settles for the others."""
    central, unmet, figures = in_every_form(ensemble, span, threads)
    outcomes = kept(central, drawn_in(central), unmet)
    facts = facts_of(central, outcomes, FORMS, sorted(figures))
    return Job(ensemble, light(central.frame), facts), packed(outcomes, facts.layout)


def in_every_form(
    ensemble: Ensemble, span: Span, threads: int | None = None, frame: Frame | None = None
) -> tuple[Run, dict[str, Array], set[str]]:
    """Run a window in every form of the model.

    Parameters
    ----------
    ensemble : Ensemble
        What it is of.
    span : (int, int)
        Of the draws.
    threads : int, optional
        All cores if not given; the result is the same.
    frame : Frame, optional
        Of the ensemble's first window; this is the first if not given.

    Returns
    -------
    central : Run
        The central form's, whole; the others' are large and not kept.
    unmet : dict of str to ndarray, shape (draw,)
        Unmet share of the target, by form.
    figures : set of str
        Ids of the figures that any form used.
    """
    central = run(ensemble, first=span[0], last=span[1], frame=frame, threads=threads,
                  together=2, whole_year=True)  # fmt: skip
    unmet, figures = {}, set[str]()
    for form in FORMS:
        done = central if form == "central" else run(
            ensemble, form, first=span[0], last=span[1], beside=central, threads=threads
        )  # fmt: skip
        unmet[form] = unmet_share(done, done.target)
        figures |= done.figures
    return central, unmet, figures


def light(frame: Frame) -> Frame:
    """Leave out a frame's arrays by draw, which no other window needs."""
    schedule = frame.schedule
    return Frame(
        frame.plan,
        replace(frame.normal, flow=frame.normal.flow[:0]),
        replace(schedule, flow=schedule.flow[:0], supply=schedule.supply[:0],
                growth=schedule.growth[:0], policies=schedule.policies.light()),
        tuple(light(stage) for stage in frame.stages),
    )  # fmt: skip


def _key(ensemble: Ensemble, layout: Layout) -> str:
    """Name what an ensemble's numbers depend on."""
    return parts.key({
        "case": ensemble.case.sha256,
        "layout": layout,
        "scenario": ensemble.scenario.model_dump(mode="json"),
        **{name: getattr(ensemble, name)
           for name in ("target", "year", "months", "draws", "seed", "sampling", "slack_year",
                        "start", "keep")},
    })  # fmt: skip


def _refuse_too_long(rows: int, draws: int) -> None:
    """Refuse a table that the disk cannot hold, and say what would fit."""
    free = parts.free_space()
    if 8 * rows * draws > free:
        raise LimitReached(
            f"{draws:,} draws need {8 * rows * draws / 1e9:,.1f} GB of disk under "
            f"{parts.cache_folder()}, {free / 1e9:,.1f} GB are free: {free // (8 * rows):,} fit"
        )
