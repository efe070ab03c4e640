"""The Guide as a provider: its answers stream through the same path as any model's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import datetime

from javari_tui.domain.guide import GuideLibrary
from javari_tui.domain.models import (
    GUIDE,
    GUIDE_TITLE,
    Finished,
    ModelEvent,
    ModelInfo,
    ModelRef,
    ModelRequest,
    ProviderInfo,
    StopReason,
    TextPiece,
    ToolRequested,
    Turn,
)
from javari_tui.i18n import _
from javari_tui.providers.guide.answer import Answer, Clock, Question
from javari_tui.providers.guide.connecting import introduction
from javari_tui.providers.guide.intents import Asked, understand
from javari_tui.providers.guide.lookup import without_attachments
from javari_tui.providers.guide.phrasebook import known_phrasebooks, phrasebook
from javari_tui.providers.guide.plain_words import plain_words
from javari_tui.providers.guide.replies import reply
from javari_tui.providers.guide.tools import Tools, tools_of

NAME = GUIDE
MODEL = ModelInfo(ref=ModelRef(NAME, NAME), title=GUIDE_TITLE)
INFO = ProviderInfo(name=NAME, title=GUIDE_TITLE, is_local=True, is_offline=True, known_models=(MODEL,))

PACE = 0.012
"""Seconds between pieces: quick, and still seen to be said."""
_MOST_PIECES = 90
"""A long answer comes in larger pieces, so that none takes much longer than a second."""
_WORD = re.compile(r"\S*\s*")


def _here() -> datetime:
    return datetime.now().astimezone()


class GuideProvider:
    """Javari's offline responder. `pace` is the pause between pieces; tests set it to 0."""

    def __init__(self, library: GuideLibrary, *, pace: float = PACE, clock: Clock = _here) -> None:
        self._library, self._pace, self._clock = library, pace, clock

    @property
    def info(self) -> ProviderInfo:
        """Offline: no server, no key."""
        return INFO

    async def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        """The answer to the last thing said; commands to carry out come after the words."""
        turns, begun = _split(request.turns)
        answer = await self._answer(request, turns, is_begun=bool(begun))
        if answer.calls:
            for call in answer.calls:
                yield ToolRequested(call.id, call.name, call.arguments)
            yield Finished(StopReason.TOOL_USE)
            return
        text = answer.text
        introduced = f"{introduction()}\n\n{text}"
        if not self._library.can_act:
            text, introduced = plain_words(text), plain_words(introduced)
        # What is to be continued may have begun with the introduction.
        if begun and introduced.startswith(begun.rstrip()):
            text = introduced
        elif not begun and not await self._library.is_introduced():
            text = introduced
            await self._library.note_introduced()
        for piece in pieces(_rest(text, begun)):
            yield TextPiece(piece)
            await asyncio.sleep(self._pace)
        for action in answer.actions:
            yield action
        yield Finished(StopReason.END)

    async def list_models(self) -> tuple[ModelInfo, ...]:
        """Itself."""
        return INFO.known_models

    async def warm_up(self) -> None:
        """Read the phrases, off the event loop's thread."""
        await asyncio.to_thread(_read_phrases)

    async def close(self) -> None:
        """Nothing to give back."""

    async def _answer(self, request: ModelRequest, turns: tuple[Turn, ...], *, is_begun: bool) -> Answer:
        tools, turns = tools_of(request, turns)
        said = turns[-1].text if turns else ""
        text = without_attachments(said)
        if not text:
            return Answer(_("I can only answer words: please write what you would like to know."))
        asked = await asyncio.to_thread(self._understand, text, request.language)
        question = Question(
            text=text,
            language=request.language,
            library=self._library,
            clock=self._clock,
            chat_id=request.chat_id,
            has_attachments=text != said.strip(),
            tools=tools if self._uses_tools(tools, is_begun=is_begun) else Tools(),
        )
        return await reply(question, asked)

    def _uses_tools(self, tools: Tools, *, is_begun: bool) -> bool:
        """Not where nothing can be shown; and what has begun without tools goes on without."""
        return self._library.can_act and (bool(tools.answers) or not is_begun)

    def _understand(self, text: str, language: str) -> Asked | None:
        return understand(text, language, self._library.themes())


def pieces(text: str) -> list[str]:
    """The text cut behind words; put together again it is the same."""
    size = max(12, -(-len(text) // _MOST_PIECES))
    cut: list[str] = [""]
    for word in _WORD.findall(text):
        if len(cut[-1]) >= size:
            cut.append("")
        cut[-1] += word
    return [piece for piece in cut if piece]


def _read_phrases() -> None:
    for code in known_phrasebooks():
        phrasebook(code)


def _split(turns: tuple[Turn, ...]) -> tuple[tuple[Turn, ...], str]:
    """The turns up to the user's last, and the beginning of the answer when it is to be continued."""
    if turns and not turns[-1].from_user:
        return turns[:-1], turns[-1].text
    return turns, ""


def _rest(text: str, begun: str) -> str:
    """What is left to say of an answer that was cut; all of it, set apart, when it is another one now."""
    begun = begun.rstrip()
    return text[len(begun) :] if text.startswith(begun) else f"\n\n{text}"
