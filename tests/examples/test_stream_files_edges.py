"""What the page on files says of broken lines, separators, encodings, long lines and compressed logs."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import signal
import subprocess
import sys
from contextlib import nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from examples.harness.meters import peak_memory
from examples.memory.stream_files import (
    after,
    after_batches,
    after_checksum,
    after_mmap,
    before,
    before_array,
    before_checksum,
    before_readlines,
    guard,
    when_not,
)

LINE = '{"route": "/cart", "ms": 1, "q": "%s"}'
LINES = [before, before_readlines, after, after_batches]
LARGER_BUFFERS = sys.version_info >= (3, 14)
"""Since then no file has a smaller buffer than the default; before, most had a block of the disk."""
WITHIN_THE_TEXT = ["\x85", "\u2028", "\u2029"]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "requests.jsonl"


@pytest.mark.parametrize("version", LINES)
@pytest.mark.parametrize(
    ("data", "spent"),
    [
        (b"", {}),
        (b'{"route": "/", "ms": 2}', {"/": 2}),
        (b'{"route": "/", "ms": 2}\n', {"/": 2}),
        (b'{"route": "/", "ms": 2}\r\n{"route": "/a", "ms": 3}\r\n', {"/": 2, "/a": 3}),
        (b'{"route": "/", "ms": 2}\r{"route": "/a", "ms": 3}\r', {"/": 2, "/a": 3}),
        ('{"route": "/caf\xe9", "ms": 2}\n'.encode(), {"/caf\xe9": 2}),
    ],
)
def test_every_version_reads_every_kind_of_line_end(
    version: ModuleType, data: bytes, spent: dict[str, int], log: Path
) -> None:
    log.write_bytes(data)
    assert version.milliseconds_by_route(log) == spent


@pytest.mark.parametrize("version", LINES)
@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b'{"route": "/", "ms": 2}\n\n', ValueError),
        ('\ufeff{"route": "/", "ms": 2}\n'.encode(), ValueError),
        (b'{"route": "/\xff", "ms": 2}\n', UnicodeDecodeError),
        (b'{"route": "/"}\n', KeyError),
        (None, FileNotFoundError),
    ],
)
def test_every_version_fails_alike(
    version: ModuleType, data: bytes | None, error: type[Exception], log: Path
) -> None:
    if data is not None:
        log.write_bytes(data)
    with pytest.raises(error):
        version.milliseconds_by_route(log)


@pytest.mark.parametrize("separator", WITHIN_THE_TEXT)
def test_splitlines_cuts_a_valid_line_in_two_and_a_file_does_not(separator: str, log: Path) -> None:
    log.write_text(LINE % separator + "\n", encoding="utf-8")
    assert after.milliseconds_by_route(log) == before_readlines.milliseconds_by_route(log) == {"/cart": 1}
    with pytest.raises(ValueError, match=r"requests.jsonl:1:\d+: Unterminated string"):
        before.milliseconds_by_route(log)


@pytest.mark.parametrize("broken", [1, 700, 1_000, 1_001, 1_500])
def test_the_error_names_the_line_or_the_batch(broken: int, log: Path) -> None:
    lines = [LINE % number for number in range(1, 1_501)]
    lines[broken - 1] = lines[broken - 1][:-5]
    log.write_text("\n".join(lines), encoding="utf-8")
    batch = "1-1000" if broken <= 1_000 else "1001-1500"
    for version, where in ((before, broken), (after, broken), (after_batches, batch)):
        with pytest.raises(ValueError, match=rf"^requests.jsonl:{where}:"):
            version.milliseconds_by_route(log)


def test_without_help_the_error_says_line_1_whichever_it_was(log: Path) -> None:
    log.write_text("".join(LINE % number + "\n" for number in range(700)) + "{", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1 "):
        before_readlines.milliseconds_by_route(log)


def test_a_bad_byte_is_reported_by_its_place_in_the_piece_that_was_decoded(log: Path) -> None:
    good = (LINE % "" + "\n").encode()
    log.write_bytes(good * 1_000 + b"\xff\n")
    with pytest.raises(UnicodeDecodeError) as whole:
        before.milliseconds_by_route(log)
    assert whole.value.start == 1_000 * len(good)
    with pytest.raises(UnicodeDecodeError) as piece:
        after.milliseconds_by_route(log)
    assert piece.value.start < 10_000


@pytest.mark.parametrize(
    "lines", ['{"route": "/"\n"ms": 1}\n', '{"route": "/", "ms": 1}, {"route": "/", "ms": 1}\n']
)
def test_no_version_takes_for_json_what_only_a_comma_would_make_so(lines: str, log: Path) -> None:
    log.write_text(lines, encoding="utf-8")
    for version in LINES:
        with pytest.raises(ValueError, match=r"delimiter|Extra data|one object a line"):
            version.milliseconds_by_route(log)


def test_two_mistakes_in_one_batch_can_cancel_out(log: Path) -> None:
    log.write_text('{"route": "/", "ms": 1}, {"route": "/", "ms": 1}\n{"route": "/"\n"ms": 1}\n')
    assert after_batches.milliseconds_by_route(log) == {"/": 3}
    with pytest.raises(ValueError, match=r"requests.jsonl:1:"):
        after.milliseconds_by_route(log)


@pytest.mark.parametrize("version", LINES)
def test_the_guard_passes_whoever_streams(
    version: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "milliseconds_by_route", version.milliseconds_by_route)
    streams = nullcontext() if version in (after, after_batches) else pytest.raises(AssertionError)
    with streams:
        guard.test_a_larger_file_takes_no_more_memory(tmp_path)


def test_a_cut_array_gives_nothing_and_cut_lines_all_that_is_whole(log: Path) -> None:
    lines = [LINE % number for number in range(3)]
    log.write_text(f"[{','.join(lines)}"[:-3], encoding="utf-8")
    with pytest.raises(json.JSONDecodeError):
        before_array.milliseconds_by_route(log)
    log.write_text("\n".join(lines)[:-3], encoding="utf-8")
    with log.open(encoding="utf-8") as file:
        requests = map(json.loads, file)
        assert [next(requests)["q"], next(requests)["q"]] == ["0", "1"]
        with pytest.raises(json.JSONDecodeError):
            next(requests)


class Reads(io.StringIO):
    """A file that notes how much is asked of it at once."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.sizes: list[int | None] = []

    def read(self, size: int | None = -1, /) -> str:
        self.sizes.append(size)
        return super().read(size)


