"""Keep answers in this process: there the arguments themselves are the key."""

# --8<-- [start:main]
from collections.abc import Callable

from examples.caching.keys.after import key_of

Work = Callable[[int, str], str]


class InProcess:
    """Answers by the arguments: Python hashes them and compares them."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.known: dict[object, str] = {}

    def __call__(self, product_id: int, language: str) -> str:
        key = self.key(product_id, language)
        if (answer := self.known.get(key)) is None:
            answer = self.known[key] = self.work(product_id, language)
        return answer

    def key(self, product_id: int, language: str) -> object:
        return product_id, language


class InProcessByText(InProcess):
    """The same with a key that would be good for other processes, too."""

    def key(self, product_id: int, language: str) -> object:
        return key_of("label", product_id, language)


# --8<-- [end:main]


if __name__ == "__main__":
    label = InProcess(lambda product_id, language: f"{language}: {product_id}")
    print(label(-1, "en"), "|", label(-2, "en"), "|", *label.known)
    #> en: -1 | en: -2 | (-1, 'en') (-2, 'en')
