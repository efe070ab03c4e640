"""The settings file may say anything: what is right is in force, what is wrong is named, nothing raises."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from javari_tui import settings as settings_package
from javari_tui.domain.errors import SettingsError
from javari_tui.domain.preferences import Preferences
from javari_tui.settings import (
    Glyphs,
    Link,
    Motion,
    Protocol,
    ProviderSettings,
    Settings,
    SettingsStore,
)
from javari_tui.settings.written import Source

FULL = """\
# What I like
glyphs: ascii
motion: reduced   # I get dizzy
link: Light
timestamps: yes
mouse: off
paste:
  fold_lines: 30
  fold_characters: 4_000
attachments: {limit_kib: 2048}
answers:
  max_output_tokens: 9000
  silence_seconds: 60
  connect_seconds: 4
storage:
  backups: 12
discovery: false
providers:
  box:
    title: "The box: fast"
    protocol: anthropic
    base_url: http://box:8000
    key_command: 'pass show "box"'
  my-vllm:
    base_url: http://localhost:8000/v1
keymap:
  chat.new: ctrl+n,f2
  app.quit: [ctrl+q, f10]
  sidebar.toggle: ""
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the settings file is, not yet written."""
    return tmp_path / "config" / "config.yaml"


def _load(file: Path, text: str | bytes, environ: dict[str, str] | None = None) -> SettingsStore:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return SettingsStore.load(file, environ or {})


def test_without_a_file_everything_has_its_default(file: Path) -> None:
    store = SettingsStore.load(file, {})
    assert store.settings == Settings()
    assert store.problems == ()


def test_a_whole_file_is_understood(file: Path) -> None:
    store = _load(file, FULL)
    assert store.problems == ()
    settings = store.settings
    assert (settings.glyphs, settings.motion, settings.link) == (Glyphs.ASCII, Motion.REDUCED, Link.LIGHT)
    assert (settings.timestamps, settings.mouse, settings.discovery) == (True, False, False)
    assert (settings.paste.fold_lines, settings.paste.fold_characters) == (30, 4000)
    assert settings.attachments.limit_kib == 2048
    assert (settings.answers.max_output_tokens, settings.answers.silence_seconds) == (9000, 60)
    assert settings.storage.backups == 12
    assert settings.providers["box"] == ProviderSettings(
        title="The box: fast",
        protocol=Protocol.ANTHROPIC,
        base_url="http://box:8000",
        key_command='pass show "box"',
    )
    assert settings.providers["my-vllm"].protocol is Protocol.OPENAI
    assert dict(settings.keymap) == {"chat.new": "ctrl+n,f2", "app.quit": "ctrl+q,f10", "sidebar.toggle": ""}


MISTAKES = [
    ("glyps: ascii\n", 1, "glyps", "glyphs"),
    ("\n# x\nmotion: wild\n", 3, "motion", ""),
    ("timestamps: maybe\n", 1, "timestamps", ""),
    ("timestamps: 2\n", 1, "timestamps", ""),
    ("fold_lines: 3\n", 1, "fold_lines", "paste.fold_lines"),
    ("paste:\n  fold-lines: 3\n", 2, "paste.fold-lines", "paste.fold_lines"),
    ("paste:\n  fold_lines: many\n", 2, "paste.fold_lines", ""),
    ("paste:\n  fold_lines: 0\n", 2, "paste.fold_lines", ""),
    ("paste:\n  fold_lines: 1.5\n", 2, "paste.fold_lines", ""),
    ("paste:\n  fold_lines: 99999999999999999999\n", 2, "paste.fold_lines", ""),
    ("paste: 3\n", 1, "paste", ""),
    ("paste: [1]\n", 1, "paste", ""),
    ("glyphs: {a: b}\n", 1, "glyphs", ""),
    ("glyphs:\n  - ascii\n", 2, "glyphs", ""),
    ("mouse: true\nmouse: false\n", 2, "mouse", ""),
    ("paste:\n  fold_lines: 3\n  fold_lines: 4\n", 3, "paste.fold_lines", ""),
    ("providers:\n  Box:\n    title: x\n", 2, "providers.Box", ""),
    ("providers:\n  box: http://box\n", 2, "providers.box", ""),
    ("providers:\n  box:\n    protocol: grpc\n", 3, "providers.box.protocol", ""),
    ("providers:\n  box:\n    url: http://box\n", 3, "providers.box.url", "providers.box.base_url"),
    ('providers:\n  box:\n    title: "a\\nb"\n', 3, "providers.box.title", ""),
    ("keymap:\n  chat.new: {a: b}\n", 2, "keymap.chat.new", ""),
    ("keymap:\n  'a b': f2\n", 2, "keymap.a b", ""),
    ("theme: dark\n", 1, "theme", ""),
    ("themee: dark\n", 1, "themee", "theme"),
    ("<<: {glyphs: ascii}\n", 1, "<<", ""),
    ("glyphs: [\n", 2, "", ""),
    ("glyphs: ascii\n  motion: full\n", 2, "", ""),
    ("a: 1\n---\nb: 2\n", 2, "", ""),
    ("a: &x 1\nb: *x\n", 1, "", ""),
    ("? [a, b]\n: 1\n", 1, "", ""),
    ("- glyphs\n", 1, "", ""),
    ("just words\n", 1, "", ""),
    ("a: " + "[" * 50 + "\n", 1, "", ""),
    ("mouse: true\nx: \x07\n", 2, "", ""),
    ("*" * 100, 1, "", ""),
    (b"mouse: true\n\ntitle: a\xf1o\n", None, "", ""),
    ("#" * 300_000, None, "", ""),
]


@pytest.mark.parametrize(("text", "line", "key", "closest"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_named_with_its_place(
    file: Path, text: str | bytes, line: int | None, key: str, closest: str
) -> None:
    (problem,) = _load(file, text).problems
    assert (problem.file, problem.line, problem.key, problem.closest) == (file, line, key, closest)
    sentence = problem.sentence
    assert str(file) in sentence and key in sentence and closest in sentence
    assert sentence.isprintable() and "{" not in sentence.replace(key, "")


def test_a_sentence_says_what_would_be_right(file: Path) -> None:
    store = _load(file, "motion: wild\nglyps: ascii\n")
    assert [problem.sentence.removeprefix(str(file)) for problem in store.problems] == [
        ", line 1: “wild” cannot be the value of “motion”. It must be one of: full, reduced.",
        ", line 2: There is no setting “glyps”. Did you mean “glyphs”?",
    ]


def test_a_mistake_costs_nothing_else(file: Path) -> None:
    store = _load(file, "glyphs: ascii\nmotion: wild\npaste:\n  fold_lines: x\n  fold_characters: 9\n")
    assert store.settings.glyphs is Glyphs.ASCII
    assert store.settings.motion is Motion.FULL
    assert (store.settings.paste.fold_lines, store.settings.paste.fold_characters) == (12, 9)
    assert len(store.problems) == 2


def test_a_key_without_a_value_keeps_its_default(file: Path) -> None:
    store = _load(file, "glyphs:\npaste:\nmotion: ~\nproviders:\n")
    assert (store.settings, store.problems) == (Settings(), ())


def test_a_file_that_cannot_be_read_is_a_problem(file: Path) -> None:
    file.mkdir(parents=True)
    (problem,) = SettingsStore.load(file, {}).problems
    assert "could not be read" in problem.sentence


def test_a_file_the_system_refuses_to_open_is_a_problem(file: Path) -> None:
    file.parent.mkdir()
    file.symlink_to(file)
    (problem,) = SettingsStore.load(file, {}).problems
    assert "symbolic links" in problem.sentence


def test_a_pipe_in_place_of_the_file_does_not_hang(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    (problem,) = SettingsStore.load(file, {}).problems
    assert "not a file" in problem.sentence


def test_the_start_does_not_pay_for_yaml_without_a_file() -> None:
    code = """
