"""Javari in Spanish: nothing English stays on any screen, and a change of the language changes all of it at once."""

from __future__ import annotations

import re
from functools import cache

import pytest

from javari_tui import paths
from javari_tui.screens.chats.screen import ChatsDialog
from javari_tui.screens.credits.screen import CreditsScreen
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.explain import ExplainDialog
from javari_tui.screens.dialogs.history_search import HistorySearch
from javari_tui.screens.dialogs.picker import Picker
from javari_tui.screens.dialogs.profile_menu import ProfileMenuDialog
from javari_tui.screens.dialogs.question import Question
from javari_tui.screens.dialogs.sign_in import SignInDialog
from javari_tui.screens.help.screen import HelpScreen
from javari_tui.screens.settings.screen import SettingsScreen
from tests.journeys.conftest import Javari
from tests.journeys.person import Person
from tooling import catalogues

SIZES = [(60, 20), (80, 24), (120, 40)]
COMMON = re.compile(r"\b(the|and|of|with|your|you|this|that|from|when|are|is|to|not|or|for|it|type|press)\b", re.I)
"""Words that are in nearly every English sentence and in no Spanish one."""


@cache
def english() -> tuple[str, ...]:
    """Every English text that Spanish says otherwise."""
    catalogue = catalogues.read(paths.shipped("locales") / "es" / "LC_MESSAGES" / "javari.po")
    spanish = "\n".join(str(message.string) for message in catalogue if message.id)
    texts = []
    for message in catalogue:
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            bare = re.sub(r"\{[^}]*\}", "", text)
            # Short words, and those that are Spanish as well, tell nothing.
            if bare == text and len(re.findall(r"[a-z]", text)) > 3 and not stands_in(text, spanish):
                texts.append(text)
    assert len(texts) > 500
    return tuple(texts)


def stands_in(text: str, whole: str) -> bool:
    """Whether a text stands somewhere, not as a part of other words."""
    return text in whole and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", whole) is not None


async def reads_spanish(person: Person, *expected: str) -> None:
    """Wait until these texts stand on the screen; then no English one may."""
    for part in expected:
        await person.reads(re.escape(part))
    text = person.text()
    found = [one for one in english() if stands_in(one, text)]
    words = COMMON.findall(text)
    assert not found and not words, f"English: {found} {words}\n{text}"


