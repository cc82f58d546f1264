"""Index pages as a package index serves them, with requirements that repeat as they do there."""

import json
import random
from functools import lru_cache

DIFFERENT = 120
"""fromager counted 126 different requirements in a run over about 370 packages."""


def requirements() -> list[str]:
    """Different values of `requires-python`, the most frequent first."""
    minors = (8, 9, 7, 10, 6, 11, 12, 13)
    plain = [f">=3.{minor}" for minor in minors]
    capped = [f">=3.{minor},<4.0" for minor in minors] + [f"<4,>=3.{minor}" for minor in minors]
    old = ["!=3.0.*,!=3.1.*,!=3.2.*,>=2.7", "!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,!=3.4.*,>=2.7"]
    compatible = [f"~=3.{minor}" for minor in minors]
    patched = [f">=3.{minor}.{patch}" for minor in minors for patch in (1, 2)]
    windows = [f"<3.{high},>=3.{low}" for low in minors for high in range(low + 1, 15)]
    patched_windows = [f"<3.{high},>=3.{low}.1" for low in minors for high in range(low + 1, 15)]
    return [*plain, *old, *capped, *compatible, *patched, *windows, *patched_windows][:DIFFERENT]


def requirements_of(files: int) -> list[str]:
    """The requirement of each file in turn, drawn by Zipf's law."""
    different = requirements()
    weights = [1 / rank for rank in range(1, len(different) + 1)]
    return random.Random(files).choices(different, weights, k=files)


@lru_cache(maxsize=8)
def pages(files: int, a_page: int = 100) -> tuple[str, ...]:
    """The pages of as many projects as it takes, with so many wheels a page."""
    pick = random.Random(files)
    found: list[list[dict[str, object]]] = []
    for number, requires in enumerate(requirements_of(files)):
        project, release = divmod(number, a_page)
        if not release:
            found.append([])
        wheel = f"project_{project}-{release // 10}.{release % 10}.{pick.randrange(5)}-py3-none-any.whl"
        found[-1].append(
            {
                "filename": wheel,
                "url": f"https://files.example.org/packages/{project:04}/{wheel}",
                "hashes": {"sha256": f"{pick.getrandbits(256):064x}"},
                "requires-python": requires,
                "size": pick.randint(5_000, 900_000),
                "yanked": False,
            }
        )
    return tuple(json.dumps({"files": page}) for page in found)
