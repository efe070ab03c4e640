"""Every kind of Markdown is shown as what it is."""

from __future__ import annotations

from javari_tui.widgets.transcript.body import Body
from javari_tui.widgets.transcript.glyphs import Page
from tests.widgets.transcript_rig import laid_out, rows_of, texts


def test_markdown_is_whole() -> None:
    shown = texts(
        "# One\n\n1. a\n2. b\n   - c\n\n- [x] done\n- [ ] open\n\n> quote\n\n---\n\n![A cat](http://x.example/c.png)\n",
        30,
    )
    assert shown == [
        "One",
        " 1. a",
        " 2. b",
        "     ◦ c",
        "",
        " ☑ done",
        " ☐ open",
        "",
        "▎ quote",
        "",
        "─" * 30,
        "",
        "[Picture: A cat]",
    ]


def test_lists_count_as_markdown_counts_over_many_blocks() -> None:
    assert texts("1. a\n1. b\n\n   more\n1. c\n") == [" 1. a", " 2. b", "", "    more", " 3. c"]


def test_ordered_lists_begin_and_are_written_as_in_the_source() -> None:
    assert texts("0. a\n1. b\n") == [" 0. a", " 1. b"]
    assert texts("- x\n\n  0) a\n  1) b\n") == [" • x", "", "    0) a", "    1) b"]
    assert texts("7) seven\n8) eight\n") == [" 7) seven", " 8) eight"]
    assert texts("99. a\n100. b\n") == ["99. a", "100. b"]


def test_loose_lists_keep_their_rows_apart_and_tight_ones_do_not() -> None:
    assert texts("- a\n\n- b\n") == [" • a", "", " • b"]
    assert texts("- a\n- b\n") == [" • a", " • b"]
    assert texts("- a\n  - b\n\n  - c\n") == [" • a", "    ◦ b", "", "    ◦ c"]


def test_footnotes_stay_as_they_were_written() -> None:
    assert texts("A claim.[^1]\n\n[^1]: Source\n") == ["A claim.[^1]", "", "[^1]: Source"]
    assert texts("> [^n]: Source\n> [^n]\n") == ["▎ [^n]: Source [^n]"]
    text = "[^a]: x\n[b]: http://x.example\n\n[b]"
    assert texts(text) == ["[^a]: x [b]: http://x.example", "", "[b]"]


def test_html_is_text_but_for_a_break() -> None:
    assert texts("one<br>\ntwo<br> three<br>\n**four**") == ["one", "two", "three", "four"]
    assert texts('<div align="x">a</div><!-- b -->one<br>two') == ['<div align="x">a</div><!-- b -->one', "two"]


def test_pictures_say_their_names_and_where_they_are_under_the_cursor() -> None:
    said = "![A cat](http://x.example/c.png) ![](http://x.example/d.png)"
    assert texts(said) == ["[Picture: A cat] [Picture: without a name]"]
    shown = " ".join(texts(said, 90, show_targets=True))
    assert "(http://x.example/c.png)" in shown
    assert "(http://x.example/d.png)" in shown


def test_a_fence_names_its_language_unless_it_has_none() -> None:
    assert texts("```Python title=x\na\n```") == [" python", " a"]
    assert texts("```\na\n```") == [" a"]
    assert texts("- x\n  ```js\n  a\n  ```\n") == [" • x", "    js", "    a"]


def test_code_within_a_growing_item_is_coloured_line_by_line_and_at_last_as_a_whole() -> None:
    text = "1. Do:\n   ```python\n   x = '''\n   def no(): pass\n   '''\n   ```\n"
    body = Body("", is_open=True)
    page = Page(60)
    for letter in text:
        body.feed(letter)
        rows_of(body.blocks, page)
    body.close()
    assert rows_of(body.blocks, page) == laid_out(text)
    looks = {look for line in laid_out(text) for span in line.spans if "def" in span.text for look in span.look}
    assert not any("Keyword" in look for look in looks)
