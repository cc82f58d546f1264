"""The checksum of a file, after reading it whole."""

# --8<-- [start:main]
import hashlib
from pathlib import Path


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --8<-- [end:main]
if __name__ == "__main__":
    print(checksum(Path(__file__)) == checksum(Path(__file__)))
    #> True