@pytest.fixture
def in_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that speaks Spanish."""
    monkeypatch.setenv("LANGUAGE", "es")
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    monkeypatch.setenv("TERM_PROGRAM", "")


@pytest.mark.parametrize("size", SIZES)
async def test_the_chat_and_its_windows_are_spanish(javari: Javari, in_spanish: None, size: tuple[int, int]) -> None:
    async with javari(size=size) as person:
        await reads_spanish(
            person, "Chat nuevo", "Créditos: 1.000 / 1.000", "Plan: Gratis (local)", "¿Qué puedo hacer por ti?"
        )
        await reads_spanish(person, "Pregunta lo que quieras… / comandos, @ archivos", "Intro Enviar", "F1 Ayuda")
        await person.ask("¿qué puedes hacer?")
        await reads_spanish(person, "Guía")

        await person.press("f9")
        await person.on(ProfileMenuDialog)
        await reads_spanish(person, "Idioma: Español", "Recursos y documentos", "Seguridad y claves")
        await person.press("escape", "ctrl+p")
        await person.on(Picker)
        await reads_spanish(person, "Comandos", "Escribe para buscar", "Chat nuevo")
        await person.press("escape", "f1")
        await person.on(ExplainDialog)
        await reads_spanish(person, "El área de escritura")
        await person.press("escape", "ctrl+r")
        await person.on(HistorySearch)
        await reads_spanish(person, "Mensajes anteriores", "1 mensaje")
        await person.press("escape")
        await person.back()
        await person.type("/")
        await reads_spanish(person, "/new", "Chat nuevo", "palabras que buscar")


@pytest.mark.parametrize("size", SIZES)
async def test_lists_of_chats_and_models_are_spanish(javari: Javari, in_spanish: None, size: tuple[int, int]) -> None:
    async with javari(size=size) as person:
        await person.press("ctrl+o")
        await person.on(ChatsDialog)
        await reads_spanish(person, "Todavía no hay chats.")
        await person.press("escape")
        await person.back()
        await person.ask("¿qué hora es?")
        await person.press("ctrl+o")
        await person.on(ChatsDialog)
        await person.reads("Renombrar")
        await reads_spanish(person, "Título, etiqueta o palabras", "1 chat.")
        await person.press("escape", "f2")
        await person.on(Picker)
        await reads_spanish(person, "Modelo", "Guía")
        await person.press("escape")
        await person.back()
        await person.slash("/rename")
        await person.on(AskText)
        await reads_spanish(person, "Título del chat", "Intro acepta")
        await person.press("escape")
        await person.back()
        await person.slash("/credits")
        await person.on(CreditsScreen)
        await reads_spanish(person, "1.000")


PANES = {
    "language": ("Idioma y región", "Como el sistema"),
    "appearance": ("Aspecto", "Seguir a la terminal"),
    "models": ("Modelos y claves", "Modelo habitual"),
}


@pytest.mark.parametrize("size", SIZES)
async def test_settings_and_help_are_spanish(javari: Javari, in_spanish: None, size: tuple[int, int]) -> None:
    async with javari(size=size) as person:
        for name, expected in PANES.items():
            await person.slash(f"/settings {name}")
            await person.on(SettingsScreen)
            await person.reads(expected[1])
            await reads_spanish(person, "Ajustes", "Buscar en todos los ajustes", *expected)
            await person.press("escape", "escape")
            await person.back()
        await person.slash("/help")
        await person.on(HelpScreen)
        await person.reads("Primeros pasos")
        await reads_spanish(person, "Ayuda", "Qué hace Javari")


async def test_the_behaviour_settings_are_spanish(javari: Javari, in_spanish: None) -> None:
    async with javari(size=(120, 40)) as person:
        await person.slash("/settings behaviour")
        await person.reads("Conducta y personalidad")
        for preset in ("Para principiantes", "Profesional con experiencia", "Código completo", "Personalizado"):
            assert preset in person.text()
        # Below, the system prompt stands as it is sent: in English. Single words may be in it.
        text = person.text()
        assert not [one for one in english() if " " in one and stands_in(one, text)]


async def test_credits_and_plans_are_spanish(javari: Javari, in_spanish: None) -> None:
    async with javari(size=(60, 20)) as person:
        await person.slash("/credits")
        await person.on(CreditsScreen)
        await reads_spanish(person, "Quedan 1.000 de 1.000", "Es un presupuesto tuyo", "Poner límites")
        await person.press("2")
        await reads_spanish(person, "30 días", "No se ha usado nada en este tiempo.")
        await person.press("3")
        await reads_spanish(person, "Caducados", "1 apunte · Intro lo muestra entero")
        await person.press("escape")
        await person.back()
        await person.slash("/topup")
        await person.on(Question)
        await reads_spanish(person, "Recargar créditos", "Añadir 1.000 créditos al presupuesto de este")
        await person.press("escape")
        await person.back()
        await person.slash("/login")
        await person.on(SignInDialog)
        await reads_spanish(person, "Iniciar sesión", "Poner la dirección")
        await person.press("escape")
        await person.back()
        await person.slash("/settings credits")
        await person.on(SettingsScreen)
        await reads_spanish(person, "Créditos y límites", "sin límite")


async def test_errors_are_spanish(javari: Javari, in_spanish: None) -> None:
    async with javari(size=(80, 24)) as person:
        await person.slash("/import /nowhere/at-all.json")
        await person.reads("No se pudo")
        await reads_spanish(person, "No existe el archivo /nowhere/at-all.json.")


def parts(person: Person) -> dict[str, str]:
    """What each part of the chat screen says."""
    rows = person.rows()
    return {
        "header": rows[0],
        "bar": rows[1],
        "footer": " ".join(f"{key} {label}" for key, label in person.footer().items()),
        "prompt": "\n".join(rows[-4:-1]),
        "transcript": "\n".join(rows[2:-4]),
    }


SPANISH = {
    "header": "Guía",
    "bar": "Créditos: 1.000 / 1.000 ━━━━━ | Plan: Gratis (local) | Más información",
    "footer": "Intro Enviar",
    "prompt": "Pregunta lo que quieras…",
    "transcript": "Tú",
}
BEFORE = {
    "header": "Guide",
    "bar": "Credits: 1,000 / 1,000 ━━━━━ | Plan: Free (local) | Learn More",
    "footer": "Enter Send",
    "prompt": "Ask anything…",
    "transcript": "You",
}


async def test_the_profile_menu_changes_every_part_of_the_screen_at_once(javari: Javari) -> None:
    async with javari(size=(100, 40)) as person:
        await person.ask("hello")
        for language, here, gone in (("Español", SPANISH, BEFORE), ("English", BEFORE, SPANISH)):
            await person.press("f9", "enter")
            await person.on(Picker)
            await person.type(language)
            await person.press("enter")
            await person.back()
            await person.reads(re.escape(here["prompt"]))
            now = parts(person)
            for part, text in here.items():
                assert text in now[part], (part, now[part])
                assert gone[part] not in now[part], (part, now[part])


async def test_the_language_changes_by_asking_for_it_in_either_language(javari: Javari) -> None:
    async with javari() as person:
        await person.send("speak Spanish")
        await person.reads("Pregunta lo que quieras…")
        await person.answered()
        await person.send("ponlo en inglés")
        await person.reads("Ask anything…")
        assert "Learn More" in person.text()


async def test_the_settings_change_their_own_language_and_the_chat_below(javari: Javari) -> None:
    async with javari() as person:
        await person.slash("/settings language")
        await person.on(SettingsScreen)
        await person.press("right", "right")
        await person.reads("Todo lo que se ve")
        assert "Language & Localization" not in person.text()
        await person.press("escape", "escape")
        await person.back()
        await person.until(lambda: "Intro" in person.footer())
        await reads_spanish(person, "Chat nuevo", "Más información")
