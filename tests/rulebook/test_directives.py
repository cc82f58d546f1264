"""Directives are found outside code, read strictly, and refused with what would have been right."""

from __future__ import annotations

import pytest
from rulebook.directives import DirectiveError, scan


def read(text: str) -> list[tuple[str, str | None, dict[str, str]]]:
    parsed = [comment.parse() for comment in scan(text)]
    return [(directive.name, directive.rule, dict(directive.options)) for directive in parsed]


def test_arguments_are_read_in_every_form() -> None:
    text = 'a <!-- rulebook: ratio db-n-plus-one case="a b" size=100 rtt=0.5 -->, <!--rulebook: sections-->'
    with pytest.raises(DirectiveError, match="sections gives a block"):
        read(text)
    assert read(text.partition(",")[0]) == [
        ("ratio", "db-n-plus-one", {"case": "a b", "size": "100", "rtt": "0.5"})
    ]
    assert read("<!-- rulebook: rules section=db limit=5 -->") == [
        ("rules", None, {"section": "db", "limit": "5"})
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- rulebook: nonsense -->`",
        "``a ` <!-- rulebook: nonsense -->``",
        "a `span\nover lines <!-- rulebook: nonsense -->`",
        "```\n<!-- rulebook: nonsense -->\n```",
        "~~~ html\n<!-- rulebook: nonsense -->\n```\n~~~",
        "=== \"Tab\"\n\n    ``` html\n    <!-- rulebook: nonsense -->\n    ```",
        "> ```\n> <!-- rulebook: nonsense -->\n> ```",
        "````\n```\n<!-- rulebook: nonsense -->\n```\n````",
        "```\n<!-- rulebook: nonsense -->",
        "<!-- an ordinary comment about the rulebook: -->",
    ],
)  # fmt: skip
def test_code_and_other_comments_are_left_alone(text: str) -> None:
    assert list(scan(text)) == []


def test_a_stray_backtick_hides_nothing_beyond_its_paragraph() -> None:
    assert read("a ` stray\n\n<!-- rulebook: sections -->\n\nand ` another") == [("sections", None, {})]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- rulebook: -->", "no directive is named; use one of header"),
        ("<!-- rulebook evidence db-a -->", "a colon is missing"),
        ("<!-- rulebook: evidense db-a -->", "unknown directive 'evidense'; did you mean evidence"),
        ("<!-- rulebook: xyzzy -->", "unknown directive 'xyzzy'; use one of header"),
        ("<!-- rulebook: evidence -->", "evidence takes one rule id; write <!-- rulebook: evidence db-n"),
        ("<!-- rulebook: evidence db-a db-b -->", "evidence takes one rule id"),
        ("<!-- rulebook: sections db -->", "sections takes no 'db'"),
        (
            "<!-- rulebook: rules limits=5 -->",
            "rules does not know the argument 'limits'; it takes section=db",
        ),
        ("<!-- rulebook: size db-a size=5 -->", "size does not know the argument 'size'; it takes no"),
        ("<!-- rulebook: rules limit=5 limit=6 -->", "the argument 'limit' is given twice"),
        ("<!-- rulebook: figure db-a -->", "figure needs variant; write for example variant=before"),
        ('<!-- rulebook: ratio db-a case="open -->', "cannot read"),
        ("<!-- rulebook: ratio db-a case= -->", "cannot read"),
        ("<!-- rulebook: ratio db-a", "the comment does not end on its line"),
        ("<!-- rulebook: ratio\ndb-a -->", "the comment does not end on its line"),
        ("text <!-- rulebook: risks db-a -->", "risks gives a block; put it on a line of its own"),
    ],
)
def test_a_wrong_directive_says_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(DirectiveError) as refused:
        read(text)
    assert message in str(refused.value)
