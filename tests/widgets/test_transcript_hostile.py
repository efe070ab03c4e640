"""Hostile texts are right, or cut with a notice; work grows no faster than they do; reading them breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from rich.cells import cell_len

from javari_tui.domain.chat import Message, MessageState, Role, ScrollPlace
from javari_tui.domain.untrusted_text import clean, is_clean
from javari_tui.widgets.transcript import blocks, code, markdown, table_block
from javari_tui.widgets.transcript.as_written import LONGEST_SHOWN, PlainRows
from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.glyphs import Page
from javari_tui.widgets.transcript.wrapping import LONGEST_SIGN
from tests.widgets.transcript_rig import Rig, laid_out, message, rows_of, texts

Make = Callable[[int], str]

HOSTILES: dict[str, Make] = {
    "prose without spaces": lambda size: "x" * size,
    "prose in words": lambda size: "word " * (size // 5),
    "wide signs": lambda size: "漢" * size,
    "a heading": lambda size: "# " + "x" * size,
    "a line in a fence": lambda size: "```python\n" + "x" * size + "\n```\n",
    "words of a line in a fence": lambda size: "```python\n" + "x = 1; " * (size // 7) + "\n```\n",
    "lines in a fence": lambda size: "```python\n" + "x = 1\n" * (size // 6) + "```\n",
    "a cell": lambda size: "| a | b |\n|---|---|\n| " + "x" * size + " | y |\n",
    "columns": lambda size: "|" + "a|" * (size // 4) + "\n|" + "-|" * (size // 4) + "\n",
    "rows of a table": lambda size: "| a | b |\n|---|---|\n" + "| 1 | **2** |\n" * (size // 14),
    "quotes": lambda size: ">" * size + " x",
    "stairs of quotes": lambda size: "\n".join(">" * step + " x" for step in range(int((2 * size) ** 0.5))),
    "lists in lists": lambda size: "- " * (size // 2) + "x",
    "stairs of lists": lambda size: "\n".join("  " * step + "- x" for step in range(int(size**0.5))),
    "numbered lists in lists": lambda size: "1. " * (size // 3) + "x",
    "a list": lambda size: "- word word\n" * (size // 12),
    "brackets": lambda size: "[" * size,
    "brackets of pictures": lambda size: "![" * (size // 2),
    "emphasis": lambda size: "*" * size,
    "emphasis that never closes": lambda size: "*a _b " * (size // 6),
    "parentheses in a link": lambda size: "[a](" + "(" * (size // 2) + ")" * (size // 2),
    "links in links": lambda size: "[a](" * (size // 4),
    "backticks": lambda size: " ".join("`" * step for step in range(int((2 * size) ** 0.5))),
    "marks on a letter": lambda size: "e" + "\u0301" * size,
    "joined emoji": lambda size: "👩\u200d" * (size // 2) + "👩",
    "flags and keycaps": lambda size: "🇩🇪1️⃣👍🏽" * (size // 7),
    "right to left": lambda size: "שלום עולם مرحبا " * (size // 16),
    "tabs": lambda size: "\t" * size + "b",
    "definitions": lambda size: "\n\n".join(f"[{number}]: http://x/{number}" for number in range(size // 15)),
    "tags": lambda size: "<div><br>" * (size // 9),
}


def _streamed(text: str, step: int, page: Page) -> Body:
    """The body of a text that came in pieces, looked at after each of them at its end, as a screen does."""
    body = Body("", is_open=True)
    for start in range(0, len(text), step):
        body.feed(text[start : start + step])
        rows_of(body.blocks[-30:], page)
    return body


@pytest.mark.parametrize("name", HOSTILES)
def test_hostile_text_in_pieces_of_six_looks_like_the_whole(name: str) -> None:
    text, page = HOSTILES[name](700), Page(40)
    body = _streamed(text, 6, page)
    assert rows_of(body.blocks, page) == rows_of(Body(text, is_open=True).blocks, page)
    body.close()
    lines = rows_of(body.blocks, page)
    assert lines == laid_out(text, 40)
    assert all(line.cells <= 40 for line in lines)
    assert body.text == text


class Work:
    """Counts the characters that are parsed, coloured and broken into rows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.characters = 0
        for module, name in (
            (markdown, "parse"),
            (table_block, "parse_inline"),
            (code, "lexer_for"),
            (PlainRows, "_laid_out"),
            (blocks, "lay_out"),
        ):
            monkeypatch.setattr(module, name, self._counting(getattr(module, name)))

    def _counting(self, do: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object) -> object:
            texts = [text for text in given if isinstance(text, str)]
            self.characters += 1 + sum(map(len, texts))
            return do(*given)

        return counted


