"""Code is coloured as its language says, also in its last line."""

from __future__ import annotations

from javari_tui.widgets.transcript.code import colour


def test_a_comment_in_a_last_line_without_a_newline_is_a_comment() -> None:
    rows = colour("ls\ndf -h  # how full", "bash")
    assert len(rows) == 2
    assert any("Comment" in look for span in rows[1] for look in span.look)


def test_the_text_is_never_changed_by_colouring() -> None:
    for code in ("", "\n", "a\n\n", "  x = 1\n# é 世界", "if [ ]; then\n\tfi"):
        rows = colour(code, "bash")
        assert ["".join(span.text for span in row) for row in rows] == code.split("\n")
