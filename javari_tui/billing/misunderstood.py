"""The one way in which an answer is not what the contract says."""

from __future__ import annotations

from javari_tui.domain.untrusted_text import clean


class Misunderstood(ValueError):
    """What came is not what the contract says; the words are for the log and the detail of an error, in English."""

    def __init__(self, what: str) -> None:
        super().__init__(clean(what)[:300])
