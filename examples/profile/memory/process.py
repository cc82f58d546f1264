"""The size of this process, as the system counts it."""

import psutil  # type: ignore[import-untyped]

THIS = psutil.Process()


def rss() -> int:
    """Bytes of it that are in memory."""
    size: int = THIS.memory_info().rss
    return size
