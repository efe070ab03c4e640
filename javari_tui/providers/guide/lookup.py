"""Questions without an intent: the help and the user's chats are searched, and sources named."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from javari_tui.domain.chat import Role, SearchHit
from javari_tui.domain.help import HelpHit
from javari_tui.domain.models import ToolUse
from javari_tui.domain.words import words_of
from javari_tui.i18n import SOURCE_LANGUAGE, _
from javari_tui.providers.guide.answer import Answer, Question, bullets, calling
from javari_tui.providers.guide.dates import long_date
from javari_tui.providers.guide.found import chats_in, names_page
from javari_tui.providers.guide.marks import quoted
from javari_tui.providers.guide.pages import in_language
from javari_tui.providers.guide.plain_words import plain_words
from javari_tui.providers.guide.tools import call

_ENOUGH = 0.6
"""How much of a question a help section must cover to be an answer."""
_CHATS = 3
_MOST_CHARACTERS = 1000
"""Of the words that a tool searches for."""


async def look_up(question: Question) -> Answer:
    """The best passage of the help and the user's own words, or an honest no. Tools are asked for what there is."""
    helps, chats = await asyncio.gather(_helps(question), _chats(question, question.text, _tells_something))
    calls: list[ToolUse] = []
    if helps.can_be_asked_for and question.tools.wants("search_help"):
        calls.append(call("search_help", words=question.text[:_MOST_CHARACTERS]))
    if chats and question.tools.wants("search_chats"):
        calls.append(await _search_call(question, question.text))
    if calls:
        return calling(*calls)
    parts = [_passage(helps.hits)] if helps.hits else []
    if chats:
        parts.append(f"{_('In your own chats:')}\n\n{_cited(chats[:_CHATS])}")
    if not parts:
        return Answer(question.tools.failure("search_help") or question.tools.failure("search_chats") or _not_found())
    if question.has_attachments:
        parts.insert(0, _("I cannot read attachments as a model would; this is about your words."))
    return Answer("\n\n".join(parts), has_sources=True)


async def find_chat(question: Question, words: str) -> Answer:
    """Chats in which something was said."""
    if question.tools.wants("search_chats"):
        return calling(await _search_call(question, words))
    if failure := question.tools.failure("search_chats"):
        return Answer(failure)
    hits = await _chats(question, words)
    if not hits:
        return Answer(_("I found no chat about that. Try fewer or other words, or open all your chats."))
    return Answer(f"{_('This is what I found in your chats:')}\n\n{_cited(hits[:_CHATS])}", has_sources=True)


async def _search_call(question: Question, words: str) -> ToolUse:
    """A search for those of the words that something was said with."""
    telling = await question.library.words_in_chats(words, question.language)
    return call("search_chats", words=(telling or words)[:_MOST_CHARACTERS])


@dataclass(frozen=True, slots=True)
class _Helps:
    """Sections of the help that cover the question."""

    hits: tuple[HelpHit, ...] = ()
    can_be_asked_for: bool = False
    """A tool finds them, too: they are in the language of the interface."""


async def _helps(question: Question) -> _Helps:
    """Help sections that cover the question, told in the interface's language whatever it was asked in."""
    answer = question.tools.answers.get("search_help")
    for language in dict.fromkeys((question.language, SOURCE_LANGUAGE, "es")):
        hits = await question.library.search_help(question.text, language)
        good = tuple(hit for hit in hits if hit.coverage >= _ENOUGH)
        if good and language == question.language:
            named = good if answer is None else tuple(hit for hit in good if names_page(answer.text, hit.slug))
            return _Helps(named, can_be_asked_for=True)
        if good:
            here = [await in_language(question.library, hit, language, question.language) for hit in good]
            return _Helps(tuple(here))
    return _Helps()


async def _chats(
    question: Question, words: str, is_wanted: Callable[[SearchHit], object] = bool
) -> tuple[SearchHit, ...]:
    """The best message of each chat, but of this one and of those that only asked the same."""
    asked = [word.folded for word in words_of(question.text)]
    best: dict[int, SearchHit] = {}
    answer = question.tools.answers.get("search_chats")
    found = chats_in(answer.text) if answer else await question.library.search_chats(words, question.language)
    for hit in found:
        is_same = [word.folded for word in words_of(hit.excerpt)] == asked
        if hit.chat_id != question.chat_id and not is_same and is_wanted(hit):
            best.setdefault(hit.chat_id, hit)
    return tuple(best.values())


def _tells_something(hit: SearchHit) -> bool:
    """Whether it is more than an earlier question or a chat's title."""
    if hit.role is Role.USER:
        return not hit.excerpt.rstrip("… ").endswith("?")
    return hit.excerpt != hit.chat_title


def _passage(hits: tuple[HelpHit, ...]) -> str:
    """The best section and where it is from; a page's beginning gives way to a section nearly as good."""
    best = hits[0]
    if not best.heading:
        same = (hit for hit in hits if hit.slug == best.slug and hit.heading and hit.score > best.score * 0.5)
        best = next(same, best)
    source = _("From the help: {page}").format(page=f"[{best.title}](help:{best.slug})")
    others = dict.fromkeys(
        (hit.title, hit.slug) for hit in hits if hit.slug != best.slug and hit.score > best.score / 3
    )
    heading = f"**{best.heading}**\n\n" if best.heading else ""
    text = f"{heading}{best.passage}\n\n*{source}*"
    if others:
        links = ", ".join(f"[{title}](help:{slug})" for title, slug in list(others)[:2])
        text += "\n\n" + _("See also: {pages}").format(pages=links)
    return text


def _cited(hits: tuple[SearchHit, ...]) -> str:
    return bullets([_citation(hit) for hit in hits])


def _citation(hit: SearchHit) -> str:
    """A message's words with the chat they are from."""
    title = quoted(hit.chat_title, 80) or _("Chat without a title")
    when = long_date(_local(hit.created_at))
    return f"“{quoted(plain_words(hit.excerpt))}” — [{title}](chat:{hit.chat_id}), {when}"


def _local(moment: datetime) -> datetime:
    return moment.astimezone() if moment.tzinfo else moment


def _not_found() -> str:
    """Says so, and what helps. The words asked for are not repeated: a later search would find them here."""
    tips = [
        _("ask with fewer or other words"),
        _("ask “what can you do?” to see what I understand"),
        _("[connect a model](help:models) for anything that needs thinking or writing"),
    ]
    return f"{_('I did not find anything about that, neither in the help nor in your chats.')}\n\n{bullets(tips)}"


_ATTACHED = re.compile(r"<(attachment(?:-\d+)?) name=\"[^\"\n]*\">\n.*?\n</\1>\s*", re.DOTALL)


def without_attachments(text: str) -> str:
    """What the user said, without what is attached."""
    return _ATTACHED.sub("", text).strip()
