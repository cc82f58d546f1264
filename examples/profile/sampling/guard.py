"""Fails when a service cannot be looked into as it runs; run it in your image."""

from pathlib import Path

from examples.harness import Bench
from examples.profile.sampling.after import hottest, profiled
from examples.profile.sampling.service import Service, places


def test_a_profile_is_that_of_the_process_that_was_slow(
    bench: Bench, tmp_path: Path
) -> None:
    with Service(bench) as service:
        service.get(["/age/100000"])
        slow = service.pid
        with profiled(service, tmp_path / "profile"):
            service.get(places(100))
            assert service.pid == slow, "it was restarted, and is not slow any more"
        assert "remember" in hottest(tmp_path / "profile")
