"""What memray recorded, by line."""

from collections import Counter
from collections.abc import Iterable

from memray import AllocationRecord

from examples.profile.memory.found import at


def by_line(records: Iterable[AllocationRecord]) -> Counter[str]:
    """Bytes by the line of Python that asked for them."""
    found = Counter[str]()
    for record in records:
        for _, file, number in record.stack_trace(max_stacks=1):
            found[at(file, number)] += record.size
    return found
