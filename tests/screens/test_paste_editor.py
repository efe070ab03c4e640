"""What is folded to a chip, opened."""

from __future__ import annotations

from textual.app import App

from javari_tui.domain.attachments import attach_file, attach_paste
from javari_tui.domain.chat import Attachment
from javari_tui.screens.dialogs.paste_editor import EditedPaste, PasteEditor


class Editing(App[EditedPaste | None]):
    """Shows an attachment at once and ends with what became of it."""

    def __init__(self, attachment: Attachment) -> None:
        super().__init__()
        self._attachment = attachment

    def on_mount(self) -> None:
        self.push_screen(PasteEditor(self._attachment), self.exit)


PASTE = attach_paste("Pasted text 1", "first\nsecond [/x]")


async def test_esc_keeps_what_was_changed() -> None:
    async with Editing(PASTE).run_test() as pilot:
        await pilot.press(*"my ", "escape")
    assert pilot.app.return_value == EditedPaste("my first\nsecond [/x]")


async def test_esc_without_a_change_gives_nothing_back() -> None:
    async with Editing(PASTE).run_test() as pilot:
        await pilot.press("x", "backspace", "escape")
    assert pilot.app.return_value is None


async def test_a_paste_can_be_put_into_the_prompt() -> None:
    async with Editing(PASTE).run_test() as pilot:
        await pilot.press("ctrl+o")
    assert pilot.app.return_value == EditedPaste("first\nsecond [/x]", unfold=True)


async def test_a_file_is_only_read() -> None:
    async with Editing(attach_file("a.py", b"x = 1")).run_test() as pilot:
        await pilot.press(*"abc", "ctrl+o", "escape")
    assert pilot.app.return_value is None
