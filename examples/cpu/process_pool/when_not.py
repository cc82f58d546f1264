"""Hash in threads: sha256 releases the GIL, and no block is copied to a worker."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256


def digest(block: bytes) -> str:
    """The SHA-256 of a block, in hexadecimal."""
    return sha256(block).hexdigest()


def digest_all(blocks: Sequence[bytes], workers: int = 2) -> list[str]:
    """The digests in the order of the blocks."""
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(digest, blocks))


if __name__ == "__main__":
    print([found[:8] for found in digest_all([bytes(1_000_000), b"short"])])
    #> ['d29751f2', 'f9b0078b']
