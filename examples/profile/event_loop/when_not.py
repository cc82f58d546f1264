"""What only debug mode finds: a forgotten call, and one from the wrong thread."""

# --8<-- [start:main]
import asyncio
import warnings
from collections.abc import Coroutine


async def save() -> None:
    """Somebody calls this without `await`."""


async def forgotten() -> None:
    _ = save()


async def from_a_thread() -> None:
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(lambda: loop.call_soon(list))


def said(job: Coroutine[None, None, None], *, debug: bool) -> str:
    """What is raised, or else the last line of the last warning."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            asyncio.run(job, debug=debug)
        except RuntimeError as error:
            return str(error)
    said = [str(one.message) for one in caught if one.category is RuntimeWarning]
    return said[-1].splitlines()[-1].strip() if said else "nothing"


# --8<-- [end:main]


if __name__ == "__main__":
    print(said(forgotten(), debug=False))
    #> coroutine 'save' was never awaited
    print(said(forgotten(), debug=True))
    #> _ = save()
    print(said(from_a_thread(), debug=False))
    #> nothing
    print(said(from_a_thread(), debug=True).partition(" on ")[0])
    #> Non-thread-safe operation invoked
