"""db-explain-analyze: which filters its detector sees."""

from __future__ import annotations

import json
from pathlib import Path

from examples.harness.identity import RuleId
from tests.command import ROOT, run

COMPARED = """\
func.date(Order.placed_at) == day
day == func.date(Order.placed_at)
func.date(Order.placed_at) >= day
func.date(Order.placed_at).between(first, last)
func.date(Order.placed_at).in_(days)
sa.func.date(Order.placed_at) < day
func.date_trunc("month", Order.placed_at) == month
cast(Order.placed_at, Date) <= day
sa.cast(Order.placed_at, sa.Date) == day
Order.objects.filter(placed_at__date=day)
Order.objects.filter(placed_at__date__gte=day)
Q(placed_at__date__range=(first, last))
"""
LEFT_ALONE = """\
select(func.date(Order.placed_at), func.count()).group_by(func.date(Order.placed_at))
func.date(Order.placed_at).desc()
func.date(Order.placed_at).label("day")
Order.placed_at >= start
Order.objects.filter(placed_at__gte=start, placed_at__lt=end)
Order.objects.filter(due_date=day, date=day, placed_at__datetime=now)
"""


def test_the_detector_sees_dates_that_are_compared_and_no_others(tmp_path: Path) -> None:
    file = tmp_path / "filters.py"
    file.write_text(COMPARED + LEFT_ALONE, "utf-8")
    detector = ROOT / RuleId.parse("db-explain-analyze").folder / "detector.yml"
    found = json.loads(run("ast-grep", "scan", "--rule", detector, "--json=compact", file).stdout)
    lines = {match["range"]["start"]["line"] for match in found}
    assert lines == set(range(len(COMPARED.splitlines())))
