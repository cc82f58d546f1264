"""Read many numbers: JSON writes them out in decimals, and has to read these."""

# --8<-- [start:main]
import json
import pickle
from array import array


def from_pickle(stored: bytes) -> list[float]:
    numbers: list[float] = pickle.loads(stored)
    return numbers


def from_json(stored: bytes) -> list[float]:
    numbers: list[float] = json.loads(stored)
    return numbers


def from_array(stored: bytes) -> list[float]:
    """Eight bytes a number, as `array("d", numbers).tobytes()` gives them."""
    return array("d", stored).tolist()


# --8<-- [end:main]


if __name__ == "__main__":
    numbers = [0.1, 2 / 3, 1e300]
    print(from_pickle(pickle.dumps(numbers)) == numbers)
    #> True
    print(from_json(json.dumps(numbers).encode()) == numbers)
    #> True
    print(from_array(array("d", numbers).tobytes()) == numbers)
    #> True
