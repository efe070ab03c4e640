"""Addresses as people write them in a sentence: where one begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BARE = re.compile(r"https?://[^\s<>\"“”`]+")


def bare_addresses(text: str) -> Iterator[tuple[int, str]]:
    """The addresses in a text that are no links by themselves, and where each begins."""
    for found in _BARE.finditer(text):
        yield found.start(), _trimmed(found.group())


def _trimmed(address: str) -> str:
    """An address without the punctuation of the sentence around it."""
    while address and (address[-1] in ".,;:!?'*_~" or (address[-1] == ")" and "(" not in address)):
        address = address[:-1]
    return address
