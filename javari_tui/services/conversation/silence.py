"""Noticing that a model says nothing."""

from __future__ import annotations

from collections.abc import Callable

from javari_tui.services.clock import Clock

FIRST = 10
"""Seconds of silence after which it is said."""
AGAIN = 5
"""Seconds after which it is said again."""


class SilenceWatch:
    """Tells how long it has been silent, and 0 when it speaks again."""

    def __init__(self, clock: Clock, tell: Callable[[int], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._since: float | None = None
        self._due = FIRST

    def listen(self) -> None:
        """A request was sent, or something was heard: silence is counted from now."""
        self.rest()
        self._since = self._clock.now()

    def rest(self) -> None:
        """Nothing is expected now."""
        if self._due > FIRST:
            self._tell(0)
        self._since, self._due = None, FIRST

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await self._clock.sleep(1.0)
            silent = 0 if self._since is None else int(self._clock.now() - self._since)
            if silent >= self._due:
                self._due = silent + AGAIN
                self._tell(silent)
