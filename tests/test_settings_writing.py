"""A value is changed in the file and nothing else is: comments, order and spacing are the user's."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from javari_tui.domain.errors import DiskFull, JavariError, SettingsError
from javari_tui.settings import SettingsStore

CHANGES = [
    ("", "glyphs", "ascii", "glyphs: ascii\n"),
    ("", "paste.fold_lines", "3", "paste:\n  fold_lines: 3\n"),
    ("", "providers.box.title", "My box", "providers:\n  box:\n    title: My box\n"),
    ("# only words\n", "mouse", "no", "# only words\nmouse: false\n"),
    ("mouse: true", "motion", "reduced", "mouse: true\nmotion: reduced\n"),
    ("mouse:   true   # mine\n", "mouse", "off", "mouse:   false   # mine\n"),
    ("mouse:\nmotion: full\n", "mouse", "off", "mouse: false\nmotion: full\n"),
    ("mouse: # mine\n", "mouse", "off", "mouse: false # mine\n"),
    ('glyphs: "auto"  # a\n', "glyphs", "ascii", "glyphs: ascii  # a\n"),
    (
        "paste:\n  # short\n  fold_lines: 3 # yes\n\n# next\nmouse: true\n",
        "paste.fold_characters",
        "9",
        "paste:\n  # short\n  fold_lines: 3 # yes\n  fold_characters: 9\n\n# next\nmouse: true\n",
    ),
    ("paste:\nmouse: true\n", "paste.fold_lines", "3", "paste:\n  fold_lines: 3\nmouse: true\n"),
    ("paste: {fold_lines: 3}\n", "paste.fold_lines", "4", "paste: {fold_lines: 4}\n"),
    ("paste: {fold_lines: 3}\n", "paste.fold_characters", "4", "paste: {fold_lines: 3, fold_characters: 4}\n"),
    ("paste: {}\n", "paste.fold_lines", "4", "paste: {fold_lines: 4}\n"),
    ("providers: {}\n", "providers.a.title", "A", "providers: {a: {title: A}}\n"),
    ("{mouse: true}\n", "motion", "full", "{mouse: true, motion: full}\n"),
    (
        "providers:\n    box:\n        title: x\nmouse: true\n",
        "providers.other.title",
        "z",
        "providers:\n    box:\n        title: x\n    other:\n      title: z\nmouse: true\n",
    ),
    (
        "providers:\n  box:\n    title: x\n",
        "providers.box.protocol",
        "anthropic",
        "providers:\n  box:\n    title: x\n    protocol: anthropic\n",
    ),
    ("keymap:\n  a.b: f2\n", "keymap.chat.new", "ctrl+n,f3", "keymap:\n  a.b: f2\n  chat.new: ctrl+n,f3\n"),
    ("keymap:\n  a.b: [f2, f3]\n", "keymap.a.b", "f4", "keymap:\n  a.b: f4\n"),
    ("mouse: true\r\n# x\r\n", "motion", "full", "mouse: true\r\n# x\r\nmotion: full\r\n"),
    ("# ñ 👤\nmouse: true # 👤\nmotion: full\n", "motion", "reduced", "# ñ 👤\nmouse: true # 👤\nmotion: reduced\n"),
    ("---\nmouse: true\n...\n", "motion", "full", "---\nmouse: true\nmotion: full\n...\n"),
    ("unknown: 1 # stays\n", "mouse", "true", "unknown: 1 # stays\nmouse: true\n"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings file is."""
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "config.yaml"


@pytest.mark.parametrize(("before", "key", "value", "after"), CHANGES, ids=range(len(CHANGES)))
def test_only_the_value_changes(file: Path, before: str, key: str, value: str, after: str) -> None:
    file.write_bytes(before.encode())
    store = SettingsStore.load(file, {})
    store.set(key, value)
    assert file.read_bytes().decode() == after
    assert store.get(key) == SettingsStore.load(file, {}).get(key)


