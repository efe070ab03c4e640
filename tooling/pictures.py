"""`make pictures`: the pictures of the README, drawn by the program itself with a scripted model.

python -m tooling.pictures            writes docs/pictures/*.svg
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"  # read when Textual is imported

from javari_tui.app import JavariApp
from javari_tui.domain.chat import MessageState, Role
from javari_tui.domain.models import ModelRef
from javari_tui.domain.start import StartOptions
from javari_tui.screens.dialogs.approval import ApprovalDialog
from javari_tui.services.launch import prepare_launch
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.messages import MessageStore
from javari_tui.storage.view_state import ViewStore
from javari_tui.terminal import guard
from tooling.sample_chat import ANSWER, QUESTION
from tooling.sample_question import CHANGE

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def _seed(home: Path) -> None:
    """A home with one chat, as it would be after one question."""
    database = Database.open(home / "data" / "javari.db", backups=home / "data" / "backups")
    chats, messages = ChatStore(database), MessageStore(database)
    model = ModelRef("anthropic", "claude-opus-5-5")
    chat = chats.create(model=model, title="Disk full at 3 am")
    asked = messages.add(chat_id=chat.id, parent_id=None, role=Role.USER, text=QUESTION)
    messages.add(
        chat_id=chat.id,
        parent_id=asked.id,
        role=Role.ASSISTANT,
        text=ANSWER,
        model=model,
        state=MessageState.COMPLETE,
    )
    ViewStore(database).set_open_chat(chat.id)
    database.close()


async def _draw(theme: str, file: Path, *, columns: int = 100, rows: int = 30, asking: bool = False) -> None:
    """One picture of the chat screen, or of what is asked before a file is changed."""
    app = JavariApp(prepare_launch(StartOptions(theme=theme)))
    async with app.run_test(size=(columns, rows)) as pilot:
        while app.services is None or not app.services.done():
            await pilot.pause(0.02)
        await pilot.pause(0.3)
        if asking:
            app.push_screen(ApprovalDialog(CHANGE))
            await pilot.pause(0.3)
        drawn = app.export_screenshot(title="javari")
    file.write_text(_self_contained(drawn), encoding="utf-8")


def _self_contained(drawn: str) -> str:
    """The picture without fonts from elsewhere, and with its spaces kept by viewers other than browsers."""
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    drawn = drawn.replace("font-family: Fira Code, monospace", "font-family: 'Fira Code', monospace")
    return drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)


def main() -> None:
    """Draw every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "JAVARI_HOME": folder,
            "JAVARI_DISCOVERY": "off",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "ANTHROPIC_API_KEY": "picture",
            "USER": "ana",
            "LOGNAME": "ana",
            "LANG": "en_US.UTF-8",
        }
        guard.install()
        _seed(Path(folder))
        for theme, name in (("dark", "javari"), ("light", "javari-light")):
            asyncio.run(_draw(theme, PICTURES / f"{name}.svg"))
        asyncio.run(_draw("dark", PICTURES / "asking.svg", asking=True))


if __name__ == "__main__":
    main()
