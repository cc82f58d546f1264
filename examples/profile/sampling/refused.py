"""What py-spy says when it may not look: here as another user, or at a process that closed itself."""

import getpass
import subprocess
import sys

from examples.profile.sampling.sampler import py_spy

CLOSED = "import ctypes, sys; ctypes.CDLL(None).prctl(4, 0); print(flush=True); sys.stdin.read()"


def refused() -> str:
    """The message."""
    with subprocess.Popen(
        [sys.executable, "-S", "-c", CLOSED], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as closed:
        assert closed.stdin and closed.stdout
        closed.stdout.readline()
        other = "nobody" if getpass.getuser() == "root" else None
        try:
            with py_spy("record", "--pid", str(closed.pid), "--format", "raw", user=other):
                return "allowed"
        except PermissionError as error:
            return str(error)
        finally:
            closed.stdin.close()


if __name__ == "__main__":
    print(refused())
