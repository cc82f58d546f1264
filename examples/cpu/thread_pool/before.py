"""Find the keywords of every page in a plain loop."""

# --8<-- [start:main]
from collections.abc import Sequence

from examples.cpu.thread_pool.pages import keywords


def keywords_of_all(pages: Sequence[str]) -> list[list[str]]:
    """The keywords of each page, in the order of the pages."""
    return [keywords(page) for page in pages]


# --8<-- [end:main]


if __name__ == "__main__":
    print(keywords_of_all(["<p>Oak desk, <b>oak</b> shelf", "<p>Brass lamp"]))
    #> [['oak', 'desk', 'shelf'], ['brass', 'lamp']]
