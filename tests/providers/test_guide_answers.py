"""What the Guide answers: sources named, honest when it knows nothing, hostile texts kept as text."""

from __future__ import annotations

import pytest

from javari_tui.domain.chat import Role
from javari_tui.domain.guide import Balance, FileShown
from javari_tui.domain.models import ActionRequested, ProviderInfo
from tests.providers.guide_shelf import Shelf, ask, chat_hit, help_hit


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("speak Spanish", ActionRequested("settings.language", "es")),
        ("use the dark theme", ActionRequested("appearance.theme", "dark")),
        ("choose a model", ActionRequested("model.choose", "")),
        ("use claude-opus-5-5", ActionRequested("model.choose", "claude-opus-5-5")),
        ("open settings", ActionRequested("settings.open")),
        ("start a new chat", ActionRequested("chat.new")),
        ("show all keys", ActionRequested("help.page", "keys")),
        ("open the help", ActionRequested("help.open")),
    ],
)
async def test_plain_requests_are_carried_out_by_commands(text: str, action: ActionRequested) -> None:
    words, actions = await ask(Shelf(), text)
    assert actions == (action,)
    assert words


async def test_credits_are_told_in_the_chat_and_their_page_is_only_offered() -> None:
    words, actions = await ask(Shelf(), "how many credits do I have?")
    assert actions == () and "shows where they went" in words


async def test_a_chat_that_is_looked_for_is_named_and_searched_for() -> None:
    words, actions = await ask(Shelf(chats=(chat_hit(3, "Web server", "nginx"),)), "find the chat about nginx")
    assert "[Web server](chat:3)" in words
    assert actions == (ActionRequested("chat.search", "nginx"),)
    words, actions = await ask(Shelf(), "find the chat about nginx")
    assert "found no chat" in words and actions == ()


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


async def test_an_earlier_question_is_no_answer_but_its_chat_can_be_found() -> None:
    shelf = Shelf(chats=(chat_hit(9, "Earlier", "Why is nginx slow?", Role.USER),))
    assert "I did not find anything" in (await ask(shelf, "nginx slowness reasons"))[0]
    assert "[Earlier](chat:9)" in (await ask(shelf, "find the chat about nginx"))[0]


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
    old = Balance(remaining=1250, total=5000, plan="Pro", remarks=("That was a while ago.",))
    assert "plan: **Pro**. That was a while ago.\n" in (await ask(Shelf(credits=old), "what is my balance?"))[0]


async def test_keys_are_those_of_today() -> None:
    assert "`Ctrl+J`" in (await ask(Shelf(), "how do I make a new line?"))[0]
    assert "`Ctrl+R` or `F3`" in (await ask(Shelf(), "how do I search the history?"))[0]
    assert "`/rename`" in (await ask(Shelf(), "how do I rename a chat?"))[0]
    nothing, _ = await ask(Shelf(), "how do I import?")
    assert "no key for that" in nothing and "chat.import" not in nothing and "palette.open" not in nothing


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
    assert "“bold a \\(b\\) \\<b\\> head code”" in line, "plain words, and nothing left that Markdown would act on"
    assert "[T\\]\\(http://evil\\)](chat:3)" in line
