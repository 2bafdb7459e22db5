"""The command line: one file a command; data to stdout, talk to stderr."""

import io
import os
import signal
import sys
from typing import NoReturn

from outlast.errors import OutlastError, UsageError

__all__ = ["main"]

EXIT_INTERRUPTED = 130
EXIT_INTERNAL = 70
UNWRITABLE = 2


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command and leave with its exit code.

    0 ok, 2 usage, 3 bad data, 4 infeasible, 5 limit reached, 70 internal, 130 interrupted.
    A user's mistake never prints a traceback; set ``OUTLAST_TRACEBACK=1`` to see one.
    """
    code = 0
    _prepare_streams()
    try:
        _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except OutlastError as error:
        code = _report(str(error), error.exit_code)
    except SystemExit as left:  # typer leaves so, after an interrupt too
        code = left.code if isinstance(left.code, int) else 0
        if code == EXIT_INTERRUPTED:
            _report("interrupted", code)
    except OSError as error:
        code = _report(f"cannot write the output: {error.strerror or error}", UNWRITABLE)
    except KeyboardInterrupt:
        code = _report("interrupted", EXIT_INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last resort, told with how to report it
        code = _report(
            f"internal error: {type(error).__name__}: {error}\n"
            "This is a fault of outlast, not yours; run again with OUTLAST_TRACEBACK=1 and "
            "report what it prints.",
            EXIT_INTERNAL,
        )
    sys.exit(code)


def _prepare_streams() -> None:
    """Write UTF-8 to files and pipes, never fail on a letter, and end quietly with a pipe."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    if sys.stdout is None or sys.stderr is None:  # closed by the caller
        closed = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the end
        sys.stdout, sys.stderr = sys.stdout or closed, sys.stderr or closed
    for file in (sys.stdout, sys.stderr):
        if isinstance(file, io.TextIOWrapper):
            encoding = None if file.isatty() else "utf-8"
            file.reconfigure(encoding=encoding, errors="replace")


def _run(arguments: list[str]) -> None:
    """Run one command; a wrong option or command leaves with 2 and what was meant."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small systems; draws have their threads
    from outlast.cli.commands import app  # noqa: PLC0415

    try:
        code = app(arguments, prog_name="outlast", standalone_mode=False)
    except Exception as error:
        message = getattr(error, "format_message", None)  # typer's own errors have it
        if message is None:
            raise
        options = getattr(error, "possibilities", None) or ()
        hint = f": did you mean {options[0]!r}?" if options else ""
        text = error.message if options else message()  # type: ignore[attr-defined]
        raise UsageError(f"{text.rstrip('.')}{hint}") from None
    if isinstance(code, int) and code:
        raise SystemExit(code)


def _report(message: str, code: int) -> int:
    """Tell an error on stderr; return its exit code."""
    if os.environ.get("OUTLAST_TRACEBACK") and sys.exc_info()[0] not in {None, KeyboardInterrupt}:
        import traceback  # noqa: PLC0415

        traceback.print_exc()
    print(f"outlast: {message}", file=sys.stderr)  # noqa: T201
    return code
