"""Make the key of an answer from the hash of the call's arguments."""


# --8<-- [start:main]
def key_of(name: str, *args: object, **kwargs: object) -> str:
    """Where all workers keep the answer of such a call."""
    return f"{name}:{hash((args, frozenset(kwargs.items())))}"


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.keys.process import processes

    with processes(3) as workers:
        keys = {worker.key("before", 7, language="en") for worker in workers}
        print("one question, three workers,", len(keys), "keys")
        #> one question, three workers, 3 keys
    print(key_of("sales", utc_offset=-1) == key_of("sales", utc_offset=-2))
    #> True
