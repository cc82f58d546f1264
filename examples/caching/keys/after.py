"""Make the key of an answer from what the call's arguments say."""

# --8<-- [start:main]
from hashlib import blake2b
from json import JSONEncoder

encode = JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def key_of(name: str, *args: object, **kwargs: object) -> str:
    """Where all workers keep the answer of such a call.

    Raises:
        TypeError: An argument is not text, a number, None,
            or lists and dictionaries of these.
    """
    said = encode([args, kwargs])
    if len(said) > 100:
        said = blake2b(said.encode(), digest_size=16).hexdigest()
    return f"shop:{name}:v1:{said}"


# --8<-- [end:main]


if __name__ == "__main__":
    from examples.caching.keys.process import processes

    with processes(3) as workers:
        keys = {worker.key("after", 7, language="en") for worker in workers}
        print("one question, three workers:", *keys)
        #> one question, three workers: shop:also-bought:v1:[[7],{"language":"en"}]
    print(key_of("sales", utc_offset=-1) == key_of("sales", utc_offset=-2))
    #> False
    print(key_of("search", ["red", "green", "blue"] * 9))
    #> shop:search:v1:1618bcc11c4bae41ba259840650c0258
