"""What memray recorded, by line."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from memray import AllocationRecord


def by_line(records: Iterable[AllocationRecord]) -> Counter[str]:
    """Bytes by the line of Python that asked for them."""
    found: Counter[str] = Counter()
    for record in records:
        for _, path, number in record.stack_trace(max_stacks=1):
            found[f"{Path(path).name}:{number}"] += record.size
    return found
