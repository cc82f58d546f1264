"""Which share of the requests the most popular keys get, by Zipf's law."""


def share(warmed: int, keys: int) -> float:
    """Of all requests, those for the so many most popular of so many keys."""
    weights = [1 / rank for rank in range(1, keys + 1)]
    return sum(weights[:warmed]) / sum(weights)


def main() -> None:
    for keys in (100, 100_000):
        for percent in (1, 10, 20, 50, 95):
            covered = share(keys * percent // 100, keys)
            print(f"of {keys:,} keys {percent} %: {covered:.0%} of the requests")
            #> of 100 keys 1 %: 19% of the requests
            #> of 100 keys 10 %: 56% of the requests
            #> of 100 keys 20 %: 69% of the requests
            #> of 100 keys 50 %: 87% of the requests
            #> of 100 keys 95 %: 99% of the requests
            #> of 100,000 keys 1 %: 62% of the requests
            #> of 100,000 keys 10 %: 81% of the requests
            #> of 100,000 keys 20 %: 87% of the requests
            #> of 100,000 keys 50 %: 94% of the requests
            #> of 100,000 keys 95 %: 100% of the requests


if __name__ == "__main__":
    main()
