"""Find the newest release for a Python, reading each release's requirement."""

# --8<-- [start:main]
import json

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import parse_wheel_filename
from packaging.version import Version


def supports(requires: str, python: Version) -> bool:
    try:
        return SpecifierSet(requires).contains(python)
    except InvalidSpecifier:
        return False


def newest(page: str, python: Version) -> Version | None:
    """The newest release on an index page that `python` can run."""
    versions = [
        parse_wheel_filename(file["filename"])[1]
        for file in json.loads(page)["files"]
        if supports(file["requires-python"], python)
    ]
    return max(versions, default=None)


# --8<-- [end:main]


if __name__ == "__main__":
    files = [
        {"filename": "shop-1.4-py3-none-any.whl", "requires-python": ">=3.8"},
        {"filename": "shop-1.5-py3-none-any.whl", "requires-python": ">=3.8"},
        {"filename": "shop-2.0-py3-none-any.whl", "requires-python": ">=3.13"},
    ]
    print(newest(json.dumps({"files": files}), Version("3.12.1")))
    #> 1.5
