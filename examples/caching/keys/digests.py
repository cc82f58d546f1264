"""Ways to make a key, by name, to compare what they cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b, md5, sha256

from examples.caching.keys.after import encode

KeyOf = Callable[..., str]


def with_digest(digest: Callable[[bytes], str]) -> KeyOf:
    """A key of JSON that goes through a digest however short it is."""

    def key_of(name: str, *args: object, **kwargs: object) -> str:
        return f"shop:{name}:v1:{digest(encode([args, kwargs]).encode())}"

    return key_of


def dumps(name: str, *args: object, **kwargs: object) -> str:
    """A key of JSON, with a new encoder for each call."""
    return f"shop:{name}:v1:{json.dumps([args, kwargs], sort_keys=True)}"


DIGESTS: dict[str, KeyOf] = {
    "JSON alone": lambda name, *args, **kwargs: f"shop:{name}:v1:{encode([args, kwargs])}",
    "json.dumps": dumps,
    "MD5": with_digest(lambda text: md5(text, usedforsecurity=False).hexdigest()),
    "SHA-256": with_digest(lambda text: sha256(text).hexdigest()),
    "BLAKE2b": with_digest(lambda text: blake2b(text, digest_size=16).hexdigest()),
}
