"""Ask three tools about one report: the clock, cProfile in both orders, and the stack every millisecond."""

import cProfile
import platform
import pstats
from time import perf_counter

from examples.profile.cprofile.after import profiled
from examples.profile.cprofile.report import export, read, report, revenue

if __name__ == "__main__":
    print(f"Python {platform.python_version()}")
    text = export(lines=40_000)
    start = perf_counter()
    orders = read(text)
    middle = perf_counter()
    revenue(orders)
    print(f"clock     read {middle - start:.3f}  revenue {perf_counter() - middle:.3f}\n")

    with cProfile.Profile() as profile:
        report(text)
    stats = pstats.Stats(profile).strip_dirs()
    for order in ("cumulative", "tottime"):
        stats.sort_stats(order).print_stats(r"^report.py|raw_decode")

    _, found = profiled(lambda: report(text))
    print("stack    ", *(f"{name} {found.seconds[name]:.3f} " for name in ("read", "revenue")))
