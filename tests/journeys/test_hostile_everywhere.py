"""Every screen, full of texts that attack: only what Javari itself means to tell the terminal reaches it."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from javari_tui.domain.untrusted_text import is_clean
from tests.hostile_home import ATTACKS, lay_out
from tests.pty_javari import JAVARI, PtyJavari, javari_at_pty
from tests.real_terminal import wait_until

SESSIONS = 12 if "JAVARI_TEST_LONG" in os.environ else 1
STEPS = 60

OURS = re.compile(
    r"\x1b\[[<>=?]?[0-9;:]*[A-HJKLMPSTXZ@abcdfghlmnrstu]"  # cursor, colours, erasing, modes, keys
    r"|\x1b\[[0-9;?]*\$p|\x1b\[\?[0-9;]*\$[py]|\x1b\[[0-9]* q|\x1b\[!p"
    r"|\x1b\][0-9]+;(?:default|\?)(?:\x07|\x1b\\)"  # the mouse's shape, questions for colours
    r"|\x1b\]2;[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\)"
    r"|\x1b\]8;[a-z0-9=]*;(?:https?://[!-~]*)?\x1b\\"  # links, whose targets are plain
    r"|\x1b[78=>]|\x1b\([B0]|\x1b\[>[0-9]*[cq]"
)
"""What Javari tells a terminal."""
NEVER = (b"\x1b]52;", b"\x1b]0;", b"\x1bP", b"\x1b_")
SCREENS = (
    ("\x0f", r"Chats"),
    ("/settings\r", r"Settings"),
    ("/help\r", r"Help"),
    ("/model\r", r"[Mm]odel"),
    ("/assets\r", r"Assets"),
)
FOLDER = "[@click=app.quit]x[ \x1b]0;owned\x07\u202eevil\u2066"
"""Where it is started: the name stands in the question whether it is trusted."""
KEYS = (
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\t", "\x1b[Z", "\r", " "),
    *("\x1b", "\x1bOP", "\x1bOQ", "\x1bOS", "\x1b[17~", "\x0f", "\x10", "\x12", "t", "w", "n", "p", "v", "d", "/", "g"),
)
"""Keys that lead through windows, lists, the chat and the sidebar, and copy nothing."""


def strange(raw: bytes) -> list[str]:
    """What reached the terminal and is neither ours nor plain text."""
    text = raw.decode("utf-8", "replace")
    found = [
        part for part in OURS.split(text) if not is_clean(part.replace("\r", "").replace("\n", "").replace("\t", ""))
    ]
    return [repr(part[:80]) for part in found]


def walk(javari: PtyJavari, keys: tuple[str, ...]) -> None:
    """Press one key after the other, each when the screen rests."""
    for key in keys:
        javari.type(key)
        javari.wait_quiet(0.15 if key == "\x1b" else 0.03)  # what follows Escape at once would be one key with it
        assert javari.process.poll() is None, javari.screen


def enter(javari: PtyJavari, keys: str) -> None:
    """Write something where an Escape may still be waited for: Ctrl+U would be taken with it, and the rest not."""
    javari.wait_quiet(0.4)
    walk(javari, ("\x15",))
    javari.wait_quiet(0.1)
    javari.type(keys)


@pytest.mark.parametrize("seed", range(SESSIONS))
def test_no_text_of_strangers_does_anything_to_the_terminal_or_to_javari(
    own_home: Path, tmp_path: Path, seed: int
) -> None:
    lay_out(own_home)
    chance = random.Random(seed)
    project = tmp_path / FOLDER
    project.mkdir()
    (project / "notes.md").write_text("\n\n".join(ATTACKS).replace("\0", ""))
    started = ("sh", "-c", 'cd "$0" && exec "$@"', str(project), *JAVARI)
    with javari_at_pty(own_home, columns=chance.choice((80, 120)), rows=30, command=started) as javari:
        javari.wait_ready()
        javari.wait_quiet(0.2)
        walk(javari, ("\x05", "\x15"))  # the draft makes room for commands
        for opener, seen in SCREENS:
            enter(javari, opener)
            javari.wait_for(seen)
            walk(javari, ("\x1b[B", "\x1b[B", "\x1b[B", "\x1b[6~", "\x1b[F", "\x1b", "\x1b"))
        enter(javari, "show notes.md\r")
        javari.wait_for("Trust this folder")
        for key in ("y", "\r"):
            javari.wait_quiet(1)  # what comes at once, or together, is no answer
            javari.type(key)
        javari.wait_for(r"Showed notes")
        walk(javari, ("\x1b[17~",))
        javari.wait_for(r"notes\.md.*\n(.*\n)*.*clip")
        walk(javari, ("\t", "\x1b[H", *chance.choices(KEYS, k=STEPS)))
        raw = bytes(javari.raw)
        assert javari.process.poll() is None
        walk_out(javari)
    assert not [bad for bad in NEVER if bad in raw]
    assert not strange(raw)


def walk_out(javari: PtyJavari) -> None:
    """Leave as a person does: close what is open, then leave, until it is left."""
    for _ in range(8):
        for key in ("\x1b", "\x11"):
            if javari.process.poll() is None:
                javari.type(key)
                javari.wait_quiet(0.2)
    wait_until(lambda: javari.process.poll() is not None, lambda: f"it did not end:\n{javari.screen}")
    assert javari.wait_end() == 0, javari.output[-3000:]
