"""Keep errors for the status page, which shows the last twenty."""

# --8<-- [start:main]
SHOWN = 20

errors: list[str] = []


def note(error: str) -> None:
    errors.append(error)


def recent() -> list[str]:
    return errors[-SHOWN:]


# --8<-- [end:main]
if __name__ == "__main__":
    for number in range(5_000):
        note(f"order {number} has no address")
    print(len(recent()), recent()[-1])
    #> 20 order 4999 has no address
    print(len(errors))
    #> 5000
