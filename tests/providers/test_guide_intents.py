"""What the Guide understands, in both languages and whatever the interface speaks."""

from __future__ import annotations

import pytest

from javari_tui.commands.catalogue import ALL_COMMANDS
from javari_tui.providers.guide.intents import Asked, understand
from javari_tui.providers.guide.phrasebook import known_phrasebooks, phrasebook
from javari_tui.providers.guide.replies import REPLIES
from javari_tui.providers.guide.templates import compile_template, joined, tokens_of

THEMES = ("light", "dark", "auto", "ansi", "contrast", "solarized")

ENGLISH = [
    ("hi", "greeting", ""),
    ("Good morning!", "greeting", ""),
    ("thank you very much", "thanks", ""),
    ("Who are you?", "who", ""),
    ("are you Claude?", "who", ""),
    ("what can you do?", "abilities", ""),
    ("help", "abilities", ""),
    ("What can I ask you?", "abilities", ""),
    ("Speak Spanish", "language", "es"),
    ("speak spanish please", "language", "es"),
    ("please switch to French", "language", "fr"),
    ("Can you change the language to German?", "language", "de"),
    ("in English", "language", "en"),
    ("日本語", "language", "ja"),
    ("switch to 中文", "language", "zh"),
    ("which languages do you speak?", "languages", ""),
    ("change the language", "languages", ""),
    ("use the dark theme", "theme", "dark"),
    ("please switch to the dark theme", "theme", "dark"),
    ("make it light", "theme", "light"),
    ("dark mode on", "theme", "dark"),
    ("high contrast theme", "theme", "contrast"),
    ("use the solarized theme", "theme", "solarized"),
    ("change the theme", "themes", ""),
    ("What's my balance?", "balance", ""),
    ("How many credits do I have left?", "balance", ""),
    ("show me my credits", "balance", ""),
    ("what plan am I on", "balance", ""),
    ("How do I connect Claude?", "connect", ""),
    ("connect a model", "connect", ""),
    ("how can I connect to Ollama", "connect", ""),
    ("where do I put my API key?", "connect", ""),
    ("which local models did you find", "connect", ""),
    ("choose a model", "model", ""),
    ("switch to another model", "model", ""),
    ("use claude-opus-5-5", "model", "claude-opus-5-5"),
    ("switch to Qwen3 32B", "model", "Qwen3 32B"),
    ("open settings", "settings", ""),
    ("Show me my preferences", "settings", ""),
    ("start a new chat", "new_chat", ""),
    ("new chat", "new_chat", ""),
    ("find the chat about nginx", "find_chat", "nginx"),
    ("Find the chat where we discussed Kubernetes", "find_chat", "Kubernetes"),
    ("what did I say about Postgres?", "find_chat", "Postgres"),
    ("search my chats for Café Müller", "find_chat", "Café Müller"),
    ("show config.json", "show_file", "config.json"),
    ("Show ~/notes/Todo.md please", "show_file", "~/notes/Todo.md"),
    ("cat /etc/hosts", "show_file", "/etc/hosts"),
    ("./src/main.py", "show_file", "./src/main.py"),
    ("open the file “my notes”", "show_file", "my notes"),
    ("what is in package.json?", "show_file", "package.json"),
    ("show me the diff changes.patch", "show_file", "changes.patch"),
    ("Remind me to call mum tomorrow", "reminder", "call mum tomorrow"),
    ("set a reminder for Friday", "reminder", "Friday"),
    ("What time is it?", "time", ""),
    ("what's the date today", "date", ""),
    ("what day is it?", "date", ""),
    ("how do I make a new line?", "keys", "prompt.newline"),
    ("How do I insert a line break?", "keys", "prompt.newline"),
    ("what is the key for the sidebar", "keys", "sidebar.toggle"),
    ("how do I stop the answer?", "keys", "answer.stop"),
    ("how to quit", "keys", "app.quit"),
    ("show all keys", "all_keys", ""),
    ("open the help about keys", "help_page", "keys"),
    ("help me with tmux", "help_page", "tmux"),
    ("open the help", "help_pages", ""),
]
SPANISH = [
    ("hola", "greeting", ""),
    ("¡Buenos días!", "greeting", ""),
    ("muchas gracias", "thanks", ""),
    ("¿Quién eres?", "who", ""),
    ("¿Qué puedes hacer?", "abilities", ""),
    ("ayuda", "abilities", ""),
    ("habla inglés", "language", "en"),
    ("ponlo en español", "language", "es"),
    ("Ponlo todo en inglés, por favor", "language", "en"),
    ("cambia el idioma a francés", "language", "fr"),
    ("¿puedes hablar español?", "language", "es"),
    ("¿qué idiomas hablas?", "languages", ""),
    ("usa el tema oscuro", "theme", "dark"),
    ("pon el modo claro", "theme", "light"),
    ("cambia al tema de alto contraste", "theme", "contrast"),
    ("tema oscuro", "theme", "dark"),
    ("cambiar el tema", "themes", ""),
    ("¿Cuántos créditos me quedan?", "balance", ""),
    ("cuál es mi saldo", "balance", ""),
    ("muéstrame mi saldo", "balance", ""),
    ("¿Cómo conecto Claude?", "connect", ""),
    ("¿cómo puedo conectar un modelo?", "connect", ""),
    ("dónde pongo mi clave", "connect", ""),
    ("elige un modelo", "model", ""),
    ("cambiar de modelo", "model", ""),
    ("usa claude-sonnet-5-5", "model", "claude-sonnet-5-5"),
    ("abre los ajustes", "settings", ""),
    ("empieza un chat nuevo", "new_chat", ""),
    ("busca el chat sobre copias de seguridad", "find_chat", "copias de seguridad"),
    ("¿Qué dije de PostgreSQL?", "find_chat", "PostgreSQL"),
    ("busca nginx en mis chats", "find_chat", "nginx"),
    ("muestra config.json", "show_file", "config.json"),
    ("enséñame el archivo ~/Notas/Día.md", "show_file", "~/Notas/Día.md"),
    ("abre el fichero «mis notas»", "show_file", "mis notas"),
    ("recuérdame llamar a mamá", "reminder", "llamar a mamá"),
    ("pon un recordatorio para el viernes", "reminder", "el viernes"),
    ("¿Qué hora es?", "time", ""),
    ("¿qué día es hoy?", "date", ""),
    ("¿Cómo hago una línea nueva?", "keys", "prompt.newline"),
    ("como meto un salto de linea", "keys", "prompt.newline"),
    ("¿Cómo puedo salir?", "keys", "app.quit"),
    ("con qué tecla abro los chats", "keys", "chats.open"),
    ("muestra las teclas", "all_keys", ""),
    ("abre la ayuda sobre atajos", "help_page", "atajos"),
    ("abre la ayuda", "help_pages", ""),
]
MISTYPED = [
    ("swich to the drak theme", "theme", "dark"),
    ("speek spanih", "language", "es"),
    ("how many credtis do I have", "balance", ""),
    ("how do i make a new lien", "keys", "prompt.newline"),
    ("abre los ajsutes", "settings", ""),
    ("ponlo en ingles", "language", "en"),
    ("como conceto un modelo", "connect", ""),
]
QUESTIONS = [
    "what is the capital of France",
    "write a poem about the sea",
    "show me how to write a for loop",
    "are there any errors in my code?",
    "speak klingon",
    "show google.com",
    "open https://example.com/a.html",
    "¿cuál es la capital de Francia?",
    "escribe un poema sobre el mar",
    "why is my nginx returning 502?",
    "the dark ages theme in history",
    "use more salt",
    "",
    "   ",
    "?!",
    "😀",
]


