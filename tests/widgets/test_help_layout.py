"""Help pages laid out: every word is there, nothing is wider than the screen, links are where they seem."""

from __future__ import annotations

import re

import pytest
from textual.content import Content

from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.key_names import CommandKeys
from javari_tui.paths import shipped
from javari_tui.services.help.help import Help
from javari_tui.widgets.help.layout import lay_out
from javari_tui.widgets.help.table import column_widths, table_lines


def lines_of(markdown: str, width: int = 40) -> list[str]:
    return [line.plain.rstrip() for line in lay_out(markdown, width).lines]


@pytest.mark.parametrize("width", [26, 40, 56, 80])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_line_of_a_shipped_page_is_wider_than_the_screen(language: str, width: int) -> None:
    pages = Help(shipped("help"))
    pages.use_key_names(CommandKeys(ALL_COMMANDS))
    for page in pages.pages(language):
        page_lines = lay_out(page.text, width).lines
        assert max(line.cell_length for line in page_lines) <= width, page.slug
        words = set(re.findall(r"\w{4,}", re.sub(r"\(help:[^)]*\)", "", page.text)))
        shown = "".join(line.plain for line in page_lines)
        whole = re.sub(r"\W", "", shown)
        missing = {word for word in words if word not in whole and word not in shown}
        assert len(missing) <= (len(words) // 3 if width < 50 else max(3, len(words) // 50)), (page.slug, missing)


def test_paragraphs_lists_and_numbers() -> None:
    text = "# Title\n\nOne two.\n\n- first item that is long enough to wrap around\n- second\n\n1. one\n2. two\n"
    assert lines_of(text, 30) == [
        "Title",
        "One two.",
        "",
        "· first item that is long",
        "  enough to wrap around",
        "· second",
        "",
        "1. one",
        "2. two",
    ]


def test_code_keeps_its_lines_and_spaces() -> None:
    assert lines_of("```sh\na  b\n\n    c\n```") == ["   a  b", "", "       c"]
    assert all(len(line) <= 40 for line in lines_of("```\n" + "x" * 200 + "\n```"))


def test_links_know_their_target_and_line() -> None:
    page = lay_out("See [one](help:a).\n\n- and [two](help:b)\n\n| x |\n|---|\n| [three](help:c) |\n", 40)
    assert page.links == ["help:a", "help:b", "help:c"]
    for number, word in enumerate(("one", "two", "three")):
        assert word in page.lines[page.link_lines[number]].plain


def test_only_the_chosen_link_is_shown_as_chosen() -> None:
    text = "[one](help:a) [two](help:b)"
    reversed_words = [
        line.plain[span.start : span.end]
        for line in lay_out(text, 40, chosen_link=1).lines
        for span in line.spans
        if "reverse" in str(span.style)
    ]
    assert reversed_words == ["two"]


def test_headings_can_be_gone_to() -> None:
    page = lay_out("Text.\n\n## A `code` heading\n\nMore.", 40)
    assert page.lines[page.headings["A code heading"]].plain == "A code heading"


def test_wide_tables_give_way_in_their_widest_column() -> None:
    rows = [[Content("key"), Content("what")], [Content("F1"), Content("word " * 20)]]
    assert column_widths(rows, 40) == [6, 32]
    assert all(line.cell_length <= 40 for line in table_lines(rows, 40, "-"))
    assert column_widths(rows, 400) == [6, 100]


def test_markup_in_a_page_stays_text() -> None:
    assert lines_of("[bold]x[/bold] <b>y</b> [@click=app.quit]z[/]") == [
        "[bold]x[/bold] <b>y</b>",
        "[@click=app.quit]z[/]",
    ]
