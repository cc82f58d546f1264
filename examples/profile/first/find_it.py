"""Where the time of the report goes, and what that allows at most."""

from operator import itemgetter

from examples.profile.cprofile.after import profiled
from examples.profile.first import before
from examples.profile.first.orders import orders

if __name__ == "__main__":
    lines = orders(100_000)
    _, found = profiled(lambda: before.report(lines))
    whole = found.seconds["report"]
    for name, seconds in sorted(found.seconds.items(), key=itemgetter(1), reverse=True):
        share = seconds / whole
        if 0.05 < share < 0.995:
            print(f"{name:20} {share:4.0%}, gone: {1 / (1 - share):.1f} times as fast")
