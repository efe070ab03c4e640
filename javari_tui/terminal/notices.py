"""Notices: where they stand, and how many there are."""

from __future__ import annotations

from textual.app import App
from textual.notifications import Notification
from textual.widgets._toast import ToastRack

_LONG = 10
"""Seconds from which on a notice is one that must be read: it stays beside others."""


def make_room(app: App[None], notice: Notification) -> None:
    """A newer word replaces the one before, what must be read stays, but once; all of it above the prompt."""
    for other in list(app._notifications):
        if (_is_brief(notice) and _is_brief(other)) or (other is not notice and _said(other) == _said(notice)):
            app._unnotify(other, refresh=False)
    for rack in app.screen.query_children(ToastRack):
        rack.styles.margin = (0, 1, getattr(app.screen, "rows_below_notices", 1), 0)


def _is_brief(notice: Notification) -> bool:
    return notice.severity != "error" and notice.timeout < _LONG


def _said(notice: Notification) -> tuple[str, str, str]:
    return notice.title, notice.message, notice.severity
