"""What py-spy says when it may not look: here as another user, or at a process that closed itself."""

import getpass
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from examples.profile.sampling.sampler import PY_SPY, py_spy

CLOSED = "import ctypes, sys; ctypes.CDLL(None).prctl(4, 0); print(flush=True); sys.stdin.read()"


def refused() -> str:
    """The message."""
    with (
        TemporaryDirectory() as public,
        subprocess.Popen(
            [sys.executable, "-S", "-c", CLOSED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as closed,
    ):
        # The project may lie where no other user may read.
        Path(public).chmod(0o755)
        program = shutil.copy2(PY_SPY, public)
        assert closed.stdin and closed.stdout
        closed.stdout.readline()
        other = "nobody" if getpass.getuser() == "root" else None
        try:
            record = ["record", "--pid", str(closed.pid), "--format", "raw"]
            with py_spy(*record, user=other, program=program):
                return "allowed"
        except PermissionError as error:
            return str(error)
        finally:
            closed.stdin.close()


if __name__ == "__main__":
    print(refused())
