"""The Guide calls the tools a model would, waits for their answers, and says what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from javari_tui.domain.models import (
    ActionRequested,
    Finished,
    ModelEvent,
    StopReason,
    TextPiece,
    ToolAnswer,
    ToolRequested,
    ToolUse,
    Turn,
)
from javari_tui.providers.guide.intents import understand
from javari_tui.providers.guide.provider import GuideProvider
from javari_tui.tools.arguments import read_arguments
from javari_tui.tools.own_tools import OWN_TOOLS
from javari_tui.tools.registry import TOOLS
from tests.providers.asking import request
from tests.providers.guide_shelf import NOW, Shelf, chat_hit, help_hit, said, user

OFFERED = (*OWN_TOOLS.values(), *(tool.info for tool in TOOLS.values()))
SCHEMAS = {info.name: info.schema for info in OFFERED}
HITS = """“Web [server]” [chat 3], 2026-11-22, assistant:
restart nginx
with systemctl

“Mine” [chat 7], 2026-11-22, user:
x"""


async def heard(shelf: Shelf, *turns: Turn) -> tuple[str, list[ToolUse], list[ModelEvent]]:
    """What is said, which tools are called, and everything; calls are fit for their schemas."""
    guide = GuideProvider(shelf, pace=0, clock=lambda: NOW)
    asked = replace(request(turns=turns, tools=OFFERED), chat_id=7)
    events = [event async for event in guide.stream(asked)]
    text = "".join(event.text for event in events if isinstance(event, TextPiece))
    called = [ToolUse(event.id, event.name, event.arguments) for event in events if isinstance(event, ToolRequested)]
    for call in called:
        read_arguments(call.arguments, SCHEMAS[call.name])
    assert events[-1] == Finished(StopReason.TOOL_USE if called else StopReason.END)
    return text, called, events


async def asked(
    shelf: Shelf, text: str, answers: Mapping[str, str | ToolAnswer]
) -> tuple[dict[str, object], str, tuple[ActionRequested, ...]]:
    """The calls with their arguments, and what is said and done once they are answered so."""
    shelf.introduced = True
    before = (user("show other.txt"), said("Something."))
    words, called, events = await heard(shelf, *before, user(text))
    if called:
        assert not words, "nothing is said before the tools have answered"
        came = (answers[call.name] for call in called)
        told = tuple(
            ToolAnswer(call.id, one) if isinstance(one, str) else ToolAnswer(call.id, one.text, one.is_error)
            for call, one in zip(called, came, strict=True)
        )
        round_of_calls = (
            Turn(from_user=False, text="", tool_uses=tuple(called)),
            Turn(from_user=True, text="", tool_answers=told),
        )
        words, again, events = await heard(shelf, *before, user(text), *round_of_calls)
        assert not again
    actions = tuple(event for event in events if isinstance(event, ActionRequested))
    return {call.name: json.loads(call.arguments) for call in called}, words, actions


@pytest.mark.parametrize(
    ("text", "arguments", "name"),
    [
        ("show README.md", {"kind": "markdown", "path": "README.md"}, "`README.md`"),
        ("enséñame config.json", {"kind": "json", "path": "config.json"}, "`config.json`"),
        ("muéstrame el archivo datos.csv", {"kind": "table", "path": "datos.csv"}, "`datos.csv`"),
        ("open ./src/main.py", {"kind": "file", "path": "./src/main.py"}, "`./src/main.py`"),
    ],
)
async def test_a_file_is_shown_beside_the_chat(text: str, arguments: dict[str, str], name: str) -> None:
    calls, words, _ = await asked(Shelf(), text, {"show": "Shown beside the chat."})
    assert calls == {"show": arguments}
    assert words == f"Here is {name}, beside the chat: `F6` goes there."


async def test_what_a_tool_refuses_or_the_user_forbids_is_said_and_not_tried_again() -> None:
    no = ToolAnswer("", "You said *no*.", is_error=True)
    for text, name in (("show a.md", "show"), ("ls", "list_files"), ("time in Tokyo", "get_time")):
        assert (await asked(Shelf(), text, {name: no}))[1] == (
            "I could not do that. The tool says:\n\n> You said \\*no\\*."
        )
    empty = ToolAnswer("", "", is_error=True)
    assert (await asked(Shelf(), "show a.md", {"show": empty}))[1] == "I could not do that."
    called = Turn(from_user=False, text="", tool_uses=(ToolUse("x", "show", "{}"),))
    stopped = (user("show a.md"), called, Turn(from_user=True, text="", tool_answers=(ToolAnswer("y", "ok"),)))
    words, again, _ = await heard(Shelf(introduced=True), *stopped)
    assert (words, again) == ("I could not do that.", [])


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("what is in this folder?", ""),
        ("What's in the current directory", ""),
        ("list the files here", ""),
        ("show me my files", ""),
        ("what files are there?", ""),
        ("ls", ""),
        ("list files in src", "src"),
        ("what is in the folder tests?", "tests"),
        ("¿qué hay en esta carpeta?", ""),
        ("¿qué archivos hay aquí?", ""),
        ("lista los archivos", ""),
        ("muéstrame los ficheros de esta carpeta", ""),
        ("¿qué hay en la carpeta src?", "src"),
    ],
)
async def test_a_folder_is_listed(text: str, folder: str) -> None:
    calls, words, _ = await asked(Shelf(), text, {"list_files": "a.py\n```\n# no heading/"})
    assert calls == {"list_files": {"path": folder or ".", "depth": 1}}
    named = f" `{folder}`" if folder else ""
    assert words == f"This is in the folder{named}:\n\n````\na.py\n```\n# no heading/\n````"


async def test_a_folder_named_as_a_path_is_listed_too() -> None:
    calls, _, _ = await asked(Shelf(), "show ./src/", {"list_files": "a.py"})
    assert calls == {"list_files": {"path": "./src/", "depth": 1}}


@pytest.mark.parametrize(
    ("text", "zone", "place"),
    [
        ("what time is it in Tokyo?", "Asia/Tokyo", "Tokyo"),
        ("¿qué hora es en Tokio?", "Asia/Tokyo", "Tokio"),
        ("que hora es ahora en nueva york", "America/New_York", "Nueva York"),
        ("time in Spain", "Europe/Madrid", "Spain"),
    ],
)
async def test_the_time_elsewhere(text: str, zone: str, place: str) -> None:
    told = "2026-11-23T09:05:00+09:00 (Monday, there)"
    calls, words, _ = await asked(Shelf(), text, {"get_time": told})
    assert calls == {"get_time": {"zone": zone}}
    assert words == f"In {place} it is **9:05\u202fAM** (Monday, November 23, 2026)."
    assert (await asked(Shelf(), text, {"get_time": "soon"}))[1] == "soon"


async def test_a_place_whose_time_is_not_known_is_admitted() -> None:
    calls, words, _ = await asked(Shelf(), "what time is it in the United States?", {})
    assert calls == {} and words.startswith("I do not know the time there.")


async def test_a_chat_is_found_by_the_tool_and_this_one_left_out() -> None:
    shelf = Shelf(chats=(chat_hit(3, "x", "y"),))
    calls, words, actions = await asked(shelf, "find the chat about nginx", {"search_chats": HITS})
    assert calls == {"search_chats": {"words": "nginx"}}
    assert "“restart nginx with systemctl” — [Web \\[server\\]](chat:3), November 22, 2026" in words
    assert actions == (ActionRequested("chat.search", "nginx"),)
    nothing = await asked(Shelf(), "find the chat about nginx", {"search_chats": "[nothing found]"})
    assert nothing[0] == {"search_chats": {"words": "nginx"}}
    assert "found no chat" in nothing[1] and nothing[2] == ()


async def test_a_question_is_looked_up_with_both_tools_where_there_is_something() -> None:
    shelf = Shelf(helps=(help_hit("Chatting", "chat", "Press the key."),), chats=(chat_hit(3, "x", "y"),))
    answers = {"search_help": "# Chatting › Part [help: chat]\nPress the key.", "search_chats": HITS}
    calls, words, _ = await asked(shelf, "what about the frobnicator?", answers)
    assert set(calls) == {"search_help", "search_chats"}
    assert "From the help: [Chatting](help:chat)" in words and "(chat:3)" in words and "chat:7" not in words
    no = ToolAnswer("", "No.", is_error=True)
    _, words, _ = await asked(shelf, "what about the frobnicator?", {**answers, "search_chats": no})
    assert "From the help: [Chatting](help:chat)" in words and "(chat:3)" not in words
    calls, words, _ = await asked(Shelf(), "what about the frobnicator?", {})
    assert calls == {} and "did not find anything" in words


async def test_what_was_begun_without_tools_goes_on_without_and_so_does_the_command_line() -> None:
    shelf = Shelf(introduced=True, helps=(help_hit("Chatting", "chat", "Press the key."),))
    question = user("what about the frobnicator?")
    assert (await heard(shelf, question))[1]
    assert not (await heard(shelf, question, said("**Part**")))[1]
    shelf.can_act = False
    assert not (await heard(shelf, question))[1]


async def test_the_introduction_waits_for_the_words() -> None:
    shelf = Shelf()
    await heard(shelf, user("show a.md"))
    assert not shelf.introduced


@pytest.mark.parametrize("text", ["what is in the box?", "what files does git ignore", "time in a bottle song lyrics"])
def test_what_only_sounds_like_it_asks_for_no_folder_and_no_clock(text: str) -> None:
    found = understand(text, "en", ())
    assert found is None or found.intent not in ("list_files", "show_file")
