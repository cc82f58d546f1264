"""Pauses for which asyncio's sleep is too coarse, and a loop that needs none."""

# --8<-- [start:main]
import asyncio
import time
from collections.abc import Sequence

PAUSE = 0.000_1  # between two bits sent to a sensor


def send_bit() -> None:
    time.sleep(PAUSE)


async def send(bits: int) -> int:
    for _ in range(bits):
        send_bit()
    return bits


async def send_async(bits: int) -> int:
    for _ in range(bits):
        await asyncio.sleep(PAUSE)
    return bits


async def total(prices: Sequence[int]) -> int:
    amount = 0
    for price in prices:
        amount += price
    return amount


async def total_yielding(prices: Sequence[int]) -> int:
    amount = 0
    for price in prices:
        amount += price
        await asyncio.sleep(0)
    return amount


# --8<-- [end:main]


if __name__ == "__main__":
    print(asyncio.run(send(3)), asyncio.run(send_async(3)))
    #> 3 3
    print(asyncio.run(total([3, 4])), asyncio.run(total_yielding([3, 4])))
    #> 7 7
