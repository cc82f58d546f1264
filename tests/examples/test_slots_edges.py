"""What slots change beside memory, and what gives an object without them its dictionary."""

from __future__ import annotations

import abc
import copy
import dataclasses
import io
import pickle
import sys
import weakref
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, make_dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, Protocol, TypeVar

import pytest

from examples.memory.slots import after, before
from examples.memory.slots.find_it import weigh
from examples.memory.slots.guard import with_dictionary

VERSIONS = [before, after]
POINTER = 8
LINE = (1, "", 1, 1)


def grown(change: Callable[[Any], object], make: Callable[[], object]) -> float:
    """Bytes by which an object has grown after `change`."""

    def changed() -> object:
        one = make()
        change(one)
        return one

    return weigh(changed) - weigh(make)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("7,A,2,120\r\n", [(7, "A", 2, 120)]),
        ("7,A,two,120\r\n", ValueError),
        ("7,A,2\r\n", IndexError),
        (None, FileNotFoundError),
    ],
)
def test_lines_load_and_fail_alike(
    version: ModuleType, text: str | None, expected: object, tmp_path: Path
) -> None:
    export = tmp_path / "lines.csv"
    if text is not None:
        export.write_text(text, encoding="utf-8", newline="")
    if isinstance(expected, type) and issubclass(expected, Exception):
        with pytest.raises(expected):
            version.load(export)
    else:
        assert [dataclasses.astuple(line) for line in version.load(export)] == expected


@pytest.mark.parametrize("look", [vars, dir, copy.copy, copy.deepcopy, pickle.dumps])
def test_a_look_at_its_dictionary_gives_an_object_one_for_good(look: Callable[[Any], object]) -> None:
    assert grown(look, lambda: before.OrderLine(*LINE)) > 5 * POINTER


@pytest.mark.parametrize("look", [repr, dataclasses.asdict, dataclasses.replace, sys.getsizeof])
def test_other_looks_do_not(look: Callable[[Any], object]) -> None:
    for _ in range(2_100):  # fills the store of used tuples, which is none of the object's
        look(before.OrderLine(*LINE))
    assert grown(look, lambda: before.OrderLine(*LINE)) < POINTER


@pytest.mark.parametrize("make", [copy.copy, lambda line: pickle.loads(pickle.dumps(line))])
def test_a_copy_has_a_dictionary_from_birth(make: Callable[[Any], object]) -> None:
    plain, slotted = before.OrderLine(*LINE), after.OrderLine(*LINE)
    assert weigh(lambda: make(plain)) > 2 * weigh(lambda: make(slotted))


def test_a_dictionary_that_holds_a_cached_property_is_one_more_reason() -> None:
    @dataclass
    class Cached:
        cents: int = 1

        @cached_property
        def euros(self) -> float:
            return 0.0

    assert grown(lambda one: one.euros, Cached) > 5 * POINTER


def test_the_thirtieth_field_makes_an_object_several_times_as_large() -> None:
    def bytes_with(fields: int) -> float:
        plain = make_dataclass("Wide", [f"q{number}" for number in range(fields)])
        return weigh(lambda: plain(*[None] * fields))

    assert bytes_with(29) < 1.1 * bytes_with(28)
    assert bytes_with(30) > 4 * bytes_with(29)


def test_the_second_late_attribute_gives_an_object_a_dictionary_of_its_own() -> None:
    class Job:
        def __init__(self) -> None:
            self.name = self.state = self.owner = None

    def one(job: Any) -> None:
        job.started = None

    def two(job: Any) -> None:
        job.started = job.ended = None

    weigh(Job)  # a class that has made its first objects
    assert grown(one, Job) < POINTER
    assert grown(two, Job) > 20 * POINTER


def test_getsizeof_calls_the_larger_object_the_smaller() -> None:
    plain, slotted = before.OrderLine(*LINE), after.OrderLine(*LINE)
    assert sys.getsizeof(plain) < sys.getsizeof(slotted)
    assert weigh(lambda: before.OrderLine(*LINE)) > weigh(lambda: after.OrderLine(*LINE))


class Parent:
    pass


class Abstract(abc.ABC):
    @abc.abstractmethod
    def total(self) -> int: ...


class Shape(Protocol):
    pass


T = TypeVar("T")


class Empty:
    __slots__ = ()


@dataclass(slots=True)
class OfParent(Parent):
    cents: int = 1


