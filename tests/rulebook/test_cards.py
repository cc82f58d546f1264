"""Cards: the size that networks ask for, and drawn again only where their text has changed."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from PIL import Image
from rulebook import cards, generate
from rulebook.catalogue import Catalogue

from examples.harness.results import write
from tests.command import ROOT
from tests.rulebook import mini

CARD = "docs/cards/db-n-plus-one.png"
FONTS = ROOT / "overrides" / "rulebook" / "fonts"


def test_a_card_is_a_small_png_of_the_size_that_networks_ask_for(root: Path) -> None:
    drawn = cards.cards(Catalogue.load(root))
    assert drawn.keys() == {f"docs/cards/{name}.png" for name in (mini.RULE, mini.OTHER, "index")}
    for data in drawn.values():
        with Image.open(io.BytesIO(data)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
        assert len(data) < 60_000


def test_what_is_there_is_kept_until_its_text_changes(root: Path) -> None:
    first = cards.cards(Catalogue.load(root))
    generate.write(root, generate.plan(Catalogue.load(root)))
    assert (root / CARD).read_bytes() == first[CARD]
    kept = first[CARD] + b"after the end"  # which a viewer does not read, and a new drawing would not have
    (root / CARD).write_bytes(kept)
    assert cards.cards(Catalogue.load(root))[CARD] == kept
    write(mini.results(factor=3.0), root / mini.RULE.folder / "results.json")
    changed = cards.cards(Catalogue.load(root))
    assert changed[CARD] not in (kept, first[CARD])
    other = f"docs/cards/{mini.OTHER}.png"
    assert changed[other] == first[other]
    (root / CARD).write_bytes(b"")
    assert cards.cards(Catalogue.load(root))[CARD] == changed[CARD]


def test_the_longest_texts_stay_on_the_card() -> None:
    title = "Measure whole workloads and compare them when they are warm!"
    assert len(title) == 60
    long = cards.draw(title, "1,000×", "fewer questions to the database " * 2, "at 1,000 orders " * 3, "low")
    with Image.open(io.BytesIO(long)) as image:
        above_the_foot, below = image.crop((104, 557, 1200, 563)), image.crop((0, 603, 1200, 630))
        assert above_the_foot.getcolors() == [(1096 * 6, 255)]
        assert below.getcolors() == [(1200 * 27, 255)]


def test_the_typeface_is_the_one_that_is_named() -> None:
    sums = (FONTS / "SHA256SUMS").read_text("utf-8").split()
    named = dict(zip(sums[1::2], sums[::2], strict=True))
    assert named == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FONTS.glob("*.woff")
    }
