"""The front matter of a rule: what every key must be, and the one line that a mistake becomes."""

from __future__ import annotations

import difflib
import re
from datetime import date
from reprlib import Repr
from typing import Annotated, Any, Literal, get_args

import yaml
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from examples.harness.identity import RuleId
from rulebook.page import Page, line_of, load_front_matter
from rulebook.problems import UNSHOWABLE, Problem, ProblemError

Level = Literal["critical", "high", "medium", "low", "none", "reversed"]
Saves = Literal["latency", "throughput", "cpu", "memory", "round-trips", "bytes"]
Effort = Literal["minutes", "hours", "design"]
Status = Literal["measured", "under-review", "retired"]
ChecklistName = Literal[
    "before-optimizing", "common-optimizations", "after-optimizing", "code-review", "production", "decision"
]

LEVELS: tuple[Level, ...] = get_args(Level)
SAVES: tuple[Saves, ...] = get_args(Saves)
EFFORTS: tuple[Effort, ...] = get_args(Effort)
CHECKLISTS: tuple[ChecklistName, ...] = get_args(ChecklistName)


_TAG = re.compile(
    r"</?(?:a|b|br|button|code|div|em|form|i|iframe|img|input|kbd|li|link|meta|object|p|pre|script|span|strong|style"
    r"|sub|sup|svg|u|ul|video)\b[^<>]*>|<!--",
    re.IGNORECASE,
)
"""Tags that people write, which would be shown as text. `<Task>` and `<listcomp>` are text and pass."""


LONGEST, MOST_ENTRIES = 800, 50
"""Characters of a line, entries of a list. More is a slip: a log, or a whole file, pasted into a key."""


def _one_line(text: str) -> str:
    if not text.strip() or text != text.strip():
        raise ValueError("it must not be empty or start or end with a space")
    if UNSHOWABLE.search(text):
        raise ValueError("it must be one line without control characters")
    if len(text) > LONGEST:
        raise ValueError(f"{len(text)} characters, at most {LONGEST}")
    if tag := _TAG.search(re.sub(r"`[^`]+`", "", text)):
        raise ValueError(
            f"HTML such as {tag[0]} would be shown as text; put it between backticks or remove it"
        )
    return text


def _plain_title(text: str) -> str:
    # It is also a heading in Markdown, an entry of menus and the tip of a link, where these are markup.
    if found := re.search(r"[<>&\"]|[\[\]{}](?=(?:[^`]*`[^`]*`)*[^`]*$)", text):
        raise ValueError(f"it must not hold {found[0]}; say it in words")
    return text


def _stack(text: str) -> str:
    if not re.fullmatch(r"[\w .,:()+#/-]+", text):
        raise ValueError("it is not a name")
    return text


def _rule_id(text: str) -> str:
    if len(text) > 60:  # it is a file's name, too
        raise ValueError(f"{len(text)} characters, at most 60")
    return str(RuleId.parse(text))


def _version_range(text: str) -> str:
    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        raise ValueError("it is not a version range") from None
    if not text:
        raise ValueError("it must not be empty")
    return text


def _https(text: str) -> str:
    if (
        len(text) > LONGEST
        or UNSHOWABLE.search(text)
        or not re.fullmatch(r"https?://[^\s/<>\"'`\\]+\.[^\s<>\"'`\\]+", text)
    ):
        raise ValueError("it is not a web address")
    return text


Line = Annotated[str, AfterValidator(_one_line)]
Id = Annotated[str, AfterValidator(_rule_id)]
VersionRange = Annotated[str, AfterValidator(_version_range)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _key(expected: str, example: str, **constraints: Any) -> Any:
    return Field(description=expected, examples=[example], **constraints)


def _list(expected: str, example: str, **constraints: Any) -> Any:
    return _key(expected, example, max_length=MOST_ENTRIES, **constraints)


class ChecklistItem(_Strict):
    """One line that the rule adds to a checklist."""

    list: ChecklistName = _key(f"one of {', '.join(CHECKLISTS)}", "list: code-review")
    text: Line = _key("one line", "text: No attribute of a lazy relation is read in a loop")


class Detect(_Strict):
    """A linter's rule that finds the before."""

    tool: Literal["ruff", "ast-grep"] = _key("ruff or ast-grep", "tool: ruff")
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")] = _key(
        "the rule's name in lower-case words joined by hyphens", "name: blocking-sleep-in-async-function"
    )
    code: Annotated[str, Field(pattern=r"^[A-Z]{1,10}[0-9]{1,5}$")] | None = _key(
        "Ruff's code, letters then digits", "code: ASYNC251", default=None
    )

    @model_validator(mode="after")
    def _code_is_ruffs(self) -> Detect:
        if self.tool == "ruff" and self.code is None:
            raise ValueError("a ruff rule needs its code, for example code: ASYNC251")
        if self.tool == "ast-grep" and self.code is not None:
            raise ValueError("an ast-grep detector has no code; remove the key")
        return self


