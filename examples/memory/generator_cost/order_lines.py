"""What an order line is, for every variant of this rule."""

from dataclasses import dataclass


@dataclass(slots=True)
class Line:
    product: str
    quantity: int  # negative for goods that came back
    cents: int
    packed: int
