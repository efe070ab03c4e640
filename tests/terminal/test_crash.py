from __future__ import annotations

import stat
from pathlib import Path

from rich.text import Text

from javari_tui.terminal.crash import described, drawn, write_crash_report


def failure() -> Exception:
    """An error with a cause and with something in a local variable."""
    local = "in-a-local-variable"
    try:
        try:
            raise KeyError("first")
        except KeyError as error:
            raise ValueError("second") from error
    except ValueError as error:
        assert local
        return error


def test_description_has_the_causes_and_no_local_variables() -> None:
    text = described(failure())
    assert "KeyError: 'first'" in text and "ValueError: second" in text and "in failure" in text
    assert "in-a-local-variable" not in text.replace('local = "in-a-local-variable"', "")


def test_endless_recursion_is_described_in_short() -> None:
    def endless() -> None:
        endless()

    try:
        endless()
    except RecursionError as error:
        assert len(described(error).splitlines()) < 200


def test_what_textual_would_draw_is_kept_as_plain_text() -> None:
    assert drawn((Text("[red]not markup[/red]", style="bold red"), "and [b]this[/b]")) == (
        "[red]not markup[/red] and [b]this[/b]\n"
    )


def test_report_is_private_redacted_and_says_what_runs_where(tmp_path: Path) -> None:
    report = write_crash_report("no way with sk-secret", tmp_path / "state" / "crashes", lambda text: text.upper())
    assert report is not None
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
    assert "NO WAY WITH SK-SECRET" in report.read_text()
    assert report.read_text().startswith("JAVARI ")


def test_report_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    assert write_crash_report("what", tmp_path / "state" / "crashes", str) is None
