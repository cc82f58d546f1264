"""Find the keywords of every page in processes, one for each core."""

# --8<-- [start:main]
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from examples.cpu.thread_pool.pages import keywords


def keywords_of_all(pages: Sequence[str]) -> list[list[str]]:
    """The keywords of each page, in the order of the pages."""
    # Spawn is the same on every system, and safe beside threads.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(max_workers=2, mp_context=spawn) as pool:
        chunksize = len(pages) // 8 + 1
        return list(pool.map(keywords, pages, chunksize=chunksize))


# --8<-- [end:main]


if __name__ == "__main__":
    print(keywords_of_all(["<p>Oak desk, <b>oak</b> shelf", "<p>Brass lamp"]))
    #> [['oak', 'desk', 'shelf'], ['brass', 'lamp']]