@dataclass(slots=True)
class OfAbstract(Abstract):
    cents: int = 1

    def total(self) -> int:
        return self.cents


@dataclass(slots=True)
class OfProtocol(Shape):
    cents: int = 1


@dataclass(slots=True)
class OfGeneric(Generic[T]):
    cents: int = 1


@dataclass(slots=True)
class OfEmpty(Empty):
    cents: int = 1


@dataclass
class Unslotted(after.OrderLine):
    note: str = ""


@pytest.mark.parametrize(
    ("kind", "culprits"),
    [
        (OfParent, ["Parent"]),
        (OfAbstract, ["Abstract"]),
        (OfProtocol, ["Shape"]),
        (OfGeneric, []),
        (OfEmpty, []),
        (Unslotted, ["Unslotted"]),
    ],
)
def test_the_guard_names_the_class_that_brings_the_dictionary(kind: type, culprits: list[str]) -> None:
    assert with_dictionary(kind) == culprits


@dataclass(slots=True)
class Basket:
    cents: int = 1
    lines: list[str] = field(default_factory=list)

    @cached_property
    def euros(self) -> float:
        return self.cents / 100


@dataclass(slots=True)
class Gift(Basket):
    def text(self) -> str:
        return super().__repr__()


@dataclass(slots=True)
class Weak:
    cents: int = 1


@dataclass(slots=True, weakref_slot=True)
class Referable:
    cents: int = 1


def set_unknown() -> None:
    basket: Any = Basket()
    basket.centz = 2


def conflicting_default() -> None:
    @dataclass
    class _ByHand:
        __slots__ = ("cents",)
        cents: int = 1


def two_parents() -> None:
    type("Both", (Basket, Weak), {})


@pytest.mark.parametrize(
    ("use", "error"),
    [
        (lambda: Basket().euros, TypeError),
        (lambda: weakref.ref(Weak()), TypeError),
        (lambda: vars(Basket()), TypeError),
        (set_unknown, AttributeError),
        (conflicting_default, ValueError),
        (two_parents, TypeError),
    ],
)
def test_what_needs_a_dictionary_fails_without_one(use: Callable[[], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        use()


def test_a_weak_reference_has_its_own_option() -> None:
    referable = Referable()
    assert weakref.ref(referable)() is referable


def test_super_without_arguments_looks_for_the_class_that_was_replaced() -> None:
    fixed = sys.version_info >= (3, 14)
    with nullcontext() if fixed else pytest.raises(TypeError, match="super"):
        assert Gift().text()


def test_a_default_is_no_longer_on_the_class() -> None:
    shown: Any = Basket
    assert type(shown.cents).__name__ == "member_descriptor"


def test_a_parent_hears_of_two_subclasses() -> None:
    seen: list[type] = []

    class Registry:
        __slots__ = ()

        def __init_subclass__(cls) -> None:
            seen.append(cls)

    @dataclass(slots=True)
    class Plugin(Registry):
        cents: int = 1

    assert len(seen) == 2
    assert [one is Plugin for one in seen] == [False, True]


@dataclass(frozen=True)
class FrozenBefore:
    sku: str
    cents: int


@dataclass(frozen=True, slots=True)
class FrozenAfter:
    sku: str
    cents: int


def moved(data: bytes, new: type) -> object:
    """Load a pickle as a process does in which the class has changed."""

    class Loader(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            found = super().find_class(module, name)
            return new if dataclasses.is_dataclass(found) else found

    return Loader(io.BytesIO(data)).load()


def test_an_old_pickle_does_not_load_into_slots() -> None:
    with pytest.raises(AttributeError, match="__dict__"):
        moved(pickle.dumps(before.OrderLine(7, "A", 2, 120)), after.OrderLine)


def test_an_old_pickle_of_a_frozen_class_loads_as_the_names_of_its_fields() -> None:
    assert moved(pickle.dumps(FrozenBefore("A-1", 120)), FrozenAfter) == FrozenAfter("sku", "cents")  # type: ignore[arg-type]


def test_a_new_pickle_loads_into_the_old_class_unless_it_is_frozen() -> None:
    line = moved(pickle.dumps(after.OrderLine(7, "A", 2, 120)), before.OrderLine)
    assert line == before.OrderLine(7, "A", 2, 120)
    with pytest.raises(pickle.UnpicklingError):
        moved(pickle.dumps(FrozenAfter("A-1", 120)), FrozenBefore)