import sys
from pathlib import Path
from javari_tui.settings import SettingsStore
SettingsStore.load(Path("/nowhere/config.yaml"), {})
sys.exit(bool({"yaml", "textual", "pydantic", "difflib"} & sys.modules.keys()))
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300), st.text("ab:-&*[]{}'\"|>!%@`\n \t#?,<~", max_size=80)))
def test_no_file_whatever_raises(tmp_path_factory: pytest.TempPathFactory, content: str | bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    store = _load(file, content)
    assert all(problem.sentence for problem in store.problems)
    assert len(store.describe()) >= 12


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"JAVARI_GLYPHS": "unicode"}, ("glyphs", "unicode")),
        ({"JAVARI_MOTION": "FULL"}, ("motion", "full")),
        ({"JAVARI_DISCOVERY": "on"}, ("discovery", "true")),
        ({"JAVARI_MOUSE": "1"}, ("mouse", "true")),
        ({"JAVARI_PASTE_FOLD_LINES": "7"}, ("paste.fold_lines", "7")),
        ({"JAVARI_ANSWERS__SILENCE_SECONDS": "33"}, ("answers.silence_seconds", "33")),
    ],
)
def test_the_environment_wins_over_the_file(file: Path, environ: dict[str, str], expected: tuple[str, str]) -> None:
    store = _load(file, FULL, environ)
    key, value = expected
    assert store.get(key) == value != SettingsStore.load(file, {}).get(key)
    (info,) = [info for info in store.describe() if info.key == key]
    assert (info.value, info.source) == (value, Source.ENVIRONMENT)
    assert store.problems == ()


