"""The picture that the terminal holds for us: sent once, again when it may be lost, and taken away at the end."""

from __future__ import annotations

import asyncio
import secrets
from typing import NamedTuple

from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.images.kitty import UNFINISHED, deletion, through_tmux, transmission

_TOGETHER = 8
"""Pieces that are written at once: few, so that keys are heard between them on a slow line."""
_LOOK = 0.01


class _Sent(NamedTuple):
    number: int
    png: bytes
    columns: int
    rows: int


class SentImage:
    """One picture at a time, on one terminal."""

    def __init__(self, driver: JavariDriver, *, in_tmux: bool) -> None:
        self._driver, self._in_tmux = driver, in_tmux
        self._number = _any_number()
        self._held: list[_Sent] = []
        """What the terminal holds, the newest last."""
        self._turn = asyncio.Lock()

    async def send(self, png: bytes, columns: int, rows: int) -> int:
        """Send a picture; its number. Those before are still there until `keep_newest`."""
        self._number = self._number + 1 if self._number < 0xFFFFFF else _any_number()
        sent = _Sent(self._number, png, columns, rows)
        await self._transmit(sent)
        self._held.append(sent)
        return sent.number

    def keep_newest(self) -> None:
        """What stood there before is shown no more."""
        self._forget(self._held[:-1])

    def forget(self) -> None:
        """No picture is shown any more."""
        self._forget(self._held[:])

    async def send_again(self) -> None:
        """The terminal may have lost it."""
        for sent in self._held[-1:]:
            await self._transmit(sent)

    def _forget(self, gone: list[_Sent]) -> None:
        for sent in gone:
            self._held.remove(sent)
            self._write(deletion(sent.number))

    async def _transmit(self, sent: _Sent) -> None:
        """In pieces, as the line takes them."""
        pieces = list(transmission(sent.number, sent.png, sent.columns, sent.rows))
        async with self._turn:
            at = 0
            try:
                while at < len(pieces):
                    if self._driver.takes_more():
                        self._write(*pieces[at : at + _TOGETHER])
                        at += _TOGETHER
                    await asyncio.sleep(0 if self._driver.takes_more() else _LOOK)
            finally:
                if at < len(pieces):
                    self._write(UNFINISHED, deletion(sent.number))

    def _write(self, *pieces: str) -> None:
        self._driver.write("".join(map(through_tmux, pieces) if self._in_tmux else pieces))


def _any_number() -> int:
    """One that no other program takes, most likely; it has three bytes, all of which a colour can carry."""
    return secrets.randbelow(0xE00000) + 0x100000
