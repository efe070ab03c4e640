"""The tools that work with Javari itself: showing, other chats, the help, keeping."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from javari_tui.domain.assets import AssetType, KeptAsset, NewAsset
from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.chat import SearchHit
from javari_tui.domain.conversation import ConversationUpdate, ShowAsked
from javari_tui.domain.help import HelpHit
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _, language
from javari_tui.services.help.help import Help
from javari_tui.services.listeners import Listeners
from javari_tui.services.toolbox.calls import Called
from javari_tui.services.toolbox.showing import shown_file, shown_text
from javari_tui.services.toolbox.workplace import Workplace

MOST_SECTIONS = 6
"""Sections of the help in one result."""

SearchChats = Callable[[str], Awaitable[tuple[SearchHit, ...]]]
Keep = Callable[[NewAsset], Awaitable[KeptAsset]]


class OwnTools:
    """Carries them out; each gives what the model is told."""

    def __init__(
        self,
        workplace: Workplace,
        updates: Listeners[ConversationUpdate],
        search_chats: SearchChats,
        help_pages: Help,
        keep: Keep,
    ) -> None:
        self._workplace = workplace
        self._updates = updates
        self._search_chats = search_chats
        self._help = help_pages
        self._keep = keep

    async def show(self, called: Called) -> str:
        """Something beside the chat."""
        if called.word("path"):
            context = await self._workplace.inside(called.chat_id, called.waits)
            called.runs()
            block = await shown_file(called, context.workspace)
        else:
            block = shown_text(called)
        self.tell_shown(block, called.chat_id)
        return _("Shown beside the chat.")

    def tell_shown(self, block: SourceBlock, chat_id: int) -> None:
        """Tell whoever shows things."""
        self._updates.tell(ShowAsked(chat_id, block))

    async def search_chats(self, called: Called) -> str:
        """Messages of other chats, without what the Guide found."""
        called.runs()
        hits = [hit for hit in await self._search_chats(called.word("words")) if hit.chat_id != called.chat_id]
        found = [_hit_text(hit) for hit in hits[: called.number("limit")]]
        return "\n\n".join(found) or _("[nothing found]")

    async def search_help(self, called: Called) -> str:
        """Sections of the help."""
        called.runs()
        hits = await asyncio.to_thread(self._help.search, called.word("words"), language())
        return "\n\n".join(_section(hit) for hit in hits[:MOST_SECTIONS]) or _("[nothing found]")

    async def save_asset(self, called: Called) -> str:
        """A text among the assets."""
        called.runs()
        is_code = called.word("type") == AssetType.CODE
        kept = await self._keep(
            NewAsset(
                type=AssetType(called.word("type")),
                title=" ".join(clean(called.word("title")).split()),
                content=clean(called.word("text")),
                language=clean(called.word("language")).strip() if is_code else "",
                mime_type="text/plain" if is_code else "text/markdown",
                chat_id=called.chat_id,
                message_id=called.message_id,
            )
        )
        return _kept_text(kept)


def _kept_text(kept: KeptAsset) -> str:
    if kept.is_version:
        said = _("Kept as a new version of asset {number}.")
    elif kept.is_new:
        said = _("Kept as asset {number}.")
    else:
        said = _("It is among the assets already, as number {number}.")
    return said.format(number=kept.asset.id)


def _hit_text(hit: SearchHit) -> str:
    title = hit.chat_title or _("Chat without a title")
    return f"“{title}” [chat {hit.chat_id}], {hit.created_at:%Y-%m-%d}, {hit.role.value}:\n{hit.excerpt}"


def _section(hit: HelpHit) -> str:
    name = f"{hit.title} › {hit.heading}" if hit.heading else hit.title
    return f"# {name} [help: {hit.slug}]\n{hit.passage}"
