"""Requests as Django handles them: with its signals at the beginning and at the end of each."""

from collections.abc import Iterable, Mapping

from django.core.signals import request_finished, request_started
from django.db import connections

from examples.db.shop.django_models import Customer
from examples.db.shop.django_settings import configure

DEFAULTS: dict[str, object] = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}


class Worker:
    """A worker process of one thread; it connects at its first query.

    Args:
        databases: `DATABASES` as in settings.py.
    """

    def __init__(self, databases: Mapping[str, Mapping[str, object]]) -> None:
        configure()
        self._connection = connections.create_connection("default")
        settings = self._connection.settings_dict
        self._connection.settings_dict = {**settings, **DEFAULTS, **databases["default"]}

    def serve(self, customers: Iterable[int]) -> list[str]:
        """Handle one request, which sends one query for each of these customers' names."""
        others = connections["default"]
        connections["default"] = self._connection
        request_started.send(sender=None)
        try:
            names = Customer.objects.values_list("name", flat=True)
            return [names.get(pk=customer) for customer in customers]
        finally:
            request_finished.send(sender=None)
            connections["default"] = others

    def close(self) -> None:
        """Close what is open."""
        self._connection.close()
