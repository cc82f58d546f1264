"""The little Markdown that front matter may hold."""

from __future__ import annotations

import pytest
from rulebook.text import inline, plain


@pytest.mark.parametrize(
    ("text", "html", "words"),
    [
        ("a < b", "a &lt; b", "a < b"),
        ("`x < y` & z", "<code>x &lt; y</code> &amp; z", "x < y & z"),
        ("**Errors.** One", "<strong>Errors.</strong> One", "Errors. One"),
        ("**`Stop<T>`.** It", "<strong><code>Stop&lt;T&gt;</code>.</strong> It", "Stop<T>. It"),
        ("`f(**a)` or `g(**b)`", "<code>f(**a)</code> or <code>g(**b)</code>", "f(**a) or g(**b)"),
        ("2 ** 3 * 4", "2 ** 3 * 4", "2 ** 3 * 4"),
        ("**open", "**open", "**open"),
    ],
)
def test_code_and_strong_words_are_marked_and_all_else_is_escaped(text: str, html: str, words: str) -> None:
    assert inline(text) == html
    assert plain(text) == words
