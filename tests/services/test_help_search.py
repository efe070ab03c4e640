"""Search in the help: the right page first, whatever the accents, and an honest coverage."""

from __future__ import annotations

import pytest

from javari_tui.domain.help import HelpCategory, HelpPage
from javari_tui.paths import shipped
from javari_tui.services.help.help import Help
from javari_tui.services.help.index import HelpIndex, excerpt_around, plain


@pytest.fixture(scope="module")
def shipped_help() -> Help:
    return Help(shipped("help"))


@pytest.mark.parametrize(
    ("language", "words", "slug"),
    [
        ("en", "new line", "chat"),
        ("en", "how do I copy over ssh?", "ssh-tmux"),
        ("en", "tmux", "ssh-tmux"),
        ("en", "connect claude", "models"),
        ("en", "ollama", "models"),
        ("en", "api key", "models"),
        ("en", "export", "chats"),
        ("en", "undo a deleted chat", "chats"),
        ("en", "shortcuts", "keys"),
        ("en", "dark theme", "appearance-accessibility"),
        ("en", "NO_COLOR", "appearance-accessibility"),
        ("en", "where is my data stored", "data-privacy"),
        ("en", "exit codes", "command-line"),
        ("en", "what does it cost", "billing"),
        *(("en", word, "billing") for word in ("invoice", "balance", "price", "subscription", "account")),
        *(("es", word, "billing") for word in ("facturación", "factura", "pago", "saldo", "precio", "cuenta")),
        ("es", "línea nueva", "chat"),
        ("es", "linea nueva", "chat"),
        ("es", "LINEA NUEVA", "chat"),
        ("es", "borrar un chat", "chats"),
        ("es", "portapapeles ssh", "ssh-tmux"),
        ("es", "cuanto cuesta", "billing"),
        ("es", "tema oscuro", "appearance-accessibility"),
        ("es", "copia de seguridad", "data-privacy"),
    ],
)
def test_the_right_page_comes_first(shipped_help: Help, language: str, words: str, slug: str) -> None:
    assert shipped_help.search(words, language)[0].slug == slug


def test_billing_as_a_word_finds_the_page_from_its_beginning(shipped_help: Help) -> None:
    assert [shipped_help.search(word, "es")[0].heading for word in ("facturación", "suscripción")] == ["", ""]


def test_the_beginning_of_a_word_is_enough(shipped_help: Help) -> None:
    assert shipped_help.search("clipb", "en")[0].slug == "ssh-tmux"


@pytest.mark.parametrize("words", ["", "   ", "?!", "quantum physics", "\x1b[31m", "* ( ^"])
def test_nothing_is_found_where_there_is_nothing(shipped_help: Help, words: str) -> None:
    assert shipped_help.search(words, "en") == ()


def test_a_question_about_something_else_is_hardly_covered(shipped_help: Help) -> None:
    for words in ("what is the capital of France", "write a poem about the sea", "fix the bug in my login form"):
        assert all(hit.coverage < 0.6 for hit in shipped_help.search(words, "en")), words


def test_the_marked_places_are_the_words(shipped_help: Help) -> None:
    hit = shipped_help.search("línea nueva", "es")[0]
    marked = [hit.excerpt[start:end].lower() for start, end in hit.matches]
    assert marked and all(word.startswith(("línea", "nueva")) for word in marked)


def page(slug: str, title: str, text: str, keywords: tuple[str, ...] = ()) -> HelpPage:
    start = HelpCategory.START
    return HelpPage(slug=slug, title=title, category=start, language="en", text=text, keywords=keywords)


def test_title_and_keywords_weigh_more_than_text() -> None:
    index = HelpIndex(
        [
            page("text", "Something", "Here the backup is named once, and backup again."),
            page("keyword", "Other", "Nothing of it.", keywords=("backup",)),
            page("title", "Backup", "Nothing of it either."),
        ]
    )
    assert [hit.slug for hit in index.search("backup")] == ["title", "keyword", "text"]


def test_a_hash_in_code_is_no_heading() -> None:
    index = HelpIndex([page("p", "P", "## Real\n\n```sh\n# comment zebra\n```\n")])
    (hit,) = index.search("zebra")
    assert hit.heading == "Real"


def test_signs_of_scripts_without_spaces_are_found() -> None:
    index = HelpIndex([page("zh", "快捷键", "按键可以切换语言。")])
    assert index.search("语言")[0].slug == "zh"


def test_an_excerpt_shows_the_words_far_into_a_text() -> None:
    text = "word " * 100 + "needle " + "more " * 100
    excerpt, matches = excerpt_around(text.strip(), ["needle"])
    assert [excerpt[start:end] for start, end in matches] == ["needle"]
    assert excerpt.startswith("…") and excerpt.endswith("…") and len(excerpt) < 200


def test_plain_text_has_no_markdown_left() -> None:
    assert plain("| a | b |\n|---|---|\n| `x y` | **z** |\n\n- see [Page](help:x)") == "a b x y z see Page"


def test_telling_words_are_those_that_say_what_is_asked(shipped_help: Help) -> None:
    assert shipped_help.telling_words("What is the Nginx timeout?", "en") == ("nginx", "timeout")
    assert shipped_help.telling_words("¿Cómo configuro el servidor?", "es") == ("configuro", "servidor")
