"""Windows of an ensemble computed by Dask, on this machine's cores or elsewhere.

Every window is a task; its part of the table comes back and is dropped from the cluster.  A task
whose worker dies is computed anew by another: its numbers depend on nothing but its draws.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from outlast.about import __version__
from outlast.engines.shock.windows import Everywhere, Job, Span, window
from outlast.errors import OutlastError, UsageError

if TYPE_CHECKING:
    from distributed import Client

Array = NDArray[np.float64]
PATIENCE = 10
"""Seconds to wait for a scheduler."""
DEATHS = 5
"""A window that as many workers died of is given up."""


def on_cluster(address: str | None) -> Everywhere | None:
    """Make what computes windows on a cluster; nothing where none is named.

    Parameters
    ----------
    address : str, optional
        Of a Dask scheduler, or ``local``.

    Returns
    -------
    callable or None
        As `outlast.engines.shock.windows.computed` takes it.

    Raises
    ------
    UsageError
        If Dask is not installed, or the address is none.
    """
    if address is None:
        return None
    if address != "local" and "://" not in address:
        raise _unreachable(address, "it is no address")
    try:
        import distributed  # noqa: F401, PLC0415 - the extra
    except ImportError:
        raise UsageError("--cluster needs Dask: pip install 'outlast[cluster]'") from None
    return lambda job, spans: _compute(address, job, spans)


def _compute(address: str, job: Job, spans: Iterable[Span]) -> Iterator[tuple[Span, Array]]:
    from distributed import KilledWorker, as_completed  # noqa: PLC0415 - the extra

    with ExitStack() as open_until_done:
        client = _connect(address, open_until_done)
        shared = client.scatter(job, broadcast=True)
        waiting = {client.submit(window, shared, span, 1, pure=False): span for span in spans}
        try:
            for future in as_completed(waiting):
                span = waiting.pop(future)
                yield span, future.result()
                future.release()
        except KilledWorker:
            raise OutlastError(f"the cluster lost {DEATHS} workers on one window, expected memory "
                               "for it: give the workers more, or run without --cluster",
                               ) from None  # fmt: skip


def _connect(address: str, open_until_done: ExitStack) -> "Client":
    """Open a client, and a cluster of this machine's cores where that is asked for."""
    import dask  # noqa: PLC0415 - the extra
    from distributed import Client, LocalCluster  # noqa: PLC0415 - as above

    deaths = {"distributed.scheduler.allowed-failures": DEATHS}
    open_until_done.enter_context(dask.config.set(deaths))
    where: LocalCluster | str = address
    if address == "local":
        where = open_until_done.enter_context(
            LocalCluster(n_workers=os.cpu_count() or 1, threads_per_worker=1, processes=True,
                         dashboard_address=None)
        )  # fmt: skip
    try:
        client: Client = open_until_done.enter_context(Client(where, timeout=PATIENCE))
        theirs = client.run(version_here)
    except (OSError, ValueError) as error:
        raise _unreachable(address, str(error)) from None
    others = {version for version in theirs.values() if version != __version__}
    if others or not theirs:
        got = f"outlast {', '.join(sorted(others))}" if theirs else "no worker"
        raise UsageError(
            f"cluster {address} has {got}, expected workers with outlast {__version__}"
        )
    return client


def _unreachable(address: str, why: str) -> UsageError:
    return UsageError(f"cluster is {address!r}, expected 'local' or the address of a Dask "
                      f"scheduler that answers, such as tcp://host:8786: {why}")  # fmt: skip


def version_here() -> str:
    """Tell which outlast a worker has."""
    return __version__
