"""Files that change together: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile


class Changes:
    """Changes to files of a project that can be taken back. Paths are relative to the project."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._undo: list[Callable[[], object]] = []

    def write(self, path: str, content: str | bytes) -> None:
        """Put the content in place of the file, which need not exist; nobody ever reads half of it."""
        self._put(self._root / path, content.encode() if isinstance(content, str) else content)

    def remove(self, path: str) -> None:
        """Remove a file, which somebody else may have removed meanwhile."""
        file = self._root / path
        if not file.exists():
            return
        content = file.read_bytes()
        file.unlink()
        self._undo.append(lambda: file.write_bytes(content))

    def move(self, old: str, new: str) -> None:
        """Move a file or a folder with all that it holds to a path where nothing is."""
        source, target = self._root / old, self._root / new
        if target.exists():
            raise FileExistsError(f"{new} exists already")
        self._make(target.parent)
        source.rename(target)
        self._undo.append(lambda: target.rename(source))

    def take_back(self) -> None:
        """Leave everything as it was, the last change first."""
        while self._undo:
            self._undo.pop()()

    def _put(self, file: Path, content: bytes) -> None:
        self._make(file.parent)
        before = file.read_bytes() if file.exists() else None
        mode = file.stat().st_mode if file.exists() else 0o644
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as temporary:
            written = Path(temporary.name)
            try:
                temporary.write(content)
                temporary.close()
                written.chmod(mode)
                written.replace(file)
            except BaseException:
                written.unlink(missing_ok=True)
                raise
        self._undo.append(file.unlink if before is None else lambda: file.write_bytes(before))

    def _make(self, folder: Path) -> None:
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for each in reversed(missing):
            self._undo.append(partial(_remove_empty, each))


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def together(root: Path) -> Iterator[Changes]:
    """Changes that stay only if the block ends without an exception."""
    changes = Changes(root)
    try:
        yield changes
    except BaseException:
        changes.take_back()
        raise
