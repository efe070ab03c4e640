"""What tools work with: where, in what, and how the world is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from javari_tui.tools.fetching import Reach
from javari_tui.tools.sandbox import Sandbox, find_sandbox
from javari_tui.tools.search_secrets import Mask, unmasked
from javari_tui.tools.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolContext:
    """What a call of a tool is given besides its arguments."""

    workspace: Workspace
    environ: Mapping[str, str]
    now: Callable[[], datetime]
    """The moment, with its zone."""
    sandbox: Sandbox | None = None
    """What commands run in; none where there is none, and then the user must have been told."""
    reach: Reach = field(default_factory=Reach)
    mask: Mask = unmasked
    """Takes secrets out of a text."""

    @classmethod
    def find(cls, workspace: Workspace, environ: Mapping[str, str], now: Callable[[], datetime]) -> ToolContext:
        """A context with the sandbox there is, which is tried once (blocking)."""
        return cls(workspace=workspace, environ=environ, now=now, sandbox=find_sandbox(workspace, environ))
