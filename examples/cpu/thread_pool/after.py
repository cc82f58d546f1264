"""Find the keywords of every page in a pool of threads, one for each core."""

# --8<-- [start:main]
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from examples.cpu.thread_pool.pages import keywords


def keywords_of_all(pages: Sequence[str]) -> list[list[str]]:
    """The keywords of each page, in the order of the pages."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(keywords, pages))


# --8<-- [end:main]


if __name__ == "__main__":
    print(keywords_of_all(["<p>Oak desk, <b>oak</b> shelf", "<p>Brass lamp"]))
    #> [['oak', 'desk', 'shelf'], ['brass', 'lamp']]
