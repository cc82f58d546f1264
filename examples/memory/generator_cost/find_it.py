"""Show what a profiler sees of a total: first with a list, then with a generator."""

import cProfile
import pstats

from examples.memory.generator_cost import after, before
from examples.memory.generator_cost.order_lines import Line

if __name__ == "__main__":
    lines = [Line("pen", 2, 120, 2)] * 500_000
    for version in (before, after):
        with cProfile.Profile() as profile:
            version.revenue(lines)
        pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(2)
