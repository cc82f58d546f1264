"""How many bytes an answer of uvicorn has."""

from __future__ import annotations


def answer_bytes(content: bytes, *headers: str, content_type: str = "application/json") -> int:
    """Bytes of one answer with status 200: the head, then the body.

    Args:
        content: The body as it is sent.
        headers: Header lines beyond those that each answer has.
        content_type: What the body is.
    """
    head = [
        "HTTP/1.1 200 OK",
        "date: Sat, 21 Nov 2026 12:00:00 GMT",
        "server: uvicorn",
        f"content-type: {content_type}",
        f"content-length: {len(content)}",
        *headers,
    ]
    return sum(len(line) + 2 for line in [*head, ""]) + len(content)
