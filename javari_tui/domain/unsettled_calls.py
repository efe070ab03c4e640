"""Tool calls whose work ended before they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from javari_tui.domain.chat import ToolCall, ToolState
from javari_tui.i18n import N_, _

STOPPED = N_("Stopped before it was done.")
JAVARI_ENDED = N_("Javari ended before it was done.")


def ended_early(calls: Iterable[ToolCall], why: str) -> tuple[ToolCall, ...]:
    """The calls, with those that are not settled failed for this (marked) reason."""
    return tuple(
        call if call.is_settled else replace(call, state=ToolState.FAILED, result=call.result or _(why))
        for call in calls
    )
