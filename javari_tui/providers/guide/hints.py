"""Answers that say how something is done that the Guide does not do itself."""

from __future__ import annotations

from javari_tui.i18n import _
from javari_tui.providers.guide.answer import Answer, Question, bullets, doing
from javari_tui.providers.guide.connecting import how_to_choose, page_link
from javari_tui.providers.guide.marks import code, fenced
from javari_tui.providers.guide.pages import section


async def farewell(question: Question, value: str) -> Answer:
    """A word at the end."""
    return Answer(f"{_('Goodbye! Everything is kept.')} {leaving(question)}".rstrip())


def leaving(question: Question) -> str:
    """How Javari is left; nothing where it is not open."""
    if not question.library.can_act:
        return ""
    return _("To leave Javari, press {key}.").format(key=code(question.keys_of("app.quit") or "/quit"))


async def current_model(question: Question, value: str) -> Answer:
    """That no model answers here: the Guide does."""
    text = _("Right now nobody but me, the Guide, answers here. I am not a language model.")
    return Answer(f"{text} {how_to_choose(question)}")


async def compute(question: Question, value: str) -> Answer:
    """Honest: the Guide cannot."""
    text = _("I cannot work that out: I am not a language model, and I do not calculate.")
    more = _("A model can. How to connect one: {page}").format(page=await page_link(question, "models"))
    return Answer(f"{text} {more}")


async def effort(question: Question, value: str) -> Answer:
    """Where effort is set."""
    text = _("Effort belongs to models that have that choice; I have none, so I changed nothing.")
    set_it = _("For every chat, on the command line: {command}").format(command=code("javari config set effort high"))
    if question.library.can_act:
        text += " " + _("Choose such a model with {key}, and you are asked how hard it shall think.").format(
            key=code(question.keys_of("model.choose") or "/model")
        )
    return Answer(f"{text}\n\n{set_it}")


async def delete(question: Question, value: str) -> Answer:
    """How chats are deleted; the Guide deletes nothing."""
    text = _("I never delete anything myself. This is how you do it:")
    ways = [
        _("this chat: {command} inside Javari").format(command=code("/delete")),
        _("any other: choose it in the list of chats ({key}) and delete it there").format(
            key=code(question.keys_of("chats.open") or "/chats")
        ),
        _("all at once: see how everything is removed, on the page {page}").format(
            page=await page_link(question, "data-privacy")
        ),
    ]
    undo = _("Until you quit, {command} brings the last one back.").format(command=code("/undo"))
    return Answer(f"{text}\n\n{bullets(ways)}\n\n{undo}")


async def undo(question: Question, value: str) -> Answer:
    """How a deleted chat comes back."""
    return Answer(
        _("Inside Javari, {command} brings back the chat that was deleted last, until you quit.").format(
            command=code("/undo")
        )
    )


async def export(question: Question, value: str) -> Answer:
    """How a chat is written to a file."""
    ways = [
        _("to read or share: {command}").format(command=code("/export notes.md")),
        _("whole, to take it elsewhere: {command}").format(command=code("/export chat.json")),
        _("on the command line: {command}").format(command=code("javari chats export")),
    ]
    more = _("All about it: {page}").format(page=await page_link(question, "chats"))
    return Answer(f"{_('A chat is written to a file like this:')}\n\n{bullets(ways)}\n\n*{more}*")


async def last_chat(question: Question, value: str) -> Answer:
    """Opens the list of chats; on the command line, says how chats are listed and shown."""
    if question.library.can_act:
        return doing(_("Opening your chats; the newest are at the top."), "chats.open")
    ways = [
        _("list them, the newest first: {command}").format(command=code("javari chats list")),
        _("show one: {command} and its number").format(command=code("javari chats show")),
        _("go on in the last one: {command}").format(command=code("javari ask --continue")),
    ]
    return Answer(f"{_('Your chats on the command line:')}\n\n{bullets(ways)}")


async def mouse(question: Question, value: str) -> Answer:
    """How the mouse is switched."""
    text = _("The mouse is a setting, and I did not change it. It holds from the next start.")
    ways = [
        _("inside Javari: {command}, then search for “mouse”").format(command=code("/settings")),
        _("on the command line: {off} or {on}").format(
            off=code("javari config set mouse false"), on=code("javari config set mouse true")
        ),
    ]
    return Answer(f"{text}\n\n{bullets(ways)}")


async def secret(question: Question, value: str) -> Answer:
    """What to do about a key that was sent as a message. It is not repeated."""
    text = _(
        "**That looks like a key, so it now stands in this chat, in its title perhaps, and in the history of what you"
        " wrote.** I did not use it and do not repeat it."
    )
    steps = [
        _("Make a new key at its provider and revoke this one: that alone makes it harmless."),
        _(
            "Delete this chat: inside Javari, {command}. It stays in the database for 30 days in case you want it back."
        ).format(command=code("/delete")),
        _("Give the new one safely: inside Javari, {steps}").format(steps=key_steps()),
    ]
    return Answer(f"{text}\n\n{bullets(steps)}")


def key_steps() -> str:
    """How a key is given inside Javari."""
    return _("type {command} and press Enter, choose the provider, then paste.").format(command=code("/key"))


async def json_given(question: Question, value: str) -> Answer:
    """The JSON of the request, laid out."""
    return Answer(fenced(value, "json"))


async def page(question: Question, value: str) -> Answer:
    """The section of the help that is meant, in the language of the interface."""
    slug, _sign, heading = value.partition("#")
    found = await section(question.library, slug, heading, question.language)
    if found is None:
        return Answer(_("All about it: {page}").format(page=await page_link(question, slug)))
    shown, title, passage = found
    source = _("From the help: {page}").format(page=f"[{shown.title}](help:{slug})")
    start = f"**{title}**\n\n" if title else ""
    return Answer(f"{start}{passage}\n\n*{source}*", has_sources=True)
