"""The shipped help pages: whole in both languages, links that lead somewhere, keys that are today's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.commands.key_names import CommandKeys
from javari_tui.domain.errors import NotFound
from javari_tui.domain.help import HelpCategory, HelpInteraction, placeholders
from javari_tui.paths import shipped
from javari_tui.services.help.help import Help, read_page

LANGUAGES = ("en", "es")
WANTED = {
    "getting-started",
    "chat",
    "chats",
    "assets",
    "tools",
    "models",
    "guide",
    "settings",
    "keys",
    "appearance-accessibility",
    "command-line",
    "ssh-tmux",
    "data-privacy",
    "billing",
    "troubleshooting",
    "faq",
}
FILES = sorted(shipped("help").glob("*/*.md"))


def raw(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def shipped_help() -> Help:
    return Help(shipped("help"))


def test_every_page_there_should_be_is_there_in_every_language() -> None:
    for language in LANGUAGES:
        pages = shipped_help().pages(language)
        assert {page.slug for page in pages} == WANTED
        assert {page.language for page in pages} == {language}, "a page fell back to English"


def test_translations_stand_on_the_same_shelf_and_have_the_same_parts() -> None:
    english, spanish = (shipped_help().pages(language) for language in LANGUAGES)
    for one, other in zip(english, spanish, strict=True):
        assert (one.slug, one.category, one.order) == (other.slug, other.category, other.order)
        assert one.text.count("\n## ") == other.text.count("\n## "), one.slug
        assert one.title != other.title
        assert one.keywords and other.keywords and one.tags and other.tags


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_link_leads_to_a_page(file: Path) -> None:
    targets = re.findall(r"\]\(([^)]*)\)", raw(file))
    for target in targets:
        assert target.startswith("help:"), target
        assert target.removeprefix("help:") in WANTED


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_command_a_page_names_exists(file: Path) -> None:
    known = {command.id for command in ALL_COMMANDS}
    assert set(placeholders(raw(file))) <= known
    slash = {command.slash for command in ALL_COMMANDS if command.slash}
    named = set(re.findall(r"`/([a-z]+)[ `]", raw(file)))
    assert named - {"exp"} <= slash


def test_every_page_can_be_reached_by_links_from_the_first() -> None:
    pages = {page.slug: page.text for page in shipped_help().pages("en")}
    seen: set[str] = set()
    waiting = ["getting-started"]
    while waiting:
        slug = waiting.pop()
        if slug not in seen:
            seen.add(slug)
            waiting += re.findall(r"\(help:([a-z-]+)\)", pages[slug])
    assert seen == WANTED


def test_keys_are_filled_in_from_the_keymap_and_no_placeholder_is_left() -> None:
    pages = shipped_help()
    pages.use_key_names(CommandKeys(ALL_COMMANDS, {"chats.open": "ctrl+y"}))
    for language in LANGUAGES:
        for page in pages.pages(language):
            assert "{{" not in page.text, page.slug
        assert "`Ctrl+Y` opens" in pages.page("chats", "en").text
        assert "| `Ctrl+Y` |" in pages.page("keys", "en").text


def test_without_key_names_the_ids_stand_in() -> None:
    assert "chats.open" in shipped_help().page("chats", "en").text


def test_a_page_without_translation_is_shown_in_english(tmp_path: Path) -> None:
    for language, slug, title in (("en", "one", "One"), ("en", "two", "Two"), ("es", "one", "Uno")):
        folder = tmp_path / language
        folder.mkdir(exist_ok=True)
        (folder / f"{slug}.md").write_text(f"---\ntitle: {title}\n---\nText\n")
    pages = Help(tmp_path)
    assert [(page.title, page.language) for page in pages.pages("es")] == [("Uno", "es"), ("Two", "en")]
    assert [page.title for page in pages.pages("xx")] == ["One", "Two"]


def test_a_broken_page_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    for name, text in {
        "good": "---\ntitle: Good\ncategory: start\n---\nText",
        "no-front": "Just text",
        "no-title": "---\norder: 1\n---\nText",
        "bad-shelf": "---\ntitle: X\ncategory: nowhere\n---\nText",
        "bad-yaml": "---\ntitle: [\n---\nText",
    }.items():
        (tmp_path / "en" / f"{name}.md").write_text(text)
    (tmp_path / "en" / "not-text.md").write_bytes(b"---\n\xff\n---\n")
    pages = Help(tmp_path).pages("en")
    assert [page.slug for page in pages] == ["good"]
    assert pages[0].category is HelpCategory.START


def test_a_language_code_is_never_a_path() -> None:
    assert {page.language for page in shipped_help().pages("../help/es")} == {"en"}


def test_an_unknown_page_is_not_found() -> None:
    with pytest.raises(NotFound, match="no-such-page"):
        shipped_help().page("no-such-page", "en")


def test_front_matter_is_read_whole() -> None:
    page = read_page(shipped("help") / "en" / "keys.md", "en")
    assert page.title == "Keyboard"
    assert "shortcut" in page.keywords
    assert not page.text.startswith("---")


async def test_what_readers_do_is_recorded() -> None:
    kept: list[tuple[str, str, str, str]] = []

    async def record(slug: str, kind: str, query: str, feedback: str) -> None:
        kept.append((slug, kind, query, feedback))

    pages = Help(shipped("help"), record=record)
    await pages.record("chat", HelpInteraction.VIEW)
    await pages.record("chat", HelpInteraction.NOT_HELPFUL, feedback="too short")
    assert kept == [("chat", "view", "", ""), ("chat", "not_helpful", "", "too short")]
    await shipped_help().record("chat", HelpInteraction.VIEW)
