"""A home of Javari's in which every text is an attack: what an evil server, import or file could have left there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from javari_tui import paths
from javari_tui.domain.assets import AssetType, NewAsset
from javari_tui.domain.chat import MessageState, Role, ToolCall, ToolState
from javari_tui.domain.drafts import Draft
from javari_tui.domain.model_records import Failure, FailureKind, ModelRef
from javari_tui.storage.assets import AssetStore
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.prompts import PromptStore
from javari_tui.storage.view_state import ViewStore

ATTACKS = (
    "\x1b]52;c;b3duZWQ=\x07clip",
    "\x1b]0;owned\x1b\\title",
    "\x1b[2J\x1b[31mred\x1b[?1049l",
    "\x9b31m\x9d0;owned\x9c",
    "nul\x00del\x7fback\x08\x08bell\x07",
    "\u202egnp.exe\u2066in\u2069",
    "tag\U000e0041\U000e0042\u200b\u2060",
    "[/nope] [@click=app.quit]owned[/] [bold [link='http://x/\x1b]52;c;eA==\x07']l[/link]",
    "\x1bP+q544e\x1b\\\x1b_Ga=T;AAAA\x1b\\apc",
    "&#27;[31m &#x9b;31m &#x202e;",
    "wide 日本 e\u0301\u0301\u0301 👩‍👩‍👧 \ufeff",
    "\r\n\r\x0b\x0cnew\u2028line\u2029",
    "owned " * 700,
)
"""Texts that would do something to a terminal, or to an app that takes text for markup."""


def lay_out(home: Path) -> None:
    """Fill a home that no Javari has opened yet."""
    folders = paths.folders({"JAVARI_HOME": str(home)})
    database = Database.open(folders.database, backups=folders.backups)
    try:
        _chats(database)
        assets, prompts = AssetStore(database), PromptStore(database)
        for number, attack in enumerate(ATTACKS):
            kind = (AssetType.CODE, AssetType.DOCUMENT, AssetType.EXPORT)[number % 3]
            assets.keep(
                NewAsset(
                    type=kind,
                    title=attack,
                    content=f"{attack}\n",
                    language=attack[:40],
                    identity=f"{number}",
                    description=attack,
                    tags=(attack[:30],),
                    folder=attack[:30],
                    file_name=attack[:80],
                )
            )
            prompts.remember(attack)
    finally:
        database.close()


def _chats(database: Database) -> None:
    chats, messages = ChatStore(database), MessageStore(database)
    for attack in ATTACKS:
        chat = chats.create(title=attack)
        chats.change(chat.id, tags=(attack[:30],))
        messages.add(chat_id=chat.id, parent_id=None, role=Role.USER, text=attack)
    chat = chats.create(title="everything")
    parent = None
    for number, attack in enumerate(ATTACKS):
        asked = messages.add(chat_id=chat.id, parent_id=parent, role=Role.USER, text=attack)
        failure = Failure(kind=FailureKind.SERVER, detail=attack) if number % 4 == 3 else None
        answer = messages.add(
            chat_id=chat.id,
            parent_id=asked.id,
            role=Role.ASSISTANT,
            text=_answer(attack, number),
            thinking=attack,
            model=ModelRef("guide", attack[:60] or "x"),
            state=MessageState.FAILED if failure else MessageState.COMPLETE,
            failure=failure,
        )
        messages.change(answer.id, tool_calls=_calls(attack, number))
        parent = answer.id
    PromptStore(database).save_draft(chat.id, Draft(text=ATTACKS[0]))
    ViewStore(database).set_open_chat(chat.id)


def _calls(attack: str, number: int) -> Sequence[ToolCall]:
    """A call whose every part is an attack, with a name that is known or is not."""
    name = ("read_file", "run_command", "edit_file", "show", "fetch_url", attack)[number % 6]
    arguments = f'{{"path": "{attack}", "command": ["{attack}"], "url": "{attack}"}}'
    state = (ToolState.DONE, ToolState.FAILED, ToolState.DENIED)[number % 3]
    return (ToolCall(id=f"call{number}", name=name, arguments=arguments, state=state, result=attack),)


def _answer(attack: str, number: int) -> str:
    """Markdown with the attack in every kind of block."""
    fence = ("python", "diff", "json", "csv", "markdown", attack[:20].replace("\n", " "))[number % 6]
    return (
        f"# {attack}\n\n{attack}\n\n- {attack}\n\n> {attack}\n\n[{attack}](http://x.example/{attack})\n\n"
        f"| {attack} | b |\n|---|---|\n| {attack} | c |\n\n```{fence} title={attack}\n{attack}\n"
        f"--- a/{attack}\n+++ b/x\n@@ -1 +1 @@\n-{attack}\n+new\n```\n\n"
        f'```json\n{{"{attack}": ["{attack}", {number}]}}\n```\n'
    )
