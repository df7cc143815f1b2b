"""The one way to say no."""


class Refused(Exception):  # noqa: N818 (it is an answer, not an error)
    """An act that the rules do not allow now.

    `code` names the reason (``case.not_in_hand``); `facts` are what a sentence about it needs. Channels
    find the words in the reader's language; nobody else makes sentences of it.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code
