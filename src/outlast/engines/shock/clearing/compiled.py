"""How the functions of the kernel are compiled: no references counted, no allocation.

Numba counts references to arrays at every call: without it a call of `net_demand` alone
went from 256 to 83 ns.  ``_nrt=False`` turns it off and refuses to compile anything that
allocates; the option is private to Numba.  ``forceinline`` spares the passing of arrays.
Without a wrapper for the interpreter a function compiles faster; only doors have one.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])
MODE: dict[str, Any] = {
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
}


def kept(function: F) -> F:
    """Compile a door for threads; kept on disk where any folder can be written."""
    mode: dict[str, Any] = {"error_model": "numpy", "nogil": True}
    try:
        made: F = njit(**mode, cache=True)(function)
    except RuntimeError:  # no home and an installation that is only read
        made = njit(**mode)(function)
    return made


def called(function: F) -> F:
    """Compile a function that stays one."""
    made: F = njit(**MODE)(function)
    return made


def inlined(function: F) -> F:
    """Compile a function into its callers."""
    made: F = njit(**MODE, forceinline=True)(function)
    return made


def fused(function: F) -> F:
    """As `inlined`, with multiply and add in one rounding."""
    made: F = njit(**MODE, forceinline=True, fastmath={"contract"})(function)
    return made


def summed(function: F) -> F:
    """As `fused`, with sums in any order, so that several terms run at once."""
    made: F = njit(**MODE, forceinline=True, fastmath={"reassoc", "contract"})(function)
    return made
