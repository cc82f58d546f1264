"""What the next release reads when the one before it has filled the cache.

A release is the module `catalog` as a process of that release has it; here one process has them one by one.
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import make_dataclass
from types import ModuleType
from typing import Any

import redis
from pydantic import TypeAdapter

from examples.harness import Bench

RELEASES: dict[str, tuple[str, list[Any]]] = {
    "as before": ("Product", [("name", str), ("cents", int)]),
    "the class is renamed": ("Article", [("name", str), ("cents", int)]),
    "a field is renamed": ("Product", [("title", str), ("cents", int)]),
    "a field is added": ("Product", [("name", str), ("cents", int), ("currency", str)]),
    "a field now means euros": ("Product", [("name", str), ("cents", float)]),
}


def release(name: str, fields: list[Any]) -> Any:
    """The class of a release, in its module."""
    catalog = sys.modules["catalog"] = ModuleType("catalog")
    kind = make_dataclass(name, fields)
    kind.__module__ = "catalog"  # which Python 3.12 and later take for the caller's
    setattr(catalog, name, kind)
    return kind


def read(cache: redis.Redis, key: str, decode: Any) -> str:
    try:
        product = decode(cache.get(key))
    except (AttributeError, ValueError) as error:
        return type(error).__name__
    try:
        return repr(product)
    except AttributeError as error:
        return f"is read, and then: {error}"


def main(bench: Bench) -> None:
    with redis.Redis.from_url(bench.valkey()) as cache:
        kind = release(*RELEASES["as before"])
        cache.set("catalog:v1:pickle", pickle.dumps(kind("Chair", 4900)))
        cache.set("catalog:v1:json", TypeAdapter(kind).dump_json(kind("Chair", 4900)))
        for what, (name, fields) in RELEASES.items():
            adapter = TypeAdapter(release(name, fields))
            pickled = read(cache, "catalog:v1:pickle", pickle.loads)
            typed = read(cache, "catalog:v1:json", adapter.validate_json)
            print(f"{what}\n  pickle: {pickled}\n  JSON: {typed}")
            #> as before
            #>   pickle: Product(name='Chair', cents=4900)
            #>   JSON: Product(name='Chair', cents=4900)
            #> the class is renamed
            #>   pickle: AttributeError
            #>   JSON: Article(name='Chair', cents=4900)
            #> a field is renamed
            #>   pickle: is read, and then: 'Product' object has no attribute 'title'
            #>   JSON: ValidationError
            #> a field is added
            #>   pickle: is read, and then: 'Product' object has no attribute 'currency'
            #>   JSON: ValidationError
            #> a field now means euros
            #>   pickle: Product(name='Chair', cents=4900)
            #>   JSON: Product(name='Chair', cents=4900.0)
        print("any of these, under a key of its own:", cache.get("catalog:v2:json"))
        #> any of these, under a key of its own: None
    del sys.modules["catalog"]


if __name__ == "__main__":
    from examples.harness import demo

    with demo() as bench:
        main(bench)