@pytest.mark.parametrize("interface", ["en", "es", "fr"])
@pytest.mark.parametrize(("text", "intent", "value"), ENGLISH + SPANISH)
def test_plain_requests_are_understood_whatever_the_interface_speaks(
    text: str, intent: str, value: str, interface: str
) -> None:
    assert understand(text, interface, THEMES) == Asked(intent, value)


@pytest.mark.parametrize(("text", "intent", "value"), MISTYPED)
def test_small_typing_mistakes_do_no_harm(text: str, intent: str, value: str) -> None:
    assert understand(text, "en", THEMES) == Asked(intent, value)


@pytest.mark.parametrize("text", QUESTIONS)
def test_other_questions_are_no_requests(text: str) -> None:
    assert understand(text, "en", THEMES) is None


def test_case_and_marks_do_not_matter() -> None:
    for text in (
        "SPEAK SPANISH!!!",
        "speak   spanish.",
        "«Speak Spanish»",
        "hey javari, can you speak Spanish please?",
    ):
        assert understand(text, "en", THEMES) == Asked("language", "es"), text


def test_long_texts_are_never_requests_and_cost_nothing() -> None:
    assert understand("speak spanish " * 50_000, "en", THEMES) is None
    assert understand("{ [" * 50_000, "en", THEMES) is None
    assert understand("1 " * 90 + "x", "en", THEMES) is None
    assert understand("find the chat about " + "z " * 36, "en", THEMES) is not None


def test_a_theme_that_is_not_there_is_not_chosen() -> None:
    assert understand("use the high contrast theme", "en", ("light", "dark")) is None


def test_every_intent_of_the_phrases_has_an_answer_and_every_answer_phrases() -> None:
    for code in known_phrasebooks():
        book = phrasebook(code)
        intents = {template.intent for template in book.templates} | {cue.intent for cue in book.cues}
        assert intents | {"json", "secret"} == set(REPLIES), code


def test_every_key_people_ask_for_is_a_command() -> None:
    known = {command.id for command in ALL_COMMANDS}
    for code in known_phrasebooks():
        assert set(phrasebook(code).keys.values()) <= known


def test_a_template_with_an_open_bracket_is_refused() -> None:
    with pytest.raises(ValueError, match="broken"):
        compile_template("broken", "find [the chat")


def test_scripts_without_spaces_are_read_sign_by_sign() -> None:
    template = compile_template("x", "切换[成|到]{words}")
    found = template.pattern.fullmatch(joined(tuple(token.folded for token in tokens_of("切换到中文"))))
    assert found is not None and found["words"] == "中 文 "
