"""Where cProfile is right: long calls of C code, and how often something is called."""

# --8<-- [start:main]
import json
import zlib

from examples.profile.cprofile.before import profiled
from examples.profile.cprofile.report import export, read, report


def archive(text: str) -> bytes:
    """Orders as they are put away: five calls, whatever there is of orders."""
    return zlib.compress(json.dumps(read(text)).encode())


# --8<-- [end:main]


if __name__ == "__main__":
    text = export(lines=400)
    cities, found = profiled(lambda: report(text))
    print(len(cities), found.calls["net"], found.calls["gross"])
    #> 40 400 800
    zipped, of_archive = profiled(lambda: archive(text))
    print(len(zipped) < len(text), sum(of_archive.calls.values()) < 20)
    #> True True
