"""Fail when keys differ from process to process, or different questions share one."""

import os
import subprocess
import sys

from examples.caching.keys.after import key_of


def key_in_a_process(seed: str) -> str:
    """The key that a process with this seed for its hashes makes."""
    code = (
        f"from {key_of.__module__} import key_of;"
        "print(key_of('also-bought', 7, language='en'))"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", code]
    return subprocess.check_output(command, env=environment, text=True)


def test_the_key_is_the_same_in_every_process() -> None:
    assert key_in_a_process("1") == key_in_a_process("2")


def test_different_questions_have_different_keys() -> None:
    questions: list[tuple[object, ...]]
    questions = [(-1,), (-2,), (1,), (1.0,), (True,), ("1",), (None,), ("None",)]
    questions += [("a", "b:c"), ("a:b", "c"), (("a", "b"),), ("a", "b"), ()]
    keys = [key_of("also-bought", *question) for question in questions]
    assert len(set(keys)) == len(questions)
