"""Amounts as people read them: SI prefixes, a no-break space, and no digit more than is known."""

from __future__ import annotations

import re

SPACE = "\u00a0"
_PREFIXES = {
    "second": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "byte": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")),
}


def format_value(value: float, unit: str) -> str:
    """An amount in base units: `3.2 ms`, `4.1 MB`, `1,001`."""
    if unit == "integer":
        return format_number(value)
    prefixes = _PREFIXES[unit]
    # 999.6 µs reads 1.0 ms, so the choice is made on what would be printed.
    scale, symbol = next(((s, name) for s, name in prefixes if value >= s * 0.9995), prefixes[-1])
    scaled = value / scale
    if symbol == "B" and float(scaled).is_integer():
        return f"{scaled:.0f}{SPACE}B"
    return f"{_three_digits(scaled)}{SPACE}{symbol}"


def format_number(value: float) -> str:
    """A count: `1,001`; the mean of counts keeps one decimal."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def format_ratio(ratio: float) -> str:
    """How many times: `12.4×`, `340×`, `1,080×`, `1.07×`, `0.43×`; no machine knows a fourth digit."""
    if ratio >= 99.95:
        return f"{float(f'{ratio:.3g}'):,.0f}×"
    if ratio >= 1.995:  # below two, what counts is the distance from one
        return f"{ratio:.1f}×"
    return f"{ratio:.2f}×" if ratio >= 0.0995 else f"{ratio:.2g}×"


def format_interval(low: float, high: float) -> str:
    """Both ends of a ratio's interval: `11.9–12.8×`."""
    return f"{format_ratio(low).removesuffix('×')}–{format_ratio(high)}"


def format_size(size: int, unit: str) -> str:
    """How much work: `100 orders`, `1 order`."""
    return f"{size:,}{SPACE}{singular(unit) if size == 1 else unit}"


def format_rtt(rtt_ms: float) -> str:
    """A declared round trip: `0.5 ms`."""
    return f"{rtt_ms:g}{SPACE}ms"


def singular(unit: str) -> str:
    """The singular of what a size counts: "orders" → "order", "rows of text" → "row of text"."""
    found = re.search(r" (?:of|in|per|at|on|with) .*", unit)
    head, rest = (unit[: found.start()], found[0]) if found else (unit, "")
    for plural, one in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if head.endswith(plural):
            return head.removesuffix(plural) + one + rest
    if head.endswith("s") and not head.endswith("ss") and len(head) > 2:
        head = head[:-1]
    return head + rest


def _three_digits(value: float) -> str:
    return f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"