@pytest.mark.parametrize(
    "value", ["on", "null", "12", "~", "", " padded", "a: b", "# no", '"', "\\", "'x'", "- y", "ñ 👤", "!x"]
)
def test_any_text_comes_back_as_it_was(file: Path, value: str) -> None:
    store = SettingsStore.load(file, {})
    store.set("providers.box.title", value)
    store.set("providers.box.key_command", value)
    again = SettingsStore.load(file, {})
    assert again.problems == ()
    assert again.settings.providers["box"].title == again.settings.providers["box"].key_command == value.strip()


@given(text=st.text(max_size=60), key=st.sampled_from(["title", "base_url"]))
def test_what_is_written_is_what_yaml_reads(tmp_path_factory: pytest.TempPathFactory, text: str, key: str) -> None:
    file = tmp_path_factory.mktemp("any") / "config.yaml"
    store = SettingsStore.load(file, {})
    try:
        store.set(f"providers.box.{key}", text)
    except SettingsError:
        assert not file.exists()
    else:
        assert yaml.safe_load(file.read_text())["providers"]["box"][key] == text.strip()


LINES = st.sampled_from(
    ["mouse: true", "# words", "", "paste:", "  fold_lines: 3", "  # more", "motion: full # m", "keymap: {a.b: f2}",
     "providers:", "  box:", "    title: 'x'", "   ", "- a", "  fold_lines: [1,", "answers: {}", "storage:\t", "..."]
)  # fmt: skip
KEYS = st.sampled_from(["mouse", "paste.fold_lines", "keymap.a.b", "providers.box.title", "answers.connect_seconds"])


@given(lines=st.lists(LINES, max_size=12), key=KEYS)
def test_a_change_works_or_leaves_the_file_untouched(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], key: str
) -> None:
    file = tmp_path_factory.mktemp("any") / "config.yaml"
    before = "\n".join(lines)
    file.write_text(before)
    store = SettingsStore.load(file, {})
    value = "false" if key == "mouse" else "7"
    try:
        store.set(key, value)
    except SettingsError:
        assert file.read_text() == before
        return
    after = file.read_text()
    assert SettingsStore.load(file, {}).get(key) == value
    assert [line for line in lines if line.startswith("#")] == [line for line in after.split("\n") if line[:1] == "#"]


def test_a_file_with_a_mistake_is_left_alone(file: Path) -> None:
    file.write_text("mouse: true\nglyphs: [\n")
    with pytest.raises(SettingsError, match="line 3"):
        SettingsStore.load(file, {}).set("mouse", "false")
    assert file.read_text() == "mouse: true\nglyphs: [\n"


def test_a_wrong_value_writes_nothing(file: Path) -> None:
    with pytest.raises(SettingsError, match="auto, unicode, ascii"):
        SettingsStore.load(file, {}).set("glyphs", "emoji")
    assert not file.exists()


def test_what_someone_else_wrote_meanwhile_stays(file: Path) -> None:
    store = SettingsStore.load(file, {})
    file.write_text("motion: reduced\n")
    store.set("mouse", "false")
    assert file.read_text() == "motion: reduced\nmouse: false\n"
    assert store.settings.motion == "reduced"


def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "new" / "config.yaml"
    store = SettingsStore.load(file, {})
    store.set("mouse", "false")
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    file.chmod(0o644)
    store.set("mouse", "true")
    assert file.stat().st_mode & 0o777 == 0o644
    assert [entry.name for entry in file.parent.iterdir()] == ["config.yaml"]


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "javari.yaml"
    real.write_text("# mine\n")
    file.symlink_to(real)
    SettingsStore.load(file, {}).set("mouse", "false")
    assert file.is_symlink()
    assert real.read_text() == "# mine\nmouse: false\n"


def test_a_full_disk_says_so_and_keeps_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("mouse: true\n")
    store = SettingsStore.load(file, {})

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        store.set("mouse", "false")
    assert file.read_text() == "mouse: true\n"
    assert [entry.name for entry in file.parent.iterdir()] == ["config.yaml"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file, not a folder")
    with pytest.raises(JavariError) as caught:
        SettingsStore.load(tmp_path / "config" / "config.yaml", {}).set("mouse", "false")
    assert "Not a directory" in str(caught.value)
