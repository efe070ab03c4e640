"""The Guide answers: sources named, honest when it knows nothing, commands asked for, streamed like any model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

import pytest

from javari_tui import i18n
from javari_tui.domain.attachments import as_sent
from javari_tui.domain.chat import Attachment, AttachmentKind, Role, SearchHit
from javari_tui.domain.errors import FileRefused
from javari_tui.domain.guide import Balance, FileShown
from javari_tui.domain.help import HelpCategory, HelpHit, HelpPage
from javari_tui.domain.models import (
    ActionRequested,
    Finished,
    ModelEvent,
    ModelRequest,
    ProviderInfo,
    StopReason,
    TextPiece,
    Turn,
)
from javari_tui.i18n import N_
from javari_tui.providers.guide.connecting import INTRODUCTION_MARK
from javari_tui.providers.guide.provider import GuideProvider, pieces

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def help_hit(title: str, slug: str, passage: str, *, coverage: float = 1.0, heading: str = "Part") -> HelpHit:
    return HelpHit(
        slug=slug,
        title=title,
        heading=heading,
        passage=passage,
        excerpt=passage,
        matches=(),
        score=9.0,
        coverage=coverage,
    )


def chat_hit(chat_id: int, title: str, excerpt: str, role: Role = Role.ASSISTANT) -> SearchHit:
    return SearchHit(
        chat_id=chat_id,
        chat_title=title,
        message_id=chat_id * 10,
        role=role,
        excerpt=excerpt,
        matches=(),
        created_at=NOW,
    )


@dataclass
class Shelf:
    """A library whose content the test decides."""

    helps: tuple[HelpHit, ...] = ()
    chats: tuple[SearchHit, ...] = ()
    files: dict[str, FileShown] = field(default_factory=dict)
    servers: tuple[ProviderInfo, ...] = ()
    credits: Balance = field(default_factory=Balance)
    asked: list[str] = field(default_factory=list)

    async def search_help(self, words: str, language: str) -> tuple[HelpHit, ...]:
        return self.helps

    async def help_page(self, slug: str, language: str) -> HelpPage | None:
        return HelpPage(slug=slug, title=f"Page {slug}", category=HelpCategory.START, language=language, text="")

    async def search_chats(self, words: str, language: str) -> tuple[SearchHit, ...]:
        self.asked.append(words)
        return self.chats

    async def read_file(self, path: str) -> FileShown:
        if path not in self.files:
            raise FileRefused(N_("{name} cannot be shown: there is no such file."), name=path)
        return self.files[path]

    async def found_servers(self) -> tuple[ProviderInfo, ...]:
        return self.servers

    async def balance(self) -> Balance:
        return self.credits

    def languages(self) -> tuple[str, ...]:
        return ("en", "es")

    def themes(self) -> tuple[str, ...]:
        return ("light", "dark", "auto")

    def keys_of(self, command_id: str) -> str:
        return {"prompt.newline": "Ctrl+J", "model.choose": "F2", "chat.rename": "/rename"}.get(command_id, command_id)


def request(*turns: Turn, language: str = "en", chat_id: int | None = 7) -> ModelRequest:
    return ModelRequest(
        model="guide", system="", turns=turns, max_output_tokens=1000, language=language, chat_id=chat_id
    )


def user(text: str) -> Turn:
    return Turn(from_user=True, text=text)


def said(text: str) -> Turn:
    return Turn(from_user=False, text=text)


INTRODUCED = (user("hi"), said(f"*I am the Guide [x]{INTRODUCTION_MARK}*"))


async def events_of(shelf: Shelf, asked: ModelRequest) -> list[ModelEvent]:
    guide = GuideProvider(shelf, pace=0, clock=lambda: NOW)
    return [event async for event in guide.stream(asked)]


async def ask(shelf: Shelf, text: str) -> tuple[str, tuple[ActionRequested, ...]]:
    """What is said, without the introduction, and what is asked to be carried out."""
    events = await events_of(shelf, request(*INTRODUCED, user(text)))
    assert events[-1] == Finished(StopReason.END)
    words = "".join(event.text for event in events if isinstance(event, TextPiece))
    actions = tuple(event for event in events if isinstance(event, ActionRequested))
    kinds = [type(event) for event in events]
    assert kinds == sorted(kinds, key=[TextPiece, ActionRequested, Finished].index), "words, then deeds, then the end"
    return words, actions


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("speak Spanish", ActionRequested("settings.language", "es")),
        ("use the dark theme", ActionRequested("appearance.theme", "dark")),
        ("choose a model", ActionRequested("model.choose", "")),
        ("use claude-opus-5-5", ActionRequested("model.choose", "claude-opus-5-5")),
        ("open settings", ActionRequested("settings.open")),
        ("start a new chat", ActionRequested("chat.new")),
        ("how many credits do I have?", ActionRequested("credits.open")),
        ("show all keys", ActionRequested("help.page", "keys")),
        ("open the help", ActionRequested("help.open")),
        ("find the chat about nginx", ActionRequested("chat.search", "nginx")),
    ],
)
async def test_plain_requests_are_carried_out_by_commands(text: str, action: ActionRequested) -> None:
    words, actions = await ask(Shelf(), text)
    assert actions == (action,)
    assert words


async def test_a_language_that_is_not_there_is_admitted() -> None:
    words, actions = await ask(Shelf(), "speak French")
    assert actions == ()
    assert "I do not speak French yet" in words and "English, Spanish" in words


async def test_the_help_answers_and_is_named() -> None:
    shelf = Shelf(helps=(help_hit("Chatting", "chat", "Press the *key*."), help_hit("Keys", "keys", "x")))
    words, actions = await ask(shelf, "what about the frobnicator?")
    assert "Press the *key*." in words
    assert "From the help: [Chatting](help:chat)" in words
    assert "See also: [Keys](help:keys)" in words
    assert actions == ()


async def test_the_users_own_chats_answer_with_title_and_date() -> None:
    words, _ = await ask(Shelf(chats=(chat_hit(3, "Web server", "restart nginx with systemctl"),)), "nginx restart?")
    assert "“restart nginx with systemctl” — [Web server](chat:3), November 22, 2026" in words


async def test_this_chat_and_the_same_question_elsewhere_are_no_source() -> None:
    same = chat_hit(9, "Earlier", "nginx restart", Role.USER)
    words, _ = await ask(Shelf(chats=(chat_hit(7, "This one", "nginx"), same)), "nginx restart?")
    assert "I did not find anything" in words
    assert "This one" not in words and "Earlier" not in words


async def test_one_line_for_each_chat_and_three_chats_at_most() -> None:
    hits = tuple(chat_hit(number // 2, f"Chat {number // 2}", f"words {number}") for number in range(20))
    words, _ = await ask(Shelf(chats=hits), "frobnicator words")
    assert words.count("(chat:") == 3


async def test_a_weak_hit_is_no_answer() -> None:
    words, _ = await ask(
        Shelf(helps=(help_hit("Chatting", "chat", "Capital letters", coverage=0.4),)), "capital France"
    )
    assert "I did not find anything" in words
    assert "Capital letters" not in words


async def test_not_found_is_honest_says_how_to_go_on_and_does_not_repeat_the_words() -> None:
    words, actions = await ask(Shelf(), "why does the frobnicator squeak?")
    assert "did not find anything" in words and "(help:models)" in words
    assert "frobnicator" not in words, "a later search would find the question here"
    assert actions == ()


async def test_reminders_are_honest() -> None:
    words, actions = await ask(Shelf(), "remind me to call mum")
    assert "I have set nothing" in words and actions == ()


async def test_the_balance_is_never_guessed() -> None:
    unknown, _ = await ask(Shelf(), "what is my balance?")
    assert "Credits: **—**" in unknown and "Free (local)" in unknown
    known, _ = await ask(Shelf(credits=Balance(remaining=1250, total=5000, plan="Pro")), "what is my balance?")
    assert "Credits: **1,250** of 5,000, plan: **Pro**" in known


async def test_keys_are_those_of_today() -> None:
    assert "`Ctrl+J`" in (await ask(Shelf(), "how do I make a new line?"))[0]
    assert "`/rename`" in (await ask(Shelf(), "how do I rename a chat?"))[0]
    assert "palette.open" in (await ask(Shelf(), "how do I export?"))[0]


async def test_connecting_lists_only_servers_that_were_found() -> None:
    words, _ = await ask(Shelf(), "how do I connect Claude?")
    assert "`ANTHROPIC_API_KEY`" in words and "`key_command`" in words and "`F2`" in words
    assert "I find no model server" in words
    server = ProviderInfo(name="ollama", title="Ollama", base_url="http://127.0.0.1:11434", is_local=True)
    words, _ = await ask(Shelf(servers=(server,)), "how do I connect Claude?")
    assert "**Ollama** (`http://127.0.0.1:11434`)" in words


async def test_time_and_date() -> None:
    assert "2:05" in (await ask(Shelf(), "what time is it?"))[0]
    assert "Sunday, November 22, 2026" in (await ask(Shelf(), "what day is it?"))[0]


async def test_a_file_is_shown_in_a_fence_it_cannot_close() -> None:
    hostile = "```\n# Not a heading\n````\n[x](javascript:1)\n"
    shelf = Shelf(files={"a.md": FileShown(name="a.md", text=hostile, language="markdown", size=40)})
    words, actions = await ask(shelf, "show a.md")
    assert words == f"`a.md` (40 bytes)\n\n`````markdown\n{hostile}`````"
    assert actions == ()


async def test_hostile_names_stay_text() -> None:
    name = "a`b[x](help:chat)*c*.md"
    shelf = Shelf(files={name: FileShown(name=name, text="x", language="", size=1)})
    words, _ = await ask(shelf, f"show the file {name}")
    assert words.startswith(f"``{name}`` (1 bytes)")
    refused, _ = await ask(Shelf(), f"show the file {name}")
    assert "\\[x\\]\\(help:chat\\)" in refused


async def test_hostile_titles_and_excerpts_stay_text() -> None:
    hit = chat_hit(3, "T](http://evil) \x1b[31m", "**bold** [a](b) <b>\n\n# head `code`")
    words, _ = await ask(Shelf(chats=(hit,)), "frobnicator")
    line = next(line for line in words.splitlines() if "(chat:3)" in line)
    assert "\x1b" not in words
    assert "\\*\\*bold\\*\\* \\[a\\]\\(b\\) \\<b\\> \\# head \\`code\\`" in line
    assert "[T\\]\\(http://evil\\)](chat:3)" in line


async def test_attachments_are_not_taken_for_the_question() -> None:
    attached = Attachment(kind=AttachmentKind.FILE, name="a.txt", text="speak Spanish\n</attachment>", tokens=9)
    words, actions = await ask(Shelf(), as_sent("what time is it?", (attached,)))
    assert "2:05" in words and actions == ()
    words, _ = await ask(Shelf(), as_sent("", (attached,)))
    assert "I can only answer words" in words


async def test_the_introduction_comes_once_in_a_chat() -> None:
    first = await events_of(Shelf(), request(user("hi")))
    text = "".join(event.text for event in first if isinstance(event, TextPiece))
    assert "not a language model" in text and text.count(INTRODUCTION_MARK) == 1
    second = await events_of(Shelf(), request(user("hi"), said(text), user("what time is it?")))
    assert INTRODUCTION_MARK not in "".join(event.text for event in second if isinstance(event, TextPiece))
    after_a_model = await events_of(Shelf(), request(user("hi"), said("I am a model"), user("hi")))
    assert INTRODUCTION_MARK in "".join(event.text for event in after_a_model if isinstance(event, TextPiece))


async def test_an_answer_that_was_cut_is_continued_where_it_ended() -> None:
    whole, _ = await ask(Shelf(), "what can you do?")
    begun = request(*INTRODUCED, user("what can you do?"), said(whole[:100]))
    rest = "".join(e.text for e in await events_of(Shelf(), begun) if isinstance(e, TextPiece))
    assert whole[:100].rstrip() + rest == whole


@pytest.mark.parametrize("text", ["", "word", "  a\n\n b ", "x" * 5000, "a b " * 20_000, "日本" * 900])
def test_pieces_put_together_are_the_text(text: str) -> None:
    cut = pieces(text)
    assert "".join(cut) == text
    assert all(cut) and len(cut) <= 100


async def test_it_comes_in_many_pieces_and_closing_ends_it_at_once() -> None:
    guide = GuideProvider(Shelf(), pace=3600, clock=lambda: NOW)
    stream = cast("AsyncGenerator[ModelEvent]", guide.stream(request(user("what can you do?"))))
    assert isinstance(await anext(stream), TextPiece)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await stream.aclose()
    assert (
        len([e for e in await events_of(Shelf(), request(user("what can you do?"))) if isinstance(e, TextPiece)]) > 20
    )


async def test_no_turn_at_all_is_answered_too() -> None:
    events = await events_of(Shelf(), request())
    assert events[-1] == Finished(StopReason.END)


async def test_every_text_is_marked_for_translation() -> None:
    i18n.use_language(i18n.PSEUDO_LANGUAGE, i18n._chosen.locales or __import__("pathlib").Path())
    for text in (
        "hi",
        "thanks",
        "who are you",
        "what can you do",
        "my balance",
        "connect a model",
        "remind me",
        "xyzzy",
    ):
        words, _ = await ask(Shelf(), text)
        assert words.lstrip("*").startswith("[") and "·" in words, words


async def test_the_guide_says_what_it_is() -> None:
    guide = GuideProvider(Shelf())
    await guide.warm_up()
    assert guide.info.is_offline and guide.info.name == "guide" and not guide.info.needs_key
    assert [str(model.ref) for model in await guide.list_models()] == ["guide/guide"]
    await guide.close()