class RawReads(io.FileIO):
    """A file below a buffer, that notes the same."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.sizes: list[int] = []

    def readinto(self, buffer: Any, /) -> int:
        self.sizes.append(len(buffer))
        return super().readinto(buffer)


def test_an_open_file_holds_a_buffer_that_a_text_reads_past(log: Path) -> None:
    log.write_text((LINE % "" + "\n") * 1_000, encoding="utf-8")
    assert not LARGER_BUFFERS or io.DEFAULT_BUFFER_SIZE >= 131_072
    least = io.DEFAULT_BUFFER_SIZE if LARGER_BUFFERS else log.stat().st_blksize
    assert least < peak_memory(lambda: log.open(encoding="utf-8").close()) < least + 10_000
    with RawReads(log) as raw, io.TextIOWrapper(io.BufferedReader(raw), encoding="utf-8") as lines:
        assert sum(1 for _ in lines) == 1_000
    assert set(raw.sizes) == {8_192}


def test_json_load_asks_for_the_whole_file_at_once() -> None:
    file = Reads("[1, 2]")
    assert json.load(file) == [1, 2]
    assert file.sizes == [-1]


def test_an_array_without_line_ends_is_one_line(log: Path) -> None:
    log.write_text("[" + ",".join([LINE % ""] * 10_000) + "]", encoding="utf-8")
    size = log.stat().st_size

    def longest() -> int:
        with log.open(encoding="utf-8") as lines:
            return max(map(len, lines))

    assert longest() == size
    assert peak_memory(longest) > size

    def refused() -> str:
        with log.open(encoding="utf-8") as lines:
            return lines.readline(10_000)

    assert peak_memory(refused) < size / 2


def test_a_compressed_log_is_a_stream_too_and_a_cut_one_says_so_at_its_end(log: Path) -> None:
    text = "".join(LINE % f"{number:0100}" + "\n" for number in range(20_000))
    log.write_bytes(gzip.compress(text.encode(), 1))

    def lines_read() -> int:
        with gzip.open(log, "rt", encoding="utf-8") as lines:
            return sum(1 for _ in lines)

    assert lines_read() == 20_000
    assert peak_memory(lines_read) < len(text) / 4
    log.write_bytes(log.read_bytes()[:-20])
    with gzip.open(log, "rt", encoding="utf-8") as lines:
        assert len(list(islice(lines, 10_000))) == 10_000
        with pytest.raises(EOFError):
            list(lines)


def test_one_wide_character_makes_the_whole_text_wide_and_else_one_line(log: Path) -> None:
    def peaks(text: str) -> list[int]:
        log.write_text((LINE % ("x" * 1_000) + "\n") * 200 + LINE % text, encoding="utf-8")
        return [peak_memory(partial(one.milliseconds_by_route, log)) for one in (before, after)]

    peaks("")
    (plain, streamed), (wide, streamed_wide) = peaks(""), peaks("\N{WAVING HAND SIGN}")
    assert wide > 2 * plain
    assert streamed_wide < plain / 2 and streamed < plain / 2


@pytest.mark.parametrize("version", [before_checksum, after_checksum, after_mmap])
@pytest.mark.parametrize("data", [b"", b"x", b"0123456789" * 30_000])
def test_checksums_are_equal_for_every_size(version: ModuleType, data: bytes, log: Path) -> None:
    log.write_bytes(data)
    assert version.checksum(log) == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("wanted", [[], [0], [3, 0, 3, 1], [2]])
def test_lines_by_number_are_equal(wanted: list[int], log: Path) -> None:
    lines = ["\n", "first\u2028\n", "\N{WAVING HAND SIGN}\xe9\n", "last"]
    log.write_text("".join(lines), encoding="utf-8")
    for version in (when_not.lines_of_list, when_not.lines_of_streams, when_not.lines_by_offset):
        assert version(log, wanted) == [lines[number] for number in wanted]


def test_a_line_behind_the_last_is_an_index_error(log: Path) -> None:
    log.write_text("first\nlast\n", encoding="utf-8")
    for version in (when_not.lines_of_list, when_not.lines_by_offset):
        with pytest.raises(IndexError):
            version(log, [2])


MAPPED = """
import sys
from mmap import ACCESS_READ, mmap
with open(sys.argv[1], "r+b") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as pages:
    file.truncate(0)
    pages[0]
"""


def test_reading_a_map_of_a_file_that_was_cut_meanwhile_ends_the_process(log: Path) -> None:
    log.write_bytes(b"x" * 10_000)
    run = subprocess.run([sys.executable, "-S", "-c", MAPPED, log], check=False)
    assert run.returncode == -signal.SIGBUS
