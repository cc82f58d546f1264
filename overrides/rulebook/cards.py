"""The picture that a link to a rule shows elsewhere: title and headline, 1200 × 630, as social networks ask.

Drawn in shades from ink to paper, which takes a few milliseconds a card, and drawn again only where its text
has changed: the file carries the hash of what it shows.
"""

from __future__ import annotations

import hashlib
import io
from functools import cache
from pathlib import Path

import PIL
from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from rulebook import evidence
from rulebook.catalogue import Catalogue, Rule
from rulebook.schema import LEVELS
from rulebook.text import plain
from rulebook.units import SPACE

SIZE = (1200, 630)
FOLDER = "cards"
SITE = "index"
"""The card of every page that is not a rule's."""

_SITE_TEXT = (
    "Python performance rules, each one run, proved and measured",
    "",
    "",
    "Each with its code, its numbers, and when not to.",
    "",
)
_FONTS = Path(__file__).with_name("fonts")
_BOLD, _REGULAR = 700, 400
_INK, _MUTED, _PAPER = 0, 96, 255
_MARK, _ACCENT = 1, 2
"""Two shades, so near to ink that text can do without them, are colors instead."""
_COLORS = {_INK: (27, 28, 30), _MARK: (163, 59, 18), _ACCENT: (10, 90, 115), _PAPER: (251, 250, 246)}
_SQUARES: dict[str, int] = {level: 4 - step for step, level in enumerate(LEVELS[:4])}
"""As many of four are filled as on the pages."""
_LEFT, _WIDTH = 112, 1020


def cards(catalogue: Catalogue) -> dict[str, bytes]:
    """A PNG for each rule and one for the site, by path; what is there already and says the same is kept."""
    texts = {str(rule.id): _text(rule) for rule in catalogue.rules.values()}
    texts[SITE] = _SITE_TEXT
    found = {}
    for name, text in texts.items():
        path = f"docs/{FOLDER}/{name}.png"
        there = catalogue.root / path
        old = there.read_bytes() if there.is_file() else b""
        found[path] = old if _key(text).encode() in old[:256] else draw(*text)
    return found


def draw(title: str, number: str, words: str, where: str, level: str) -> bytes:
    """The card as a PNG.

    Args:
        title: At most 60 characters.
        number: The headline's number, `12.4×`, or "".
        words: What it is a number of.
        where: The conditions under which it was taken, or "".
        level: The impact level, or "".
    """
    image = Image.new("L", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    small = _font(_REGULAR, 32)
    label = f"{level} impact" if level in _SQUARES else "correction" if level else ""
    large = 58 if len(title) <= 50 else 50  # so that no title takes a third line
    y = _paragraph(pen, 64, title, _BOLD, large) + 16
    y = _paragraph(pen, y, number, _BOLD, 140)
    y = _paragraph(pen, y, words, *((_REGULAR, 46) if number else (_BOLD, 76)))
    _paragraph(pen, y + 6, where, _REGULAR, 34, _MUTED)
    pen.text((_LEFT + 62, 590), "Measured Python", _INK, _font(_BOLD, 32), anchor="ls")
    pen.text((_LEFT + _WIDTH, 590), label, _INK, small, anchor="rs")
    image = image.point([_INK if shade in (_MARK, _ACCENT) else shade for shade in range(256)])
    pen = ImageDraw.Draw(image)
    pen.rectangle((64, 64, 70, 590), _MARK)
    pen.rectangle((_LEFT, 565, _LEFT + 46, 574), _INK)
    pen.rectangle((_LEFT, 581, _LEFT + 24, 590), _ACCENT)
    for square in range(4 if level in _SQUARES else 0):
        x = _LEFT + _WIDTH - small.getlength(label) - 102 + 22 * square
        pen.rectangle((x, 572, x + 16, 588), _MARK if square < _SQUARES[level] else None, _MARK)
    image.putpalette(_palette())
    about = PngInfo()
    about.add_text("key", _key((title, number, words, where, level)))
    file = io.BytesIO()
    image.save(file, "PNG", pnginfo=about, compress_level=6)
    return file.getvalue()


def _text(rule: Rule) -> tuple[str, str, str, str, str]:
    title = plain(rule.facts.title)
    if rule.results is None:
        return title, "", "not measured yet", "", rule.facts.impact
    short = evidence.short_headline(rule.results)
    where = evidence.circumstances(rule.results, evidence.newest(rule.results))
    return title, short.number, short.words, where, rule.facts.impact


def _paragraph(
    pen: ImageDraw.ImageDraw, y: float, text: str, weight: int, size: int, shade: int = _INK
) -> float:
    """Write lines that fit from `y` on; gives where the next ones may start."""
    font = _font(weight, size)
    lines: list[str] = []
    for word in text.replace(SPACE, " ").split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= _WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    for line in lines:
        pen.text((_LEFT, y), line, shade, font, anchor="la")
        y += size * 1.22
    return y


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    file = _FONTS / f"ibm-plex-serif-latin-{weight}-normal.woff"
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _palette() -> list[int]:
    """Shades from ink to paper, and the two colors between them."""
    ink, paper = _COLORS[_INK], _COLORS[_PAPER]
    mixed = [
        tuple(round(dark + (light - dark) * shade / 255) for dark, light in zip(ink, paper, strict=True))
        for shade in range(256)
    ]
    return [part for shade in range(256) for part in _COLORS.get(shade, mixed[shade])]


@cache
def _code() -> bytes:
    """Everything but the text that decides how a card looks."""
    files = [Path(__file__), *sorted(_FONTS.glob("*.woff"))]
    return PIL.__version__.encode() + b"".join(file.read_bytes() for file in files)


def _key(text: tuple[str, ...]) -> str:
    return hashlib.sha256(_code() + "\0".join(text).encode()).hexdigest()
