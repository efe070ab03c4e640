"""What a user who signs in sees: all of it at once, and nothing cut that must be copied."""

from __future__ import annotations

import os
import re
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from javari_tui.cli import code_screen
from javari_tui.cli.code_screen import show_code
from javari_tui.domain.billing import SignInCode

PAGE = "https://billing.example.com/device"


def lines_at(columns: int, rows: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is printed to a terminal of a size."""
    monkeypatch.setattr(code_screen, "on_terminal", lambda: True)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((columns, rows)))
    soon = datetime.now(UTC) + timedelta(minutes=15)
    code = SignInCode(user_code="WDJB-MJHT", address=PAGE, address_complete=f"{PAGE}?c=WDJB-MJHT", expires_at=soon)
    show_code("https://billing.example.com", code)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("columns", "rows", "has_picture"), [(80, 24, True), (60, 40, True), (60, 20, False), (30, 50, False)]
)
def test_it_is_one_screen_with_the_address_and_the_code_whole(
    columns: int, rows: int, has_picture: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lines_at(columns, rows, capsys, monkeypatch)
    words = [re.sub("[█▀▄]", " ", line).split() for line in lines]
    assert [PAGE] in words
    assert ["WDJB-MJHT"] in words
    assert any("█" in line for line in lines) is has_picture
    assert len(lines) <= rows - 2
    assert all(len(line) <= columns for line in lines if PAGE not in line)
    assert "15 minutes" in " ".join(" ".join(word) for word in words)


def test_without_colours_there_is_no_picture_that_no_camera_sees(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "█" not in "".join(lines_at(80, 24, capsys, monkeypatch))
