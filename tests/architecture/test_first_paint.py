"""The first picture waits for nothing heavy: what is loaded when the real program writes it to a real terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.pseudo_terminal import PseudoTerminal
from javari_tui.paths import folders
from javari_tui.storage.chats import ChatStore
from javari_tui.storage.database import Database
from javari_tui.storage.view_state import ViewStore
from javari_tui.terminal.deferred_imports import deferred
from tests.architecture.test_import_hygiene import HEAVY, ROOT

LOOK = """
import os
import sys
import javari_tui.__main__ as entry
from javari_tui.terminal.deferred_imports import DeferredModule

report = sys.argv.pop(1)
load_app = entry._load_app

def load_and_watch():
    load_app()
    from textual.drivers._writer_thread import WriterThread
    written = WriterThread.write

    def write(self, text):
        if "Credits" in text and not os.path.exists(report):
            loaded = [name for name, module in sys.modules.items() if not isinstance(module, DeferredModule)]
            with open(report, "w") as file:
                file.write(" ".join(loaded))
        written(self, text)

    WriterThread.write = write

entry._load_app = load_and_watch
sys.exit(entry.main())
"""
"""Runs Javari as it is, and notes the modules in the moment the first picture goes out."""

LATE = re.compile(
    r"(?:markdown_it|pygments\.lexers\.\w+|textual\.widgets\._markdown|importlib\.metadata"
    r"|javari_tui\.(?:screens\.(?:dialogs|help|settings|chats)|screens\.chat\.topics|services\.(?!launch)"
    r"|settings\.(?:schema|written|yaml_tree)|providers|storage\.(?:database|tables)"
    r"|widgets\.transcript\.(?:entry|markdown|code)|domain\.(?:conversation|models|help)|terminal\.(?:clipboard|editor)))"
    r"(?:$|\.)"
)
"""What is ours or light by itself, and yet comes behind the first picture."""

ONLY_FOR_THE_PALETTE = {"textual.types", "textual.widgets._input", "textual.widgets._option_list", "textual.fuzzy"}
"""What Textual's command palette brings with it, which Javari has none of."""

MOST_OF_OURS = 122
"""Modules of Javari: each costs the first picture some 0.2 ms. Fewer is better; more needs a reason."""
MOST_WITH_A_CHAT = 127
"""The same where a chat was left open: its messages are read, but not laid out yet."""


def loaded_at_first_paint(report: Path) -> set[str]:
    """The modules loaded then."""
    command = [sys.executable, "-c", LOOK, str(report)]
    # Any other variable of ours is a setting, and checking settings takes modules of its own.
    environ = {name: value for name, value in os.environ.items() if name == "JAVARI_HOME" or "JAVARI" not in name}
    with PseudoTerminal(command, environ={**environ, "PYTHONPATH": str(ROOT)}) as program:
        program.wait_for("Credits")
        assert report.exists(), "\n".join(program.screen())
    return set(report.read_text().split())


def leave_a_chat_open() -> None:
    """As a user who asked something and left."""
    command = [sys.executable, "-m", "javari_tui", "ask", "hello"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    places = folders()
    database = Database.open(places.database, backups=places.backups)
    try:
        (chat,) = ChatStore(database).list()
        ViewStore(database).set_open_chat(chat.id)
    finally:
        database.close()


@pytest.mark.parametrize("has_chat", [False, True], ids=["fresh", "with a chat"])
def test_the_first_picture_waits_for_nothing_heavy(has_chat: bool, tmp_path: Path) -> None:
    if has_chat:
        leave_a_chat_open()
    loaded = loaded_at_first_paint(tmp_path / "loaded")
    assert "textual.app" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    assert not {name for name in loaded if LATE.match(name)}
    assert not loaded & {*deferred(), *ONLY_FOR_THE_PALETTE}
    ours = {name for name in loaded if name.partition(".")[0] == "javari_tui"}
    assert len(ours) <= (MOST_WITH_A_CHAT if has_chat else MOST_OF_OURS), sorted(ours)
    assert ("javari_tui.storage.chat_reads" in ours) is has_chat
