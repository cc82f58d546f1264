"""Fails when a report of a request's queries grows with what the request shows."""

from examples.harness import Bench
from examples.profile.queries.after import watched
from examples.profile.queries.after_django import watched as watched_django
from examples.profile.queries.request import report_of, report_of_django


def test_a_report_has_one_line_for_each_statement(bench: Bench) -> None:
    report = report_of(watched, bench, orders=20)
    assert len([line for line in report if "FROM customer" in line]) == 1
    assert any(line.startswith("   20 × ") for line in report)


def test_a_report_of_django_has_one_line_for_each_statement(bench: Bench) -> None:
    report = report_of_django(watched_django, bench, orders=20)
    assert len([line for line in report if 'FROM "customer"' in line]) == 1
    assert any(line.startswith("   20 × ") for line in report)
