from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.chat import Attachment, AttachmentKind
from javari_tui.domain.titles import LONGEST, cell_width, title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("How do I list files?", "How do I list files?"),
        ("\n\n# Release plan\nfor May", "Release plan"),
        ("- **first** of `many` things to do", "first of many things to do"),
        ("Hi! Can you explain monads to me", "Hi! Can you explain monads to me"),
        ("Please sort this list. Then print it twice.", "Please sort this list"),
        ("```python\nprint('hello')\n```", "print('hello')"),
        ("see [the docs](https://example.org/x) for it", "see the docs for it"),
        ("¿Cómo puedo ordenar una lista en Python?", "¿Cómo puedo ordenar una lista en Python?"),
        ("请解释一下什么是递归函数。然后举一个例子。", "请解释一下什么是递归函数"),
        ("--- \n***", ""),
        ("", ""),
    ],
)
def test_title_is_the_first_thing_that_says_something(text: str, title: str) -> None:
    assert title_from(text) == title


def test_long_title_is_cut_between_words() -> None:
    title = title_from("Explain the difference between processes and threads in operating systems")
    assert title == "Explain the difference between processes and…"


def test_script_without_spaces_is_cut_by_its_width() -> None:
    title = title_from("東京" * 40)
    assert title.endswith("…")
    assert cell_width(title) <= LONGEST
    assert len(title) == 24


def test_title_never_ends_inside_a_character_made_of_several() -> None:
    family = "👨\u200d👩\u200d👧"
    for lead in range(30, 60):
        kept = title_from("x" * lead + family * 10).removesuffix("…").lstrip("x")
        assert kept == family * (len(kept) // len(family))
    accented = "e\u0301" * 60
    assert all(pair == "e\u0301" for pair in zip_pairs(title_from(accented).removesuffix("…")))


def zip_pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(0, len(text), 2)]


def test_message_without_words_is_titled_by_its_attachment() -> None:
    file = Attachment(kind=AttachmentKind.FILE, name="src/deep/notes.txt", text="x", tokens=1)
    assert title_from("  ", (file,)) == "notes.txt"
    assert title_from("Summarise", (file,)) == "Summarise"


def test_control_codes_do_not_reach_a_title() -> None:
    assert title_from("\x1b]52;c;aGk=\x07Hello there, friend") == "]52;c;aGk= Hello there, friend"


@given(st.text(max_size=300))
def test_any_text_gives_a_short_title_of_one_line(text: str) -> None:
    title = title_from(text)
    assert cell_width(title) <= LONGEST
    assert "\n" not in title
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in title)