@pytest.mark.parametrize("name", HOSTILES)
def test_twice_the_text_is_at_most_twice_the_work(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    work, page, done = Work(monkeypatch), Page(80), []
    base = 16_000 if HOSTILES[name](600).count("\n") > 8 else 66_000
    for size in (base, 2 * base):
        text = HOSTILES[name](size)
        work.characters = 0
        _streamed(text, base // 15, page)
        done.append(work.characters)
        work.characters = 0
        laid_out(text, 80)
        done.append(work.characters)
    streamed, whole, streamed_twice, whole_twice = done
    assert streamed_twice <= 2.5 * streamed + 50_000
    assert whole_twice <= 2.5 * whole + 50_000


def test_rows_of_a_line_that_grows_are_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    handled: list[int] = []
    lay_out = PlainRows._laid_out

    def counting(self: PlainRows, line: str) -> object:
        handled.append(len(line))
        return lay_out(self, line)

    monkeypatch.setattr(PlainRows, "_laid_out", counting)
    text = "漢字" * 20_000
    body = _streamed(text, 100, Page(80))
    body.close()
    assert sum(handled) < 3 * LONGEST_SHOWN
    assert rows_of(body.blocks, Page(80)) == laid_out(text, 80)


async def test_reading_hostile_messages_breaks_nothing() -> None:
    said = [clean(make(6_000)) for make in HOSTILES.values()]
    app = Rig([message(number, text) for number, text in enumerate(said, 1)])
    async with app.run_test(size=(60, 12)) as pilot:
        transcript = app.transcript
        acts = (
            partial(transcript.action_move_block, 1),
            partial(transcript.action_move_columns, 1),
            partial(transcript.action_page, 1),
            partial(transcript.action_move_block, -1),
        )
        transcript.focus()
        await pilot.pause()
        for number, text in enumerate(said, 1):
            transcript.reveal(number)
            for act in acts:
                act()
                assert all(cell_len(row) <= 60 and is_clean(row) for row in app.screen_rows()), (number, act)
            transcript.reveal(number)
            source = transcript.selected_source()
            assert source.strip()
            assert source in text
        await pilot.press("end", "home", "end")
        assert transcript.following


def test_text_right_to_left_keeps_its_order_and_wraps_at_its_words() -> None:
    said = "שלום עולם זהו טקסט ארוך " * 4
    lines = texts(said, 30)
    assert " ".join(lines).split() == said.split()
    assert len(lines) > 2
    assert texts(clean("\u202eabc\u202c \u2067שלום\u2069"), 30) == ["abc שלום"]


def test_signs_of_many_code_points_stay_whole() -> None:
    signs = ["👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "👍🏽", "e\u0301", "❤️"]
    for width in range(2, 12):
        lines = texts("".join(signs) * 3, width)
        assert "".join(lines) == "".join(signs) * 3
        assert all(not line.startswith(("\u200d", "\ufe0f", "\u0301", "🏽")) for line in lines)


def test_what_is_stacked_on_a_sign_without_end_is_cut_on_screen_and_kept_in_the_copy() -> None:
    stacked = "z" + "\u0301" * 5_000
    body = Body(f"a {stacked} b", is_open=False)
    shown = " ".join(line.text for line in rows_of(body.blocks, Page(60)))
    assert shown == "a z" + "\u0301" * (LONGEST_SIGN - 1) + " b"
    assert body.blocks[0].source == f"a {stacked} b"


def test_zero_width_signs_and_tabs_take_the_room_they_show() -> None:
    assert texts(clean("a\u200bb\ufeffc\td"), 40) == ["abc    d"]


def test_links_with_many_parentheses_are_links() -> None:
    assert texts("[a](http://x.example/(b)(c))", show_targets=True) == ["a (http://x.example/(b)(c))"]


@pytest.mark.parametrize("kind", ["```", "~~~"])
async def test_the_end_of_twenty_thousand_lines_is_reached_without_laying_them_out(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    colour = code.colour

    def counting(text: str, language: str) -> object:
        counted.append(len(text))
        return colour(text, language)

    monkeypatch.setattr("javari_tui.widgets.transcript.fence_block.colour", counting)
    text = f"{kind}python\n" + "x = 1\n" * 20_000 + f"{kind}\n"
    messages: list[Message] = [message(1, text)]
    app = Rig(messages)
    async with app.run_test(size=(60, 20)) as pilot:
        app.transcript.focus()
        await pilot.press("home", "end", "home", "end")
        assert sum(counted) < len(text) / 10


async def test_hostile_text_that_grows_under_the_cursor_ends_as_if_it_came_whole() -> None:
    text = clean("\n\n".join(make(150) for make in HOSTILES.values()))
    app = Rig([message(1, "Go.", Role.USER), message(2, "", state=MessageState.STREAMING)])
    async with app.run_test(size=(60, 30)) as pilot:
        transcript = app.transcript
        transcript.focus()
        await pilot.pause()
        for start in range(0, len(text), 6):
            transcript.grow(2, text[start : start + 6])
            if start % 18 == 0:
                transcript.flush()
            if start % 600 == 0:
                transcript.action_go_end()
                transcript.action_move_block(-1)
        transcript.update_message(message(2, text))
        await pilot.press("end")
        grown = app.screen_rows()
        await pilot.press("home")
        grown += app.screen_rows()
        transcript.show([message(1, "Go.", Role.USER), message(2, text)], has_older=False, place=ScrollPlace())
        await pilot.press("end")
        whole = app.screen_rows()
        await pilot.press("home")
        assert grown == whole + app.screen_rows()
