"""Which answer each intent gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from javari_tui.providers.guide import clocks, connecting, deeds, facts, files, hints
from javari_tui.providers.guide.answer import Answer, Question
from javari_tui.providers.guide.intents import Asked
from javari_tui.providers.guide.lookup import look_up

Reply = Callable[[Question, str], Awaitable[Answer]]


async def _connect(question: Question, value: str) -> Answer:
    return await connecting.how_to_connect(question)


async def _key(question: Question, value: str) -> Answer:
    """The key of a command; where a key alone would mislead, how the whole thing is done."""
    whole = {"chat.delete": hints.delete, "chat.export": hints.export, "chat.undo_delete": hints.undo}.get(value)
    return await (whole or facts.key)(question, value)


REPLIES: Mapping[str, Reply] = {
    "greeting": facts.greet,
    "thanks": facts.welcome,
    "bye": hints.farewell,
    "who": facts.who,
    "abilities": facts.abilities,
    "language": deeds.speak,
    "languages": deeds.languages,
    "theme": deeds.dress,
    "themes": deeds.themes,
    "balance": facts.balance,
    "connect": _connect,
    "model": connecting.choose_model,
    "settings": deeds.settings,
    "new_chat": deeds.new_chat,
    "find_chat": deeds.search_chats,
    "show_file": files.show_file,
    "list_files": files.list_files,
    "reminder": facts.reminder,
    "time": clocks.time,
    "time_in": clocks.time_in,
    "date": clocks.date,
    "keys": _key,
    "all_keys": deeds.all_keys,
    "help_page": deeds.help_page,
    "help_pages": deeds.help_pages,
    "current_model": hints.current_model,
    "compute": hints.compute,
    "effort": hints.effort,
    "delete": hints.delete,
    "undo": hints.undo,
    "export": hints.export,
    "last_chat": hints.last_chat,
    "mouse": hints.mouse,
    "secret": hints.secret,
    "json": hints.json_given,
    "page": hints.page,
}
"""By the names the phrases use."""


async def reply(question: Question, asked: Asked | None) -> Answer:
    """The answer to a request, or to a question that is none."""
    if asked is None:
        return await look_up(question)
    return await REPLIES[asked.intent](question, asked.value)
