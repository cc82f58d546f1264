"""Answer four questions about order lines, each with a generator inside the call."""

# --8<-- [start:main]
from collections.abc import Iterable

from examples.memory.generator_cost.order_lines import Line


def revenue(lines: Iterable[Line]) -> int:
    """Cents over all lines."""
    return sum(line.quantity * line.cents for line in lines)


def all_packed(lines: Iterable[Line]) -> bool:
    return all(line.packed == line.quantity for line in lines)


def any_returned(lines: Iterable[Line]) -> bool:
    return any(line.quantity < 0 for line in lines)


def packing_list(lines: Iterable[Line]) -> str:
    return "\n".join(
        # join makes a list of it
        f"{line.quantity} × {line.product}"
        for line in lines
    )


# --8<-- [end:main]


if __name__ == "__main__":
    lines = [Line("pen", 3, 120, 3), Line("ink", 1, 450, 0)]
    print(revenue(lines), all_packed(lines), any_returned(lines))
    #> 810 False False
    print(packing_list(lines).splitlines())
    #> ['3 × pen', '1 × ink']
