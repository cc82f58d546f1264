"""Ask for a blocking call of 80 ms and for a longer one: what each watch says of them."""

import os

from examples.async_.blocking_call.find_it import from_package
from examples.harness import demo
from examples.profile.event_loop import after, after_unwatched, before
from examples.profile.event_loop.logs import logged
from examples.profile.event_loop.shop import service

WATCHES = {
    "PYTHONASYNCIODEBUG=1": (after_unwatched, True),
    "before.py, from 50 ms": (before, False),
    "after.py, without the frames of packages": (after, False),
}


def shortened(message: str) -> list[str]:
    """Without the frames of packages, and without where this machine keeps what."""
    lines = [from_package(line) for line in message.splitlines()]
    return [line for line in lines if not line.startswith(" ") or "shop.py" in line]


if __name__ == "__main__":
    with demo() as bench:
        os.environ["UPSTREAM_URL"] = bench.upstream()
        for name, (version, debug) in WATCHES.items():
            messages = logged(service(version.watched), ["/stock", "/login"], debug=debug)
            told = [one for one in messages if "run_asgi" in one or "blocked" in one]
            print(f"# {name}", *(line for message in told for line in shortened(message)), "", sep="\n")
