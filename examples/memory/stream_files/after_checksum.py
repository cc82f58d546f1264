"""The checksum of a file, read in pieces of a fixed size."""

# --8<-- [start:main]
import hashlib
from pathlib import Path


def checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --8<-- [end:main]
if __name__ == "__main__":
    print(checksum(Path(__file__)) == checksum(Path(__file__)))
    #> True
