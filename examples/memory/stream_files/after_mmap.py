"""The checksum of a file, read through a map of its pages."""

# --8<-- [start:main]
import hashlib
from mmap import ACCESS_READ, mmap
from pathlib import Path


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        if not path.stat().st_size:  # an empty file cannot be mapped
            return hashlib.sha256().hexdigest()
        with mmap(file.fileno(), 0, access=ACCESS_READ) as pages:
            return hashlib.sha256(pages).hexdigest()


# --8<-- [end:main]
if __name__ == "__main__":
    print(checksum(Path(__file__)) == checksum(Path(__file__)))
    #> True
