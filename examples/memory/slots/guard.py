"""Fail when order lines can have a dictionary again, and name the class that brings it."""

from examples.memory.slots.after import OrderLine


def with_dictionary(kind: type) -> list[str]:
    """The classes, among a class and its parents, that give each object a dictionary."""
    return [each.__name__ for each in kind.__mro__ if "__dict__" in vars(each)]


def test_order_lines_have_no_dictionary() -> None:
    assert with_dictionary(OrderLine) == []
