"""What the user is shown before a tool acts: all of it, with what is invisible made visible."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from javari_tui.domain.approvals import ApprovalRequest, Scope, fingerprint
from javari_tui.domain.tools import PlannedChange
from javari_tui.domain.untrusted_text import reveal
from javari_tui.services.approvals.command_lines import is_understood, subject_of
from javari_tui.services.approvals.questions import LASTS
from javari_tui.services.toolbox import warnings
from javari_tui.services.toolbox.calls import Called
from javari_tui.tools.web_addresses import WebAddress
from javari_tui.tools.workspace import Place, shown_name

SERVER = "Javari"
_ALL = (Scope.ONCE, Scope.CHAT, Scope.ALWAYS)
_ONCE = (Scope.ONCE,)


class Requests:
    """Puts requests together."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def change(self, called: Called, change: PlannedChange, folder: Path, *, is_anew: bool = False) -> ApprovalRequest:
        """For a change of a file. A yes that is kept is for every change in the folder that needs no second look.

        `is_anew` says that the file has changed since the user was asked.
        """
        hidden = warnings.hidden(called, str(folder), change.path)
        second_look = (*hidden, *warnings.of_change(change))
        no_way_back = warnings.without_git(Path(change.path))
        # Where Git can take nothing back, nothing is allowed for ever.
        scopes = _ONCE if second_look else _ALL[:2] if no_way_back else _ALL
        return self._request(
            called,
            str(folder),
            change.before or "",
            path=change.shown_path,
            diff=change.diff,
            warnings=(*(warnings.anew(change) if is_anew else ()), *second_look, *no_way_back),
            scopes=scopes,
        )

    def command(self, called: Called, place: Place, *, is_sandboxed: bool) -> ApprovalRequest:
        """For a command line. A yes that is kept is for this very line in this very folder."""
        command = called.words("command")
        hidden = warnings.hidden(called, str(place.path))
        may_be_kept = is_sandboxed and not hidden and is_understood(command)
        return self._request(
            called,
            str(place.path),
            command=tuple(reveal(word) for word in command),
            is_sandboxed=is_sandboxed,
            warnings=(*hidden, *warnings.of_command(command, is_sandboxed=is_sandboxed)),
            subject=reveal(subject_of(command)),
            scopes=_ALL if may_be_kept else _ONCE,
        )

    def page(self, called: Called, where: WebAddress, folder: Path, *, has_read: bool) -> ApprovalRequest:
        """For a page of the network. A yes that is kept is for its host.

        `has_read` says that this chat holds what tools read: somebody else's words may then be what asks, and
        something private what is carried away. So a yes for this chat is not enough for an address that can
        carry anything; only the user's word on this very one is, or their word on the host for always.
        """
        hidden = warnings.hidden(called)
        carries = has_read and where.carries_data
        return self._request(
            called,
            str(folder),
            address=reveal(where.url),
            warnings=(*hidden, *warnings.of_address(where), *(warnings.carrying() if carries else ())),
            subject=where.site,
            scopes=_ONCE if hidden else (Scope.ONCE, Scope.ALWAYS) if carries else _ALL,
        )

    def _request(
        self,
        called: Called,
        folder: str,
        before: str = "",
        *,
        warnings: tuple[str, ...],
        scopes: tuple[Scope, ...],
        subject: str = "",
        path: str = "",
        diff: str = "",
        address: str = "",
        command: tuple[str, ...] = (),
        is_sandboxed: bool = True,
    ) -> ApprovalRequest:
        shown = shown_name(folder)
        return ApprovalRequest(
            id=uuid.uuid4().hex,
            fingerprint=fingerprint(called.tool.name, called.given, folder, before),
            chat_id=called.chat_id,
            message_id=called.message_id,
            call_id=called.call.id,
            server=SERVER,
            tool=called.tool.name,
            risk=called.tool.risk,
            arguments=tuple((name, _shown(value)) for name, value in called.given.items()),
            folder=shown,
            command=command,
            diff=diff,
            path=path,
            address=address,
            is_sandboxed=is_sandboxed,
            warnings=warnings,
            subject=subject,
            # Rules name folders as they are shown: one that cannot be shown as it is could be taken for another.
            scopes=scopes if shown == folder else _ONCE,
            expires_at=self._now() + timedelta(seconds=LASTS),
        )


def _shown(value: object) -> str:
    return reveal(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
