"""Asking before acting: what the user is shown, what they answer, and the rules they leave behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from javari_tui.domain.tool_info import Risk


class Scope(StrEnum):
    """How long an answer holds."""

    ONCE = "once"
    CHAT = "chat"
    """In this chat, until Javari ends."""
    ALWAYS = "always"
    """For this very tool, subject and folder, until it is taken back in the settings."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user said to a request."""

    allowed: bool
    scope: Scope = Scope.ONCE
    reason: str = ""
    """What the model shall be told of a no; the user's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequest:
    """Exactly what will happen if the user says yes. All texts have what is invisible in them made visible."""

    id: str
    """Fresh for each request, used once."""
    fingerprint: str
    """SHA-256 of tool, canonical arguments, folder and, of a change, the file as it was: what the yes is for."""
    chat_id: int
    message_id: int
    call_id: str
    server: str
    """Whose tool it is: `Javari`, or the name of the server it comes from."""
    tool: str
    risk: Risk
    arguments: tuple[tuple[str, str], ...]
    """Names and values, all of them and whole."""
    folder: str
    """Where it happens."""
    command: tuple[str, ...] = ()
    """The words of a command line, for `run_command`."""
    diff: str = ""
    """The whole change, for tools that write."""
    path: str = ""
    """The file that is changed, as it is called in the workspace."""
    address: str = ""
    """Where it connects to."""
    is_sandboxed: bool = True
    """False for a command that would run without a sandbox, because there is none here."""
    warnings: tuple[str, ...] = ()
    """Sentences on what deserves a second look, translated."""
    subject: str = ""
    """What a kept rule would be for, beside tool and folder: a command line, a host; empty for all of the tool."""
    scopes: tuple[Scope, ...] = (Scope.ONCE,)
    """How long a yes may hold; what is not in it cannot be chosen."""
    expires_at: datetime
    """From then on a yes does nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRequest:
    """May tools work in this folder?"""

    id: str
    folder: str
    """Absolute, links resolved, what is invisible made visible."""
    warnings: tuple[str, ...] = ()
    """Such as that it is the whole home folder; translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRule:
    """An answer that was kept."""

    id: int
    tool: str
    folder: str
    subject: str
    """As in ApprovalRequest."""
    allows: bool
    created_at: datetime
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedFolder:
    """A folder the user was asked about."""

    id: int
    folder: str
    trusted: bool
    created_at: datetime
    added_to: str = ""
    """The workspace that the user added it to; empty for a workspace itself."""


def fingerprint(tool: str, arguments: Mapping[str, object], folder: str, before: str = "") -> str:
    """What a yes is for: the SHA-256 of a call as it will be carried out.

    `before` is the token of the file as it was when the change was planned.
    """
    said = json.dumps([tool, arguments, folder, before], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
