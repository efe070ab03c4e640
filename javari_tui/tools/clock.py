"""`get_time`: the time here or in a zone."""

from __future__ import annotations

from datetime import datetime

from javari_tui.domain.errors import ToolRefused
from javari_tui.domain.tools import TimeTold
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_


def tell_time(now: datetime, zone: str) -> TimeTold:
    """The moment in a zone such as `Europe/Madrid`, or in this machine's own."""
    if not zone:
        local = now.astimezone()
        return TimeTold(moment=local, zone=local.tzname() or "UTC")
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - reads the system's data; few answers need it

    try:
        return TimeTold(moment=now.astimezone(ZoneInfo(zone)), zone=zone)
    except (KeyError, ValueError, OSError) as error:
        raise ToolRefused(
            N_("There is no time zone “{zone}”."), cure=N_("Use a name such as “Europe/Madrid”."), zone=reveal(zone)
        ) from error
