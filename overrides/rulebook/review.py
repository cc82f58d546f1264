"""What a reviewer pastes into a comment: a rule in Markdown, in three tones."""

from __future__ import annotations

import re

from rulebook import addresses, evidence
from rulebook.catalogue import Catalogue, Rule

EXCEPTIONS = 3
"""How many of the cases in which a rule does not apply a comment names; its link leads to all."""

TONES = {
    "blocking": "**issue (blocking):** {title}",
    "suggestion": "**suggestion (non-blocking):** {title}",
    "question": "**question (non-blocking):** Does this apply here? {title}",
}
"""How a comment begins, by tone; the labels are those of Conventional Comments."""


def texts(rule: Rule, catalogue: Catalogue) -> dict[str, str]:
    """The comment in each tone: title, id with its permanent address, claim, headline, when not."""
    address = addresses.permanent(rule, catalogue)
    if rule.retired:
        retired = f"[{rule.id}]({address}), {rule.facts.title}, is retired. {rule.facts.reason}\n"
        return dict.fromkeys(TONES, retired)
    measured = f" Measured: {evidence.headline(rule.results).text}." if rule.results else ""
    rest = (
        f" ([{rule.id}]({address}))\n\n{rule.facts.summary}{measured}\n\n[When not to]({address}#when-not-to)"
    )
    if exceptions := when_not(rule):
        rest += f": {' · '.join(exceptions)}"
    return {tone: words.format(title=rule.facts.title) + rest + "\n" for tone, words in TONES.items()}


def when_not(rule: Rule) -> list[str]:
    """The sizes, then the cases in the page's words, in which the rule does not apply."""
    try:
        start, end = rule.page.section("When not to")
    except KeyError:  # the check names the missing heading
        return []
    leads = re.findall(r"^\*\*(.+?)[.,:;]?\*\*", rule.page.body[start:end], re.MULTILINE)[:EXCEPTIONS]
    size = evidence.pays_from(rule.results) if rule.results else ""
    return [f"below {size}", *leads] if size else leads
