"""The web shop's database."""

from pathlib import Path

from examples.harness import Seed

SHOP = Seed("shop", (Path(__file__).parent / "seed.sql").read_text(encoding="utf-8"))
