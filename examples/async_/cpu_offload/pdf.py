"""The work: lay out a customer's statement of account as a PDF, in pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

ROWS = 50
"""Rows of a page."""

NARROW, WIDE = dict.fromkeys(" ,.:;'!|ijltfI-()", 278), dict.fromkeys("mwMW@%", 833)
WIDTHS = {**NARROW, **WIDE}
"""Thousandths of the font's size that Helvetica takes for a character, roughly."""


class Line(NamedTuple):
    """One line of the account; the amount is in cents."""

    day: date
    text: str
    amount: int


@cache
def account(count: int) -> list[Line]:
    """The last lines of the account, as a query has returned them."""
    goods = ["oak lamp (small)", "walnut desk, two drawers", "wool rug", "cork stool", "linen shade"]
    return [
        Line(
            date(2026, 1, 1) + timedelta(days=number // 8),
            f"Order {number * 7919 % 99_991:05}: {number % 9 + 1} × {goods[number % 5]}, delivered",
            (number * 104_729 % 50_000) - 25_000,
        )
        for number in range(count)
    ]


def wrap(text: str, width: int, size: int = 9) -> Iterator[str]:
    """Break a text into rows of at most `width` points, between words."""
    row, used = "", 0
    for word in text.split():
        needed = sum(WIDTHS.get(letter, 556) for letter in word + " ") * size
        if row and used + needed > width * 1000:
            yield row
            row, used = "", 0
        row, used = f"{row} {word}" if row else word, used + needed
    yield row


def rows_of(lines: Sequence[Line]) -> Iterator[tuple[str, str, str, str]]:
    """Day, text, amount and balance of every row."""
    balance = 0
    for line in lines:
        balance += line.amount
        first, *others = wrap(line.text, 180)
        yield f"{line.day:%d %b %Y}", first, f"{line.amount / 100:,.2f}", f"{balance / 100:,.2f}"
        yield from (("", other, "", "") for other in others)


def page(rows: Sequence[tuple[str, ...]]) -> bytes:
    """The drawing commands of one page."""
    commands = ["BT /F1 9 Tf"]
    for number, row in enumerate(rows):
        for x, text in zip((50, 120, 340, 430), row, strict=True):
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            commands.append(f"1 0 0 1 {x} {790 - 15 * number} Tm ({escaped}) Tj")
    return "\n".join([*commands, "ET"]).encode("cp1252", "replace")


def render(lines: Sequence[Line]) -> bytes:
    """The statement as a PDF of one page for each fifty rows; an empty account has one empty page."""
    rows = list(rows_of(lines))
    pages = [page(rows[start : start + ROWS]) for start in range(0, len(rows) or 1, ROWS)]
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + 2 * len(pages), 2))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, drawing in enumerate(pages):
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * number} 0 R >>".encode())
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(drawing), drawing))
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, count = len(file), len(objects) + 1
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    file += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
    file += f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)
