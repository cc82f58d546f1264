"""What is computed: the keywords of a page, with the pure Python parser of the standard library."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from itertools import count
from random import Random

READ = count()
"""Goes on by one for each page that this process reads, in whichever thread."""

UNREAD = ("script", "style")
STOP = {"a", "and", "for", "in", "is", "of", "on", "the", "to", "with"}
WORDS = ["oak", "walnut", "brass", "linen", "ceramic", "glass", "steel", "wool", "cork", "jute", "lamp"]
WORDS += ["desk", "chair", "shelf", "mirror", "rug", "vase", "clock", "stool", "drawer", "handle", "price"]
WORDS += ["finish", "delivery", "returns", "warranty", "order", "review", *sorted(STOP)]


class Reader(HTMLParser):
    """Counts the words that a visitor of the page would see."""

    def __init__(self) -> None:
        super().__init__()
        self.words: Counter[str] = Counter()
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self._unread += tag in UNREAD

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in UNREAD

    def handle_data(self, data: str) -> None:
        if not self._unread:
            for part in data.split():
                word = part.strip(".,:;!?()").lower()
                if word and word not in STOP:
                    self.words[word] += 1


def keywords(page: str) -> list[str]:
    """The ten most frequent words of an HTML page, the most frequent first."""
    next(READ)
    reader = Reader()
    reader.feed(page)
    reader.close()
    return [word for word, _ in reader.words.most_common(10)]


def shop_pages(number: int) -> list[str]:
    """Product pages as a shop serves them: a style, a menu, a text and reviews, some thirty kilobytes."""
    random = Random(7)

    def text(words: int) -> str:
        return " ".join(random.choices(WORDS, k=words))

    pages = []
    for page in range(number):
        menu = "".join(f'<li class="entry"><a href="/c/{n}?from=menu">{text(2)}</a></li>' for n in range(60))
        reviews = "".join(
            f'<div class="review" data-stars="{n % 6}"><h3>{text(3)}</h3><p>{text(40)}.</p></div>'
            for n in range(80)
        )
        pages.append(
            f"<!doctype html><html><head><title>{text(3)} {page}</title><style>p {{ margin: 0 }}</style>"
            f"<script>let shown = {page}</script></head><body><ul>{menu}</ul><p>{text(200)}</p>{reviews}"
        )
    return pages
