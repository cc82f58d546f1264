"""py-spy as a process beside the one that it looks at."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PY_SPY = str(Path(sys.executable).with_name("py-spy"))
REMEDY = """\
Linux lets a process look into another if it is root, or has the capability SYS_PTRACE, or is the same
user and /proc/sys/kernel/yama/ptrace_scope is 0.
Docker: --cap-add SYS_PTRACE, or from the host. Kubernetes: kubectl debug --profile=general --target=…
macOS: sudo."""


@contextmanager
def py_spy(
    *arguments: str, user: str | None = None, program: str = PY_SPY
) -> Iterator[None]:
    """`py-spy record` for the length of the block.

    Args:
        arguments: The command and its options.
        user: The account to run as; only root can ask for one.
        program: Where py-spy is.

    Raises:
        PermissionError: It may not look; carries what it said, and the remedy.
        RuntimeError: It cannot, for another reason.
    """
    with subprocess.Popen(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        user=user,
    ) as looking:
        assert looking.stdout
        # It says so when it has found the interpreter and begins to look.
        began = looking.stdout.readline().startswith("py-spy> Sampling")
        try:
            if began:
                yield
        finally:
            if looking.poll() is None:
                looking.send_signal(signal.SIGINT)
            _, said = looking.communicate()
        if looking.returncode:
            reason = said.partition("Stack backtrace:")[0].strip()
            reason = reason or "it was ended before it began to look"
            if "ermission" in reason or "not permitted" in reason:
                raise PermissionError(f"{reason}\n{REMEDY}")
            raise RuntimeError(f"py-spy {' '.join(arguments)}: {reason}")
