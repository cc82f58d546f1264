"""Ask a function whether it lets other threads run before it ends."""

import json
import sys
import threading
import zlib
from collections.abc import Callable
from functools import partial

from examples.cpu.thread_pool.pages import keywords, shop_pages
from examples.cpu.thread_pool.when_not import digest, fetch
from examples.harness import demo


def lets_others_run(work: Callable[[], object]) -> bool:
    """Whether this thread got a turn while another did the work."""
    ended = False

    def run() -> None:
        nonlocal ended
        work()
        ended = True

    interval = sys.getswitchinterval()
    sys.setswitchinterval(60)  # nobody is made to give up the lock: turns are given
    try:
        thread = threading.Thread(target=run)
        thread.start()
        # Reached when the other thread has let go of the lock, at its end at the latest.
        got_a_turn = not ended
        thread.join()
    finally:
        sys.setswitchinterval(interval)
    return got_a_turn


if __name__ == "__main__":
    page = shop_pages(1)[0]
    numbers = json.dumps(list(range(50_000)))
    block = page.encode() * 13
    with demo() as bench:
        works = {
            "keywords of a page": partial(keywords, page),
            "json.loads, 50,000 numbers": partial(json.loads, numbers),
            "sha256, 1 kilobyte": partial(digest, block[:1_000]),
            "sha256, 400 kilobytes": partial(digest, block),
            "zlib.compress, 400 kilobytes": partial(zlib.compress, block),
            "a request": partial(fetch, f"{bench.upstream()}/items/7?ms=5"),
        }
        for name, work in works.items():
            # A short release is missed when this thread wakes too late, so ask again.
            released = any(lets_others_run(work) for _ in range(20))
            print(f"{name:30} {'lets others run' if released else 'keeps the GIL'}")
