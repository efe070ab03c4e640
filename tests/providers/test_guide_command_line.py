"""Where nobody carries out commands the Guide claims nothing, and says it in plain words."""

from __future__ import annotations

import re

import pytest

from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.domain.models import ModelInfo, ModelRef
from javari_tui.providers.guide.plain_words import plain_words
from tests.providers.guide_shelf import Shelf, ask, chat_hit, help_hit

_CLAIMS = re.compile(r"\b(?:Switching|Opening|Starting|Here are|Here is)\b")
_MARKUP = re.compile(r"\]\(|\*\*|`|\\\\[^\w\s]")
_IDS = frozenset(command.id for command in ALL_COMMANDS)


def shelf() -> Shelf:
    return Shelf(
        can_act=False,
        helps=(help_hit("Chatting", "chat", "Press the **key**, see [more](help:keys)."),),
        chats=(chat_hit(3, "Web [server]", "restart **nginx**_now_"),),
        known_models=(ModelInfo(ref=ModelRef("anthropic", "claude-x"), title="Claude X"),),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("speak Spanish", "javari config set language es"),
        ("use the dark theme", "javari config set theme dark"),
        ("choose a model", "Claude X: anthropic/claude-x"),
        ("use claude-opus-5-5", "javari config set model PROVIDER/MODEL"),
        ("open settings", "javari config list"),
        ("start a new chat", "javari ask --continue"),
        ("show me my last chat", "javari chats list"),
        ("find the chat about nginx", "Web [server] (javari chats show 3)"),
        ("open the help about keys", "Page chat"),
        ("open the help", "Page troubleshooting"),
        ("show all keys", "Page keys"),
        ("how do I quit?", "no key for that"),
        ("how do I make a new line?", "Inside Javari, press Ctrl+J."),
        ("set effort to high", "javari config set effort high"),
        ("export this chat", "javari chats export"),
        ("turn off the mouse", "javari config set mouse false"),
        ("connect a model", "/key and press Enter, choose the provider, then paste"),
        ("what about the frobnicator?", "Press the key, see more."),
        ("what's my current model", "javari config set model"),
        ("how many credits do I have?", "Credits"),
        ("delete all my chats", "/delete"),
    ],
)
async def test_it_says_how_and_claims_nothing(text: str, said: str) -> None:
    words, actions = await ask(shelf(), text)
    assert said in words
    assert actions == ()
    assert not _CLAIMS.search(words) and not _MARKUP.search(words), words
    assert not _IDS & set(re.findall(r"[a-z_]+\.[a-z_]+", words)), words


async def test_a_document_stays_a_code_block() -> None:
    assert (await ask(shelf(), 'show {"a*": "**b**"}'))[0] == '```json\n{\n  "a*": "**b**"\n}\n```'


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**a** *b* `c` ``d`e``", "a b c d`e"),
        ("## Title\n\n[x](help:y#z) and [q](https://a.b)", "Title\n\nx and q (https://a.b)"),
        (r"1 \* 2 \[no\]\(link\)", "1 * 2 [no](link)"),
        ("a\n\n```\n**x** `y`\n```\n\n*b*", "a\n\n```\n**x** `y`\n```\n\nb"),
        ("2 * 3 and [open", "2 * 3 and [open"),
    ],
)
def test_plain_words(markdown: str, plain: str) -> None:
    assert plain_words(markdown) == plain


@pytest.mark.parametrize("can_act", [True, False])
@pytest.mark.parametrize("key", ["sk-ant-api03-AbCdEf123456", "ghp_abcdefghijklmnop0123456789", "sk-proj-9aB8cD7eF6"])
async def test_a_key_is_recognised_and_never_repeated(key: str, can_act: bool) -> None:
    words, actions = await ask(Shelf(can_act=can_act), f"my key is {key}")
    assert key not in words and actions == ()
    assert "looks like a key" in words and "/delete" in words and "revoke" in words
    assert "/key" in words and "press Enter, choose the provider, then paste" in words
