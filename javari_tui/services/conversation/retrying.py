"""When a failed try is made again, and the countdown until then."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from javari_tui.domain.models import RETRYABLE, Failure
from javari_tui.services.clock import Clock

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
"""Seconds, where the server asks for none."""


@dataclass(frozen=True, slots=True)
class Persistence:
    """How long to go on asking for the same thing."""

    tries: int
    """In all."""
    longest_asked: float
    """Seconds; a server that asks for a longer wait has failed for now, and the user decides."""

    def tries_again(self, failure: Failure, tries_made: int) -> bool:
        """Whether the same request may be sent again by itself."""
        is_short = (failure.retry_after or 0.0) <= self.longest_asked
        return failure.kind in RETRYABLE and tries_made < self.tries and is_short


AS_LONG_AS_IT_MAY_HELP = Persistence(tries=5, longest_asked=15 * 60.0)
BRIEFLY = Persistence(tries=2, longest_asked=10.0)


def seconds_until_next(failure: Failure, tries_made: int, random: Callable[[], float]) -> float:
    """How long to wait: what the server asked for, else twice as long each time, never all clients at once."""
    backoff = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (tries_made - 1)) * (0.5 + random() / 2)
    return max(backoff, failure.retry_after or 0.0)


async def count_down(seconds: float, clock: Clock, tell: Callable[[int], None]) -> None:
    """Wait; `tell` gets the whole seconds that are left, once a second."""
    end = clock.now() + seconds
    while (left := end - clock.now()) > 0:
        shown = math.ceil(left)
        tell(shown)
        await clock.sleep(left - (shown - 1))
