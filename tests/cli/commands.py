"""Run a command in this process, which spares its start, or in one of its own, as a user does."""

import io
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from outlast.cli import main


def run(*arguments, cwd=None):
    """Run outlast here, from its arguments to its exit code."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    words = [str(argument) for argument in arguments]
    on_closed_pipe = signal.getsignal(signal.SIGPIPE)
    try:
        with (
            chdir(cwd or Path.cwd()), redirect_stdout(out), redirect_stderr(err),
            pytest.raises(SystemExit) as left,
        ):  # fmt: skip
            main(words)
    finally:
        signal.signal(signal.SIGPIPE, on_closed_pipe)
    told = [stream.detach().getvalue().decode("utf-8") for stream in (out, err)]
    return subprocess.CompletedProcess(words, left.value.code, *told)


def start(*arguments, cwd=None):
    """Run outlast in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "outlast", *map(str, arguments)],
        capture_output=True, text=True, cwd=cwd, check=False,
    )  # fmt: skip
