"""How many requests each bound would have answered: replay the keys of a log."""

from collections.abc import Iterable
from functools import lru_cache

from examples.caching.bounded.traffic import visited, walked


def hits(keys: Iterable[bytes], maxsize: int) -> int:
    """How many of the keys a cache of that size has when they come."""

    @lru_cache(maxsize=maxsize)
    def look_up(_: bytes) -> None:
        pass

    for key in keys:
        look_up(key)
    return look_up.cache_info().hits


if __name__ == "__main__":
    visitors, monitor = visited(100_000), walked(100_000)
    for maxsize in (128, 1_024, 4_096, 16_384, 65_536):
        print(f"{maxsize:6,} {hits(visitors, maxsize):7,} {hits(monitor, maxsize):7,}")
        #>    128  57,411       0
        #>  1,024  69,673       0
        #>  4,096  77,277  98,000
        #> 16,384  81,699  98,000
        #> 65,536  81,727  98,000
