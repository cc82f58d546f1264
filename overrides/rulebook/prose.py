"""Which characters of a Markdown text are prose. Everything else is blanked, so offsets stay true."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})(?P<info>.*)$")
_CODE_SPAN = re.compile(r"(?<!`)(?P<mark>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=mark)(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t].*$", re.MULTILINE)
_TAB = re.compile(r"^[ \t]*(?:===|\?\?\?|!!!).*$", re.MULTILINE)
_LINK_TARGET = re.compile(r"\]\([^)\n]*\)|\]\[[^\]\n]*\]|^[ \t]*\[[^\]\n]+\]:[ \t]*\S+.*$", re.MULTILINE)
_URL = re.compile(r"https?://\S+")
_HTML_TAG = re.compile(r"</?[A-Za-z][^>\n]*>")
_ATTRIBUTES = re.compile(r"\{[:#. ][^}\n]*\}")
# A number that is part of a name is no measurement: ASYNC210, HTTP/2, Python 3.11, PEP 703, UTF-8.
_NAME = re.compile(
    r"\b[A-Za-z_]+(?:[/-]?\d+(?:\.\d+)*\+?)\b"
    r"|\b(?:Python|CPython|PyPy|PEP|RFC|PostgreSQL|Postgres|Valkey|Redis|Django|SQLAlchemy|FastAPI|Starlette|Pydantic"
    r"|Ruff|psycopg|asyncpg|aiohttp|httpx|uvicorn|Linux|Debian|Unicode|TLS|HTTP|IPv|level|gzip|zstd|brotli)"
    r"[ \u00a0]\d+(?:\.\d+)*(?:[ \u00a0]?(?:,|and|or|to|–|-)[ \u00a0]?\d+\.\d+)*\b"
)

NUMBER = re.compile(r"(?<![\w.])[-+]?\d[\d.,]*(?:\s?(?:×|%|x\b))?")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def fences(text: str) -> list[tuple[int, int, str, str]]:
    """Every fenced block: first line, line after the last (from 0), info string, content."""
    found: list[tuple[int, int, str, str]] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening is None or ("`" in opening["info"] and opening["mark"][0] == "`"):
            number += 1
            continue
        start = number
        closing = re.compile(rf"^[ \t>]*{re.escape(opening['mark'][0])}{{{len(opening['mark'])},}}[ \t]*$")
        number += 1
        while number < len(lines) and not closing.match(lines[number]):
            number += 1
        content = "\n".join(lines[start + 1 : number])
        number = min(number + 1, len(lines))
        found.append((start, number, opening["info"].strip(), content))
    return found


def without_fences(text: str) -> str:
    """The text with fenced blocks blanked."""
    lines = text.split("\n")
    for start, end, _, _ in fences(text):
        lines[start:end] = [" " * len(line) for line in lines[start:end]]
    return "\n".join(lines)


def without_code(text: str) -> str:
    """The text with fenced blocks and code spans blanked."""
    return _CODE_SPAN.sub(_blank, without_fences(text))


def only(text: str) -> str:
    """The words that a reader reads as sentences: no code, comment, heading, link target, tag or name."""
    text = without_code(text)
    for pattern in (_COMMENT, _HEADING, _TAB, _LINK_TARGET, _URL, _ATTRIBUTES, _HTML_TAG, _NAME):
        text = pattern.sub(_blank, text)
    return text
