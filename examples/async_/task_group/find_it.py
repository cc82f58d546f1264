"""Show which tasks still run, and what they wait for, when a failed batch is reported."""

import asyncio
from collections import Counter

import aiohttp

from examples.async_.task_group.before import prices
from examples.harness import demo


def waiting_in(task: asyncio.Task[object]) -> str:
    frame = task.get_stack()[-1]
    return f"{frame.f_code.co_name} {frame.f_code.co_filename.rpartition('/')[2]}:{frame.f_lineno}"


async def main(upstream: str) -> None:
    async with aiohttp.ClientSession(upstream) as session:
        mine = asyncio.current_task()
        try:
            await prices(session, [-1, *range(99)])
        except aiohttp.ClientResponseError as error:
            print(f"{error.status} for {error.request_info.real_url.path}; still running:")
            others = asyncio.all_tasks() - {mine}
            places = Counter(waiting_in(task) for task in others)
            for place, count in places.most_common():
                print(f"{count:4} {place}")
            await asyncio.wait(others)


if __name__ == "__main__":
    with demo() as bench:
        asyncio.run(main(bench.upstream()))
