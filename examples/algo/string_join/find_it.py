"""Where a report of 20,000 orders spends its time, as cProfile sees it."""

import cProfile
import pstats

from examples.algo.string_join.before import order_table

orders = [(number, "Ada Byron", 1990) for number in range(20_000)]
with cProfile.Profile() as profile:
    order_table(orders)
pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(4)
