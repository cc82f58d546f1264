"""The web shop's database: who bought what together."""

from pathlib import Path

from examples.harness import Seed

PURCHASES = Seed("purchases", (Path(__file__).parent / "seed.sql").read_text(encoding="utf-8"))
