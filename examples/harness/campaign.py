"""Measuring every rule: what is done is remembered until all is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from examples.harness import results
from examples.harness.identity import RuleId
from examples.harness.recording import PARTS, minutes
from examples.harness.services.child import PROJECT


@dataclass
class Campaign:
    """The rules of one run of `measure-all`, interruptions included.

    Attributes:
        rules: All of them.
        done: The ids of those that are measured.
        state: The file that remembers these.
    """

    rules: Sequence[RuleId]
    done: list[str] = field(default_factory=list)
    state: Path = PARTS / "campaign.json"

    @classmethod
    def go_on(cls, rules: Sequence[RuleId], python: str | None = None, folder: Path = PARTS) -> Self:
        """The campaign that was interrupted, or a new one; those of one Python and of all do not mix."""
        state = folder / f"campaign{f'-{python}' if python else ''}.json"
        try:
            done = json.loads(state.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            done = []
        return cls(rules, done, state)

    @property
    def left(self) -> list[RuleId]:
        """What is not measured yet."""
        return [rule for rule in self.rules if str(rule) not in self.done]

    def finish(self, rule: RuleId) -> None:
        """Remember that a rule is measured."""
        self.done.append(str(rule))
        self.state.parent.mkdir(parents=True, exist_ok=True)
        part = self.state.with_suffix(".part")
        part.write_text(json.dumps(self.done), encoding="utf-8")
        part.replace(self.state)

    def end(self) -> None:
        """Forget everything: the next campaign measures all rules again."""
        self.state.unlink(missing_ok=True)

    def outlook(self, rule: RuleId) -> str:
        """The rule that comes next, how far the whole is, and how long the rest took the last time."""
        number = self.rules.index(rule) + 1
        seconds = [_seconds(one) for one in self.left]
        known = [one for one in seconds if one]
        estimate = f", about {minutes(sum(known) / len(known) * len(seconds))} left" if known else ""
        return f"{rule}: rule {number} of {len(self.rules)}{estimate}"


def _seconds(rule: RuleId) -> float:
    """How long measuring took when it was recorded; 0 where it never was."""
    try:
        recorded = results.read(PROJECT / rule.folder / "results.json")
    except results.ResultsError:
        return 0.0
    return float(sum(facts.get("seconds", 0) for facts in recorded.environments.values()))
