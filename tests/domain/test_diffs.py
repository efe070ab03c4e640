"""Diffs are read whatever they are: every line keeps its place, its number, its file, and nothing is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.diff_pairs import MOST_WORDS, Pairs, changed_words
from javari_tui.domain.diff_parsing import looks_like_diff, parse_diff
from javari_tui.domain.diffs import Diff
from javari_tui.domain.untrusted_text import is_clean

GIT = """\
diff --git a/one.py b/one.py
index 1111111..2222222 100644
--- a/one.py
+++ b/one.py
@@ -8,4 +8,5 @@ def one():
 kept
-old
+new
+newer
 kept too
\\ No newline at end of file
@@ -30 +31 @@
-- item
+++ item
diff --git a/old name.txt b/new name.txt
similarity index 90%
rename from old name.txt
rename to new name.txt
diff --git a/a.png b/a.png
new file mode 100644
Binary files /dev/null and b/a.png differ
"""


def told(diff: Diff) -> list[tuple[str, int | None, int | None, str]]:
    """Lines of hunks: sign, numbers, text."""
    lines = [diff.line(at) for at in range(len(diff.lines))]
    return [(line.sign, line.old, line.new, line.text) for line in lines if line.sign]


def test_lines_have_their_signs_and_numbers() -> None:
    diff = parse_diff(GIT)
    assert told(diff) == [
        (" ", 8, 8, "kept"),
        ("-", 9, None, "old"),
        ("+", None, 9, "new"),
        ("+", None, 10, "newer"),
        (" ", 10, 11, "kept too"),
        ("-", 30, None, "- item"),
        ("+", None, 31, "++ item"),
    ]
    assert (diff.added, diff.removed) == (3, 2)
    assert [diff.lines[line][:4] for line in diff.hunk_lines] == ["@@ -", "@@ -"]


def test_files_have_their_names_and_what_became_of_them() -> None:
    one, renamed, image = parse_diff(GIT).files
    assert (one.name, one.is_renamed, one.is_binary) == ("one.py", False, False)
    assert (renamed.old, renamed.new, renamed.is_renamed) == ("old name.txt", "new name.txt", True)
    assert (image.old, image.new, image.is_binary) == ("", "a.png", True)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("--- a/x.c\n+++ b/x.c", ("x.c", "x.c")),
        ("--- a/x.c\t2026-01-01 10:00\n+++ x.c\t2026-01-02 10:00", ("a/x.c", "x.c")),
        ("--- /dev/null\n+++ b/x.c", ("", "x.c")),
        ("--- a/x.c\n+++ /dev/null", ("x.c", "")),
        ('--- "a/\\303\\261 \\"x\\".c"\n+++ "b/\\303\\261.c"', ('ñ "x".c', "ñ.c")),
        ('--- "a/\\033[31m\\q\\n"\n+++ b/[@click=app.quit]x[/]', ("q", "[@click=app.quit]x[/]")),
        ("--- c/x.c\n+++ c/x.c", ("c/x.c", "c/x.c")),
    ],
)
def test_names_are_read_as_they_are_meant(head: str, names: tuple[str, str]) -> None:
    (file,) = parse_diff(f"{head}\n@@ -1 +1 @@\n-a\n+b").files
    assert is_clean(file.old + file.new)
    assert (file.old.strip(), file.new) == names


def test_what_is_cut_off_or_counted_wrongly_is_read_as_far_as_it_goes() -> None:
    cut = parse_diff("--- a/x\n+++ b/x\n@@ -1,90 +1,90 @@\n a\n-b\n--- a/y\n+++ b/y\n@@ -5 +5 @@\n-c\n+d")
    assert [file.name for file in cut.files] == ["x", "y"]
    assert told(cut)[1:] == [("-", 2, None, "b"), ("-", 5, None, "c"), ("+", None, 5, "d")]
    short = parse_diff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n\n d")
    assert told(short) == [("-", 1, None, "a"), ("+", None, 1, "b"), ("+", None, 2, "c"), (" ", 2, 3, "d")]
    alike = parse_diff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n--- a\n+++ b\n@@ -5 +5 @@\n-c\n+d")
    assert told(alike)[:2] == [("-", 1, None, "-- a"), ("+", None, 1, "++ b")]
    mail = parse_diff("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n-- \n2.50.1\n")
    assert (mail.added, mail.removed) == (1, 1)


def test_without_places_there_are_no_numbers() -> None:
    bare = parse_diff("-old\n+new\n same\n")
    assert told(bare) == [("-", None, None, "old"), ("+", None, None, "new"), (" ", None, None, "same")]
    vague = parse_diff("--- a/x\n+++ b/x\n@@ def one @@\n-old\n+new")
    assert told(vague) == [("-", None, None, "old"), ("+", None, None, "new")]
    assert len(vague.hunks) == 1
    named = parse_diff("--- a/x\n+++ b/x\n-old\n+new\n--- a/y\n+++ b/y\n+more")
    assert [file.name for file in named.files] == ["x", "y"]
    assert [line[3] for line in told(named)] == ["old", "new", "more"]
    assert told(parse_diff("--- a comment of SQL\n+select"))[0] == ("-", None, None, "-- a comment of SQL")


def test_line_ends_of_windows_are_no_part_of_lines() -> None:
    assert told(parse_diff("--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-a\r\n+b\r\n")) == [
        ("-", 1, None, "a"),
        ("+", None, 1, "b"),
    ]


def test_several_versions_put_together_have_a_column_each() -> None:
    text = "diff --cc x.py\nindex 1,2..3\n--- a/x.py\n+++ b/x.py\n@@@ -1,2 -1,2 +1,3 @@@\n  a\n- b\n -c\n++d\n +e"
    diff = parse_diff(text)
    assert [file.name for file in diff.files] == ["x.py"]
    assert told(diff) == [
        ("  ", None, 1, "a"),
        ("- ", None, None, "b"),
        (" -", None, None, "c"),
        ("++", None, 2, "d"),
        (" +", None, 3, "e"),
    ]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (GIT, True),
        ("\n--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b", True),
        ("@@ -1 +1 @@\n-a\n+b", True),
        ("diff --git a/x b/y\nrename to y", True),
        ("--- \ntitle: front matter\n---\n", False),
        ("- one\n- two\n+ three", False),
        ("", False),
    ],
)
def test_a_diff_is_told_from_other_text(text: str, is_one: bool) -> None:
    assert looks_like_diff(text) == is_one


_LINES = st.sampled_from([*GIT.split("\n"), "@@@ -1 -1 +1 @@@", "@@", "--- ", "+++ ", "\\", "- ", "\r", '--- "a\\', ""])


@given(st.lists(st.one_of(_LINES, st.text(max_size=20)), max_size=40))
def test_no_text_is_refused_and_no_line_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    diff = parse_diff(text)
    assert [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] == list(diff.lines)
    assert len(diff.kinds) == len(diff.lines)
    pairs = Pairs(diff)
    rows = pairs.side_by_side()
    shown = [line for row in rows for line in dict.fromkeys(row) if line is not None]
    assert sorted(shown) == list(range(len(diff.lines)))
    for at in range(len(diff.lines)):
        line = diff.line(at)
        assert line.sign + line.text == diff.lines[at]
        other = pairs.partner(at)
        assert other is None or pairs.partner(other) == at


def test_a_hundred_thousand_lines_are_one_byte_each() -> None:
    body = "".join(f"-line {at}\n+Line {at}\n" for at in range(50_000))
    diff = parse_diff(f"--- a/x\n+++ b/x\n@@ -1,50000 +1,50000 @@\n{body}")
    assert (diff.added, diff.removed, len(diff.hunks)) == (50_000, 50_000, 1)
    assert diff.line(100_002).new == 50_000
    assert Pairs(diff).partner(100_002) == 100_001


def test_a_changed_line_belongs_to_the_one_it_was() -> None:
    diff = parse_diff("-a\n-b\n-c\n+A\n+B\n x\n+y\n")
    pairs = Pairs(diff)
    assert [pairs.partner(line) for line in range(7)] == [3, 4, None, 0, 1, None, None]
    assert [tuple(row) for row in pairs.side_by_side()] == [(0, 3), (1, 4), (2, None), (5, 5), (None, 6)]


def test_words_that_changed_are_found_where_it_is_worth_it() -> None:
    assert changed_words("return number + 1", "return total + 1") == ([(7, 13)], [(7, 12)])
    assert changed_words("completely other", "x = [1, 2]") == ([], [])
    long = " ".join(["word"] * MOST_WORDS)
    assert changed_words(long, f"{long}!") == ([], [])
