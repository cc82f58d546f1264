"""Stands between the harness and one server, so that the server never outlives the harness.

Run as a script with one JSON argument. The harness holds the other end of standard input: when that
reads end-of-file, because the harness closed it, crashed or was killed, the server is stopped and its
folder removed. Only the standard library is imported: this starts in a few milliseconds.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import IO, Any

REMOVALS = 50


def main(spec: dict[str, Any]) -> int:
    """Run the commands in order until one fails or the harness is gone; return the last exit status."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    supervisor = Supervisor(spec)
    watch = threading.Thread(target=supervisor.stop_at_end_of_input)
    watch.start()
    try:
        status = supervisor.run()
    finally:
        # A server that ended by itself leaves its log for the harness to read.
        with open(spec["ended"], "wb"):  # noqa: PTH123 (as below)
            pass
        watch.join()
        # A process that is just ending may still write a file into a folder that is being removed.
        for _ in range(REMOVALS):
            shutil.rmtree(spec["folder"], ignore_errors=True)
            if not os.path.exists(spec["folder"]):  # noqa: PTH110 (pathlib doubles the start-up time)
                break
            time.sleep(0.1)
    return status


class Supervisor:
    """The commands of one server, of which at most one runs at a time."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.child: subprocess.Popen[bytes] | None = None
        self.stopping = False
        self.lock = threading.Lock()

    def run(self) -> int:
        status = 0
        with open(self.spec["log"], "ab") as log:  # noqa: PTH123 (pathlib doubles the start-up time)
            for command in self.spec["commands"]:
                with self.lock:
                    if self.stopping:
                        break
                    self.child = self.start(command, log)
                self.close_descriptors_at_last(command)
                status = self.child.wait()
                # Workers that outlived a server which was killed; none in a clean stop.
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self.child.pid, signal.SIGKILL)
                if status:
                    break
        return status

    def start(self, command: list[str], log: "IO[bytes]") -> "subprocess.Popen[bytes]":
        child: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=self.spec["descriptors"],
            user=self.spec["user"],
            group=self.spec["group"],
            extra_groups=[] if self.spec["user"] else None,
            process_group=0,
            restore_signals=True,
            preexec_fn=default_signals,  # noqa: PLW1509 (no thread of ours holds a lock that it takes)
        )
        return child

    def close_descriptors_at_last(self, command: list[str]) -> None:
        if command is self.spec["commands"][-1]:
            for descriptor in self.spec["descriptors"]:
                os.close(descriptor)

    def stop_at_end_of_input(self) -> None:
        sys.stdin.buffer.read()
        with self.lock:
            self.stopping = True
        if self.child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.child.send_signal(self.spec["stop_signal"])
        try:
            self.child.wait(self.spec["grace"])
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)


def default_signals() -> None:
    """Undo in the server what the supervisor ignores."""
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    raise SystemExit(main(json.loads(sys.argv[1])))