class Related(_Strict):
    """Other rules, by id."""

    do_first: list[Id] = _list(
        "a list of rule ids", "do_first: [profile-first]", default=[], json_schema_extra={"order": True}
    )
    conflicts: list[Id] = _list("a list of rule ids", "conflicts: [memory-generators]", default=[])
    supersedes: list[Id] = _list(
        "a list of rule ids", "supersedes: [db-lazy-load]", default=[], json_schema_extra={"order": True}
    )
    see_also: list[Id] = _list("a list of rule ids", "see_also: [async-serial-await]", default=[])

    def named(self) -> dict[str, list[str]]:
        """The four lists by name."""
        return {name: list(getattr(self, name)) for name in Related.model_fields}

    @classmethod
    def orders(cls) -> list[str]:
        """The relations that put one rule before another, which must not go round in a circle."""
        return [name for name, field in cls.model_fields.items() if field.json_schema_extra]


class Source(_Strict):
    """Where a fact comes from."""

    title: Line = _key("one line", 'title: "SQLAlchemy 2.0: relationship loading techniques"')
    url: Annotated[str, AfterValidator(_https)] = _key(
        "a web address", 'url: "https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html"'
    )
    note: Line | None = _key("what it says that the page leans on", "note: names the cost", default=None)


class FrontMatter(_Strict):
    """The editorial facts of a rule, whose only home this is."""

    id: Id = _key("<section>-<slug> in lower-case words joined by hyphens", "id: db-n-plus-one")
    title: Annotated[Line, AfterValidator(_plain_title)] = _key(
        "one imperative line of at most 60 characters",
        "title: Fetch related rows in one query",
        max_length=60,
    )
    summary: Line = _key(
        "one sentence of at most 200 characters that ends with a full stop",
        "summary: One lazy load per row sends one query per row.",
        max_length=200,
        pattern=r"\.$",
    )
    impact: Level = _key(f"one of {', '.join(LEVELS)}", "impact: high")
    saves: Saves = _key(f"one of {', '.join(SAVES)}", "saves: latency")
    cost: Line = _key('how it scales, or "constant factor"', 'cost: "O(n) queries → 2"')
    effort: Effort = _key(f"one of {', '.join(EFFORTS)}", "effort: minutes")
    applies: dict[Line, VersionRange] = _key(
        "a mapping of packages to version ranges, python among them", 'applies: {python: ">=3.11"}'
    )
    stacks: list[Annotated[Line, AfterValidator(_stack)]] = _list(
        "a list of at least one stack", "stacks: [sqlalchemy, django]", min_length=1
    )
    symptoms: list[Line] = _list(
        "a list of at least two symptoms in people's words",
        'symptoms: ["The page gets slower with every row", "The database log repeats one query"]',
        min_length=2,
    )
    keywords: list[Line] = _list("a list of words", "keywords: [lazy loading, select_related]", min_length=1)
    checklist: list[ChecklistItem] = _list(
        "a list of {list, text}", "checklist: [{list: code-review, text: No query in a loop}]"
    )
    detects: list[Detect] = _list(
        "a list of {tool, name, code}",
        "detects: [{tool: ruff, name: blocking-sleep-in-async-function, code: ASYNC251}]",
    )
    misses: Line = _key("what the lints do not see", "misses: A query sent by a helper two calls away.")
    related: Related = _key(
        "a mapping of do_first, conflicts, supersedes, see_also", "related: {see_also: [async-serial-await]}"
    )
    risks: list[Line] = _list(
        "a list of at least one risk", 'risks: ["`selectinload` sends the ids as parameters."]', min_length=1
    )
    since: Annotated[str, Field(pattern=r"^\d+\.\d+$")] = _key(
        "a release of the site, quoted", 'since: "0.1"'
    )
    reviewed: date = _key("a date, unquoted", "reviewed: 2026-11-21")
    review_by: date = _key("a date later than `reviewed`, unquoted", "review_by: 2027-11-21")
    status: Status = _key(f"one of {', '.join(get_args(Status))}", "status: measured")
    reason: Line | None = _key(
        "why the rule is under review or retired, one sentence that ends with a full stop",
        'reason: "A reader measured the opposite with 20 connections."',
        default=None,
        pattern=r"\.$",
    )
    replacement: Id | None = _key(
        "the id of the rule to follow instead", "replacement: db-n-plus-one", default=None
    )
    aliases: list[Id] = _list("a list of old ids", "aliases: [db-lazy-load]", default=[])
    sources: list[Source] = _list(
        "a list of at least one {title, url, note}",
        'sources: [{title: "PEP 703", url: "https://peps.python.org/pep-0703/"}]',
        min_length=1,
    )

    @model_validator(mode="after")
    def _keys_agree(self) -> FrontMatter:
        if self.review_by <= self.reviewed:
            raise ValueError("review_by must be later than reviewed, for example a year")
        if "python" not in self.applies:
            raise ValueError('applies must name python, for example applies: {python: ">=3.11"}')
        if self.status != "measured" and self.reason is None:
            raise ValueError(f'status {self.status} needs a reason; add for example reason: "It is …"')
        if self.status == "measured" and self.reason is not None:
            raise ValueError("reason belongs to status: under-review or retired; remove it")
        if self.status != "retired" and self.replacement is not None:
            raise ValueError("replacement belongs to status: retired; remove it")
        return self


