"""Laying messages out: growing equals whole, widths hold, nothing hostile gets through, extremes stay small."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from javari_tui.domain.untrusted_text import clean, is_clean
from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.code import colour, colour_line
from javari_tui.widgets.transcript.glyphs import ASCII, Page
from javari_tui.widgets.transcript.inline import is_misleading
from javari_tui.widgets.transcript.line import Span
from javari_tui.widgets.transcript.wrapping import break_rows, wrap
from tests.widgets.transcript_rig import HOSTILE, laid_out, rows_of, texts

DOCUMENTS = [
    "# Title\n\nA paragraph with **strong** and `code`.\nIts second line.\n\n- one\n- two\n\n  more of two\n- three\n",
    "1. first\n   ```python\n   def f():\n       return '''a\n   b'''\n   ```\n2. second\n\n10. third\n",
    "```python\nx = '''\ntext\n'''\nprint(x)\n```\nafter\n~~~~\n```\nstill code\n~~~~\n",
    "Intro\n| a | b |\n|---|:-:|\n| 1 | **2** |\n| a longer cell that needs to wrap somewhere | x |\n\nEnd\n",
    "> quoted\nlazy\n> - list\n\n> other\n\nSetext\n===\npara\n---\n***\n",
    "see [one] and [two][2]\n\n[one]: http://a.example/x\n[2]: http://b.example/y\n",
    "- a\n**lazy**\n\n    indented\n\n    code\n\ntext\n* x\n+ y\n- - nested\n",
    "```\nnever closed\n\n\nlines",
    "漢字とかなの文。👨‍👩‍👧‍👦 emoji and é combining\n\n- 项目\n- עברית\n",
    "a | b\n--- | ---\n1 | 2\n# heading ends it\n- [x] done\n- [ ] open\n",
]

_LINE = st.sampled_from(
    [
        "",
        "text",
        "**bold** and `code`",
        "- item",
        "  continued",
        "1. one",
        "7) seven",
        "    four",
        "> quote",
        "```",
        "```py",
        "~~~",
        "---",
        "===",
        "***",
        "# head",
        "| a | b |",
        "|---|---|",
        "| 1 | 2 |",
        "[x]: http://x.example",
        "[x] link",
        "\tx",
        "  - sub",
        "   ```",
        "+ ",
        "-",
        "|",
        "漢字 👩‍💻",
        "0. zero",
        "12) twelve",
        "- [x] done",
        "> > deep",
        "> - quoted item",
        "> ```",
        "  ```py",
        "  x = '''",
        "[^1]: note",
        "text[^1] and [^1]",
        "![p](http://x.example/p.png) <br> <div>",
        "[[a](((b)))](c) **[",
        "שלום עולם مرحبا",
        "e\u0301\u0301 🇩🇪1️⃣👍🏽",
        "\t\tx\ty",
        "| a much longer cell of a table | b | c |",
        "|:--|--:|:-:|",
        "|" + "wide cell|" * 20,
        "|" + "---|" * 20,
        "`" * 5,
        "*" * 9,
        "x" * 90,
    ]
)
_DOCUMENT = st.lists(_LINE, max_size=14).map("\n".join) | st.sampled_from(DOCUMENTS)


def _grown(text: str, cuts: list[int], page: Page, *, look: bool) -> Body:
    """A body that got its text in pieces; `look` lays it out after each of them."""
    body = Body("", is_open=True)
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        body.feed(text[start:end])
        if look:
            rows_of(body.blocks, page)
    return body


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_DOCUMENT, cuts=st.lists(st.integers(0, 400), max_size=12), look=st.booleans())
def test_a_text_that_came_in_pieces_looks_like_one_that_came_whole(text: str, cuts: list[int], look: bool) -> None:
    page = Page(40)
    body = _grown(text, cuts, page, look=look)
    assert rows_of(body.blocks, page) == rows_of(Body(text, is_open=True).blocks, page)
    body.close()
    assert rows_of(body.blocks, page) == laid_out(text, 40)
    assert body.text == text


@pytest.mark.parametrize("text", DOCUMENTS)
def test_every_prefix_can_be_shown(text: str) -> None:
    page = Page(30)
    body = Body("", is_open=True)
    for letter in text:
        body.feed(letter)
        assert rows_of(body.blocks, page) == rows_of(Body(body.text, is_open=True).blocks, page)


def test_closed_blocks_keep_their_rows_while_the_text_grows() -> None:
    page = Page(60)
    body = Body("# Title\n\nFirst paragraph.\n\nSecond", is_open=True)
    before = rows_of(body.blocks, page)
    body.feed(" goes on and on.\n\nThird")
    after = rows_of(body.blocks, page)
    assert all(old is new for old, new in zip(before[:3], after[:3], strict=True))


def test_only_new_lines_of_an_open_fence_are_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(line: str, language: str) -> list[Span]:
        asked.append(line)
        return colour_line(line, language)

    monkeypatch.setattr("javari_tui.widgets.transcript.fence_block.colour_line", counting)
    page = Page(60)
    body = Body("```python\n", is_open=True)
    for number in range(100):
        body.feed(f"x = {number}\n")
        rows_of(body.blocks, page)
    assert len(asked) <= 200


def test_a_closed_fence_is_coloured_as_a_whole() -> None:
    code = "x = '''\ndef not_code(): pass\n'''"
    page = Page(60)
    body = Body("", is_open=True)
    for letter in f"```python\n{code}\n```\n":
        body.feed(letter)
        rows_of(body.blocks, page)
    body.close()
    shown = [[span for span in line.spans if span.text.strip()] for line in rows_of(body.blocks, page)][1:]
    assert shown == [[span for span in spans if span.text.strip()] for spans in colour(code, "python")]


def test_no_piece_flashes_as_something_it_will_not_be() -> None:
    page = Page(60)
    body = Body("Intro:\n", is_open=True)
    for piece in ("-", " ", "item"):
        body.feed(piece)
        looks = {look for line in rows_of(body.blocks, page) for span in line.spans for look in span.look}
        assert "heading-2" not in looks


def test_ascii_signs_leave_nothing_beyond_ascii() -> None:
    text = "- a\n  - b\n\n> q\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] t\n"
    assert all(line.isascii() for line in texts(text, 40, glyphs=ASCII))


def test_a_table_fits_its_width_by_wrapping_cells() -> None:
    table = "| Name | What it does |\n|---|---|\n| a | " + "word " * 30 + "|\n"
    lines = laid_out(table, 40)
    assert all(line.cells <= 40 for line in lines)
    assert sum("word" in line.text for line in lines) > 3


@pytest.mark.parametrize(
    ("shown", "target", "misleading"),
    [
        ("good.example", "http://evil.example/x", True),
        ("https://good.example/a", "https://good.example/b", False),
        ("www.good.example", "https://good.example", False),
        ("the manual", "https://anything.example", False),
        ("http://аррle.com", "http://xn--le-6kc6gta.com", True),
    ],
)
def test_a_link_that_names_another_place_says_where_it_leads(shown: str, target: str, misleading: bool) -> None:
    assert is_misleading(shown, target) is misleading
    assert (target in " ".join(texts(f"[{shown}]({target})", 200))) is misleading


def test_links_say_where_they_lead_in_the_block_under_the_cursor() -> None:
    assert texts("[the manual](http://x.example/m)") == ["the manual"]
    assert texts("[the manual](http://x.example/m)", show_targets=True) == ["the manual (http://x.example/m)"]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_reaches_a_row(text: str) -> None:
    for page in (Page(40), Page(40, show_targets=True)):
        for line in rows_of(Body(clean(text), is_open=False).blocks, page):
            assert is_clean(line.text), (text, line.text)
            assert "\n" not in line.text
            assert "\t" not in line.text
            assert all(is_clean(span.target) for span in line.spans)


def test_markup_is_only_text() -> None:
    assert texts("[/nope] [@click=app.quit]press[/] [bold")[0] == "[/nope] [@click=app.quit]press[/] [bold"


_SIGNS = st.sampled_from(
    ["a", "bc", " ", "漢", "、", "👨‍👩‍👧‍👦", "e\u0301", "🇩🇪", "👍🏽", "❤️", "ש", "-", "\u200d", "。", "…"]
)


@settings(max_examples=1000, deadline=None)
@given(pieces=st.lists(st.lists(_SIGNS, max_size=12).map("".join), max_size=6), width=st.integers(2, 12))
def test_no_row_is_wider_than_it_may_be(pieces: list[str], width: int) -> None:
    pieces = [clean(piece) for piece in pieces]
    spans = [Span(piece, (str(at),)) for at, piece in enumerate(pieces)]
    lines = wrap(spans, width)
    assert all(line.cells <= width for line in lines)
    text = "".join(pieces)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")


def test_rows_break_at_spaces_and_inside_what_is_too_long() -> None:
    def rows(text: str, width: int) -> list[str]:
        return [text[start:end] for start, end in break_rows([text], width)]

    assert rows("one two three", 7) == ["one two", "three"]
    assert rows("x abcdefghij", 4) == ["x", "abcd", "efgh", "ij"]
    assert rows("é two three", 5) == ["é two", "three"]
    assert rows("漢字漢字、漢", 8) == ["漢字漢", "字、漢"]
