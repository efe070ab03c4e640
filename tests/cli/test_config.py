"""`javari config`: settings of the file and preferences of the database, by the same commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from javari_tui.cli.exit_codes import ExitCode
from tests.cli.conftest import Javari


def test_the_path_is_that_of_the_file(javari: Javari, own_home: Path) -> None:
    assert javari("config", "path").out == f"{own_home / 'config' / 'config.yaml'}\n"


@pytest.mark.parametrize(("key", "value"), [("glyphs", "ascii"), ("answers.max_output_tokens", "999")])
def test_a_setting_is_written_to_the_file(key: str, value: str, javari: Javari, own_home: Path) -> None:
    assert javari("config", "get", key).out.strip() != value
    changed = javari("config", "set", key, value)
    assert changed.code == ExitCode.OK
    assert changed.out == f"{value}\n"
    assert javari("config", "get", key).out == f"{value}\n"
    assert value in (own_home / "config" / "config.yaml").read_text()


@pytest.mark.parametrize(("key", "value"), [("theme", "dark"), ("model", "ollama/llama3"), ("style", "expert")])
def test_a_preference_is_written_to_the_database(key: str, value: str, javari: Javari, own_home: Path) -> None:
    assert javari("config", "set", key, value).out == f"{value}\n"
    assert javari("config", "get", key).out == f"{value}\n"
    assert not (own_home / "config" / "config.yaml").exists()


def test_a_preset_brings_what_belongs_to_it(javari: Javari) -> None:
    javari("config", "set", "preset", "beginner")
    assert javari("config", "get", "style").out == "beginner\n"


@pytest.mark.parametrize("address", ["htp:/foo", "http://example.com"])
def test_an_address_that_is_none_is_refused_and_told_by_signing_in(
    address: str, javari: Javari, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = javari("config", "set", "billing.url", address)
    assert refused.code != ExitCode.OK
    assert "It begins with https://" in refused.err
    assert javari("config", "get", "billing.url").out == "\n"
    assert javari("config", "set", "billing.url", "http://127.0.0.1:8600").code == ExitCode.OK
    monkeypatch.setenv("JAVARI_BILLING_URL", address)
    javari("config", "set", "billing.url", "")
    told = javari("login").err
    assert address in told
    assert "no address of a server" in told


def test_what_the_environment_overrides_is_said(javari: Javari, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVARI_THEME", "light")
    changed = javari("config", "set", "theme", "dark")
    assert changed.out == "light\n"
    assert "environment" in changed.err
    monkeypatch.delenv("JAVARI_THEME")
    assert javari("config", "get", "theme").out == "dark\n"


def test_a_theme_that_is_not_there_is_said(javari: Javari, own_home: Path) -> None:
    changed = javari("config", "set", "theme", "drak")
    assert (changed.code, changed.out) == (ExitCode.OK, "drak\n")
    assert "no theme “drak”" in changed.err
    own = own_home / "config" / "themes" / "mine.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("base: javari-dark\n")
    for name in ("auto", "light", "contrast", "javari-dark", "mine"):
        assert javari("config", "set", "theme", name).err == "", name


def test_the_language_set_is_spoken_from_then_on(javari: Javari) -> None:
    javari("config", "set", "language", "qps")
    assert "[Úšágé:" in javari("--help").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["get", "glyhps"], "glyphs"),
        (["set", "glyphs", "pictures"], "ascii"),
        (["set", "style", "wizard"], "expert"),
    ],
)
def test_a_wrong_key_or_value_names_the_right_ones(words: list[str], message: str, javari: Javari) -> None:
    outcome = javari("config", *words)
    assert outcome.code == ExitCode.FAILED
    assert message in outcome.err


def test_the_list_has_every_setting_and_the_mistakes_aside(javari: Javari, own_home: Path) -> None:
    file = own_home / "config" / "config.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("glyphs: ascii\nmotoin: reduced\n")
    listed = javari("config")
    assert listed.out == javari("config", "list").out
    assert "glyphs = ascii\n" in listed.out
    assert "theme = auto\n" in listed.out
    assert "line 2" in listed.err
    assert "motion" in listed.err
    assert json.loads(javari("config", "list", "--json").out)["glyphs"] == "ascii"