MOST = 100
"""Problems of one front matter that are told; who has more begins with these."""


def parse(page: Page) -> tuple[FrontMatter | None, list[Problem], yaml.MappingNode | None]:
    """Validate the front matter of a page: the facts, or the problems, and the nodes for further lines."""
    try:
        data, node = load_front_matter(page)
    except ProblemError as error:
        return None, [error.problem], None
    try:
        return FrontMatter.model_validate(data), [], node
    except ValidationError as errors:
        end = page.body_line - 1
        found = errors.errors(include_url=False)[:MOST]
        return None, sorted({_problem(dict(error), page.path, node, end) for error in found}), node


_SHORT = Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother = 2, 80, 80


def _problem(error: dict[str, Any], path: str, node: yaml.MappingNode, end: int) -> Problem:
    location: tuple[int | str, ...] = tuple(part for part in error["loc"] if part != "[key]")
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    model, field = _described(location)
    line = line_of(node, location)
    if error["type"] == "missing":
        if len(location) == 1:
            line = end
        return Problem(path, line, f"{key}: missing; expected {_expected(field)}")
    if error["type"] == "extra_forbidden":
        known = list(model.model_fields)
        close = difflib.get_close_matches(str(location[-1]), known, n=1)
        remedy = f"did you mean {close[0]}?" if close else f"remove it; known keys are {', '.join(known)}"
        return Problem(path, line, f"{key}: unknown key; {remedy}")
    if error["type"] == "value_error" and (not location or field is None or isinstance(error["input"], dict)):
        message = str(error["ctx"]["error"])
        if not location:
            line = line_of(node, (message.split()[0],))
        return Problem(path, line, f"{key}: {message}" if key else message)
    why = f" ({error['ctx']['error']})" if error["type"] == "value_error" else ""
    if error["type"] == "string_too_long":
        why = f" ({len(error['input'])} characters)"
    if error["type"] == "too_long":
        why = f" ({len(error['input'])} entries, at most {MOST_ENTRIES})"
    got = _SHORT.repr(error["input"])
    got = got if len(got) <= 80 else f"{got[:77]}…"
    if error["type"] == "string_type" and isinstance(error["input"], bool | int | float | date):
        why = " (YAML takes it for something else than text: put it in quotes)"
    return Problem(path, line, f"{key}: {_expected(field, got + why)}")


def _expected(field: FieldInfo | None, got: str | None = None) -> str:
    if field is None:
        return f"not understood; got {got}. See the front matter in CONTRIBUTING.md"
    example = (field.examples or [""])[0]
    if got is None:
        return f"{field.description}. Write for example: {example}"
    return f"expected {field.description}; got {got}. Write for example: {example}"


def _described(location: tuple[int | str, ...]) -> tuple[type[BaseModel], FieldInfo | None]:
    """The model that holds the key at `location`, and the nearest field that says what it expects."""
    model: type[BaseModel] = FrontMatter
    field: FieldInfo | None = None
    for depth, part in enumerate(location):
        if not isinstance(part, str):
            continue
        if part not in model.model_fields:
            break
        field = model.model_fields[part]
        if depth < len(location) - 1 and (inner := _model_in(field.annotation)) is not None:
            model = inner
    return model, field


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
