"""How many cores each way keeps busy: CPU time of all processes over wall time."""

import os
import time

from examples.cpu.process_pool import after, after_loop, before
from examples.cpu.process_pool.matching import best_match, misspelled

if __name__ == "__main__":
    names = misspelled(1_000)
    for variant in (after_loop, before, after):
        started, used = time.perf_counter(), os.times()
        variant.run_all(best_match, names, workers=2)
        wall, now = time.perf_counter() - started, os.times()
        own = now.user + now.system - used.user - used.system
        children = now.children_user + now.children_system
        children -= used.children_user + used.children_system
        name = variant.__name__.rpartition(".")[2]
        print(
            f"{name:11} {wall:5.2f} s wall, {own:5.2f} s CPU here, "
            f"{children:5.2f} s in workers: {(own + children) / wall:.1f} cores busy"
        )
