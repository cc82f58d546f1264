"""Where the exports of a shop lie: one file a day, of JSON Lines of a thousand bytes."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from random import Random

from fastapi import HTTPException

FIRST = date(2026, 3, 1)
LINE = 1_000
JSONL = "application/jsonl"


def path_of(day: date) -> Path:
    """The file of a day, in the folder that `EXPORTS` names.

    Raises:
        HTTPException: 404, there is none.
    """
    path = Path(os.environ["EXPORTS"], f"{day}.jsonl")
    if not path.is_file():
        raise HTTPException(404)
    return path


def write(folder: Path, day: date, lines: int) -> Path:
    """Write an export of so many lines for a day."""
    pick = Random(lines)
    path = folder / f"{day}.jsonl"
    with path.open("w", encoding="utf-8", newline="") as file:
        for number in range(lines):
            room = LINE - len(json.dumps({"order": number, "note": ""})) - 1
            note = f"{pick.getrandbits(4 * room):0{room}x}"
            file.write(json.dumps({"order": number, "note": note}) + "\n")
    return path
