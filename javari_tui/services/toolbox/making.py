"""The toolbox and the approvals of one Javari, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from javari_tui.domain.chat import SearchHit
from javari_tui.domain.conversation import ConversationUpdate
from javari_tui.domain.models import GUIDE
from javari_tui.domain.tool_info import Risk
from javari_tui.paths import Folders
from javari_tui.services.approvals.approvals import Approvals, utc_now
from javari_tui.services.clock import Clock
from javari_tui.services.files.patching import Patching
from javari_tui.services.help.help import Help
from javari_tui.services.listeners import Listeners
from javari_tui.services.stored import Stored
from javari_tui.services.toolbox.acting import ActingTools
from javari_tui.services.toolbox.own import Keep, OwnTools
from javari_tui.services.toolbox.requests import Requests
from javari_tui.services.toolbox.toolbox import Toolbox
from javari_tui.services.toolbox.workplace import Workplace
from javari_tui.storage.approval_rules import ApprovalStore
from javari_tui.storage.foreign_words import holds_foreign
from javari_tui.storage.search import search_messages
from javari_tui.tools.fetching import Reach
from javari_tui.tools.own_tools import MOST_RESULTS, OWN_TOOLS
from javari_tui.tools.registry import TOOLS

_OWN = frozenset(
    info.name
    for info in (*OWN_TOOLS.values(), *(tool.info for tool in TOOLS.values()))
    if info.risk in (Risk.NONE, Risk.WRITES) or info.name == "show"
)
"""Tools that bring nothing into a chat that was not there."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where Javari was started, and what is so there."""

    folder: Path
    folders: Folders
    environ: Mapping[str, str]
    can_ask: bool
    """Whether anybody is there to be asked."""
    is_enabled: Callable[[], bool] = lambda: True
    """Whether tools are switched on."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What models may call, and who is asked before."""

    approvals: Approvals
    toolbox: Toolbox
    patching: Patching


def make_tools(
    stored: Stored,
    updates: Listeners[ConversationUpdate],
    clock: Clock,
    here: Here,
    *,
    help_pages: Help,
    keep: Keep,
    mask: Callable[[str], str],
    reach: Reach | None = None,
) -> Tools:
    """Both, over the rest of the services. `mask` takes secrets out of what a model is told."""
    store, folder, environ = ApprovalStore(stored.database), here.folder, here.environ
    approvals = Approvals(store, stored.disk, updates, clock, folder=folder, environ=environ, can_ask=here.can_ask)
    workplace = Workplace(
        folder, here.folders, approvals, environ=environ, now=utc_now, reach=reach or Reach(), mask=mask
    )
    own = OwnTools(workplace, updates, partial(_search, stored), help_pages, keep)
    acting = ActingTools(workplace, approvals, Requests(utc_now), own.tell_shown, partial(_read_before, stored))
    toolbox = Toolbox(acting, own, mask=mask, is_enabled=here.is_enabled, folder=folder, environ=environ)
    return Tools(approvals, toolbox, Patching(workplace.inside, workplace.trusted))


async def _read_before(stored: Stored, chat_id: int) -> bool:
    """Whether what is stored of a chat holds anything from elsewhere."""
    return await stored.disk.look(holds_foreign, stored.database, chat_id, own=_OWN)


async def _search(stored: Stored, words: str) -> tuple[SearchHit, ...]:
    """Messages of all chats, without what the Guide said: it quotes them itself."""
    return await stored.disk.look(search_messages, stored.database, words, limit=MOST_RESULTS, without=GUIDE)
