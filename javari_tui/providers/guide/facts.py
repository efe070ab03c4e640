"""Answers that tell something: who, what, how much, which key."""

from __future__ import annotations

from javari_tui.domain.credits import Credits, shown_left
from javari_tui.i18n import _
from javari_tui.providers.guide.answer import Answer, Question, bullets
from javari_tui.providers.guide.connecting import page_link
from javari_tui.providers.guide.marks import code, quoted


async def greet(question: Question, value: str) -> Answer:
    """A short word back."""
    return Answer(_("Hello! Ask me about Javari, or say what you would like to do. “What can you do?” shows examples."))


async def welcome(question: Question, value: str) -> Answer:
    """An answer to thanks."""
    return Answer(_("You are welcome."))


async def who(question: Question, value: str) -> Answer:
    """What the Guide is and is not."""
    text = _(
        "I am the Guide, a part of Javari. I am not a language model and nobody else reads what you write to me:"
        " I work on this machine alone. I look things up in the help and in your chats, and carry out plain requests."
    )
    more = _("More about me: {page}").format(page=await page_link(question, "guide"))
    return Answer(f"{text}\n\n*{more}*")


async def abilities(question: Question, value: str) -> Answer:
    """What can be asked, by example."""
    examples = [
        _("“How do I make a new line?”"),
        _("“Speak Spanish”, “Use the dark theme”, “Open settings”"),
        _("“How many credits do I have?”"),
        _("“Find the chat about nginx”, “Start a new chat”"),
        _("“Show config.json” — any text file you name"),
        _("“How do I connect a model?”, “Choose a model”"),
        _("“Open the help about keys”, “What time is it?”"),
    ]
    if "list_files" in question.tools.offered:
        examples.append(_("“What is in this folder?”"))
    rest = _("Any other question I look up in the help and in your own chats, and I name the source.")
    more = _("More about me: {page}").format(page=await page_link(question, "guide"))
    return Answer(f"{_('You can ask me, for example:')}\n\n{bullets(examples)}\n\n{rest}\n\n*{more}*")


async def balance(question: Question, value: str) -> Answer:
    """The credits as far as they are known."""
    known = await question.library.balance()
    plan = quoted(known.plan) or _("Free (local)")
    if known.remaining is None:
        told = _("Credits: **—**, plan: **{plan}**. The figure is not known yet.").format(plan=plan)
    else:
        total = "—" if known.total is None else shown_left(Credits.of(known.total))
        told = _("Credits: **{remaining}** of {total}, plan: **{plan}**.").format(
            remaining=shown_left(Credits.of(known.remaining)), total=total, plan=plan
        )
    told = " ".join((told, *known.remarks))
    more = _("What it means: {page}").format(page=await page_link(question, "billing"))
    keys = question.keys_of("credits.open").split(", ")[0] if question.library.can_act else ""
    offer = _("{command} shows where they went.").format(command=code(keys)) + " " if keys else ""
    return Answer(f"{told}\n\n*{offer}{more}*")


async def reminder(question: Question, value: str) -> Answer:
    """Honest: there are no reminders yet."""
    return Answer(
        _("Reminders are coming, but they are not there yet. **I have set nothing**, so please note it somewhere else.")
    )


async def key(question: Question, value: str) -> Answer:
    """The key of one command, or its slash word."""
    keys = question.keys_of(value)
    more = _("All keys: {page}").format(page=await page_link(question, "keys"))
    if not keys:
        palette = question.keys_of("palette.open")
        text = _("There is no key for that; the list of all commands has it.")
        if palette:
            text = _("There is no key for that; {palette} finds every command by name.").format(palette=code(palette))
        return Answer(f"{text}\n\n*{more}*")
    told = _("Type {command}.") if keys.startswith("/") else _("Press {command}.")
    if not question.library.can_act:
        told = _("Inside Javari, type {command}.") if keys.startswith("/") else _("Inside Javari, press {command}.")
    choices, *others = (code(one) for one in keys.split(", "))
    for other in others:
        choices = _("{one} or {other}").format(one=choices, other=other)
    return Answer(f"{told.format(command=choices)}\n\n*{more}*")
