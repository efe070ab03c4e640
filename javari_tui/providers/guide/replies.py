"""Which answer each intent gets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from javari_tui.providers.guide import connecting, deeds, facts
from javari_tui.providers.guide.answer import Answer, Question
from javari_tui.providers.guide.intents import Asked
from javari_tui.providers.guide.lookup import look_up

Reply = Callable[[Question, str], Awaitable[Answer]]


async def _connect(question: Question, value: str) -> Answer:
    return await connecting.how_to_connect(question)


REPLIES: Mapping[str, Reply] = {
    "greeting": facts.greet,
    "thanks": facts.welcome,
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
    "show_file": facts.show_file,
    "reminder": facts.reminder,
    "time": facts.time,
    "date": facts.date,
    "keys": facts.key,
    "all_keys": facts.all_keys,
    "help_page": deeds.help_page,
    "help_pages": deeds.help_pages,
}
"""By the names the phrases use."""


async def reply(question: Question, asked: Asked | None) -> Answer:
    """The answer to a request, or to a question that is none."""
    if asked is None:
        return await look_up(question)
    return await REPLIES[asked.intent](question, asked.value)
