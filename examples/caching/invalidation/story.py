"""Questions and orders of a shop's front page, second by second."""

from __future__ import annotations

from random import Random

from redis.asyncio import Redis

from examples.caching.shop.traffic import products_asked_for

PRODUCTS = 10

# The lifetimes of a story pass with its seconds, not with those of the machine that tells it.
PASS = """
local now = tonumber(ARGV[1])
for _, key in ipairs(redis.call('KEYS', ARGV[2])) do
    local left = redis.call('PTTL', key)
    if left > 0 then
        redis.call('PERSIST', key)
        redis.call('HSET', KEYS[1], key, now + math.ceil(left / 1000))
    elseif now >= tonumber(redis.call('HGET', KEYS[1], key)) then
        redis.call('DEL', key)
    end
end
"""


def questions_and_orders(size: int, per_order: int) -> list[tuple[int, int | None]]:
    """For each question its product, and the product that is ordered before it, if one is.

    Both follow Zipf's law over the products of the front page.

    Args:
        size: How many questions.
        per_order: How many questions to an order.
    """
    asked = [1 + product % PRODUCTS for product in products_asked_for(size)]
    pick = Random(8)
    return [
        (product, pick.choice(asked) if number % per_order == per_order - 1 else None)
        for number, product in enumerate(asked)
    ]


async def pass_time(cache: Redis, key_prefix: str, second: int) -> None:
    """Let entries expire whose lifetime ends with this second of the story."""
    await cache.eval(PASS, 1, f"expiry:{key_prefix}", str(second), f"{key_prefix}:*")


def counted(
    variant: str, size: int, *, per_order: int, per_second: int, lifetime_s: int
) -> tuple[int, int]:
    """How many questions reach the database, and how many answers are old, by the rules of the variant."""
    entries: dict[int, tuple[int, int]] = {}
    orders = dict.fromkeys(range(1, PRODUCTS + 1), 0)
    refills = old = 0
    for number, (product, ordered) in enumerate(questions_and_orders(size, per_order)):
        if ordered is not None:
            orders[ordered] += 1
            match variant:
                case "one product":
                    entries.pop(ordered, None)
                case "all products":
                    entries.clear()
        expires, known = entries.get(product, (-1, 0))
        if number // per_second <= expires:
            old += known != orders[product]
        else:
            refills += 1
            entries[product] = (number // per_second + lifetime_s, orders[product])
    return refills, old