def test_a_wrong_variable_is_named_and_the_file_counts(file: Path) -> None:
    store = _load(file, FULL, {"JAVARI_MOTION": "wild", "JAVARI_MOUSE": "", "JAVARI_HOME": "/x"})
    assert store.settings.motion is Motion.REDUCED
    (problem,) = store.problems
    assert problem.sentence.startswith("JAVARI_MOTION: “wild” cannot be")


def test_the_environment_wins_over_preferences_for_one_run(file: Path) -> None:
    environ = {"JAVARI_THEME": "dark", "JAVARI_LANGUAGE": "es", "JAVARI_MODEL": "no-slash", "JAVARI_STYLE": ""}
    store = SettingsStore.load(file, environ)
    assert store.preferences_in_force(Preferences(theme="light")) == Preferences(theme="dark", preferred_language="es")
    (problem,) = store.problems
    assert problem.key == "JAVARI_MODEL"


def test_every_setting_is_described_with_a_sentence(file: Path) -> None:
    infos = {info.key: info for info in _load(file, FULL).describe()}
    assert all(info.sentence and info.type and info.default is not None for info in infos.values())
    assert infos["glyphs"].choices == ("auto", "unicode", "ascii")
    assert (infos["glyphs"].default, infos["glyphs"].value, infos["glyphs"].source) == ("auto", "ascii", Source.FILE)
    assert infos["answers.connect_seconds"].value == "4"
    assert infos["providers.box.key_command"].value == 'pass show "box"'
    assert infos["keymap.chat.new"].value == "ctrl+n,f2"
    assert all(store_value(file, key) == info.value for key, info in infos.items())


def store_value(file: Path, key: str) -> str:
    """What a fresh store says."""
    return SettingsStore.load(file, {}).get(key)


@pytest.mark.parametrize(
    "key", ["glyps", "paste", "paste.fold_lines.x", "", ".", "providers.box", "keymap", "*", "a.*"]
)
def test_what_is_no_setting_cannot_be_got(file: Path, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        SettingsStore.load(file, {}).get(key)
    assert f"“{key}”" in str(caught.value)


def test_a_mistyped_key_brings_the_closest(file: Path) -> None:
    with pytest.raises(SettingsError, match=r"Did you mean “answers\.silence_seconds”"):
        SettingsStore.load(file, {}).set("answers.silent_seconds", "3")


def test_every_exported_name_is_there() -> None:
    assert all(hasattr(settings_package, name) for name in settings_package.__all__)
