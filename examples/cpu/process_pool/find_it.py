"""How many cores each way keeps busy: CPU time of all processes over wall time."""

import os

from examples.cpu.process_pool import after, after_loop, before
from examples.cpu.process_pool.matching import best_match, misspelled

if __name__ == "__main__":
    names = misspelled(1_000)
    variants = {"loop": after_loop, "threads": before, "processes": after}
    for name, variant in variants.items():
        start = os.times()
        variant.run_all(best_match, names, workers=2)
        end = os.times()
        cpu = sum(end[:4]) - sum(start[:4])  # this process and the workers that ended
        print(f"{name:9} {cpu / (end.elapsed - start.elapsed):.1f} cores busy")
