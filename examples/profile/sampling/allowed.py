"""For services that must be looked into where Linux allows that to a process's parents alone."""

# --8<-- [start:main]
import ctypes
import sys

PR_SET_PTRACER, ANY = 0x59616D61, ctypes.c_ulong(-1)


def allow_profilers() -> None:
    """Let other processes of this user look into this one, whatever ptrace_scope 1 says."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANY, 0, 0, 0)


# --8<-- [end:main]
