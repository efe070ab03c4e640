"""How to connect a model: the introduction, said once to each user, and the whole answer."""

from __future__ import annotations

from javari_tui.domain.models import GUIDE, ActionRequested
from javari_tui.i18n import _
from javari_tui.providers.guide.answer import Answer, Question, bullets
from javari_tui.providers.guide.marks import code, quoted

INTRODUCTION_MARK = "(help:models#connect)"
"""A link that only the introduction has."""


def introduction() -> str:
    """What the Guide is, said once."""
    link = f"[{_('connect a model')}]{INTRODUCTION_MARK}"
    return _(
        "*I am the Guide: I work offline and am not a language model. I know Javari’s help and your chats, and do plain"
        " requests. For everything else, {connect}.*"
    ).format(connect=link)


async def how_to_connect(question: Question) -> Answer:
    """The ways to connect a model, with the local servers that answer now."""
    ways = [
        _(
            "**Claude, for this session**: inside Javari, type {command} and press Enter, choose the provider,"
            " then paste your key. It is never written to disk."
        ).format(command=code("/key")),
        _("**Claude, from the environment**: start Javari with {variable} set.").format(
            variable=code("ANTHROPIC_API_KEY")
        ),
        _("**From a password manager**: set {setting} in the settings file, for example to {example}.").format(
            setting=code("key_command"), example=code("pass show anthropic")
        ),
        _("**On your own machine**: start Ollama, LM Studio or llama.cpp. Javari finds it by itself."),
    ]
    choose = how_to_choose(question)
    more = _("All about it: {page}").format(page=await page_link(question, "models"))
    parts = [_("There are four ways:"), bullets(ways), await _found(question), choose, f"*{more}*"]
    return Answer("\n\n".join(parts))


def how_to_choose(question: Question) -> str:
    """How a model is chosen, where the question was asked."""
    if not question.library.can_act:
        return _("Choose a model with {option}, or for good: {command}").format(
            option=code("--model PROVIDER/MODEL"), command=code("javari config set model PROVIDER/MODEL")
        )
    return _("Choose a model with {key}.").format(key=code(question.keys_of("model.choose") or "/model"))


async def choose_model(question: Question, name: str) -> Answer:
    """Opens the list of models, or says it; says when only the Guide is there."""
    if not question.library.can_act:
        return await _models_in_words(question, name)
    text = _("Opening the list of models you can use now.")
    if not name:
        text = f"{text} {await _found(question)}"
    return Answer(text, (ActionRequested("model.choose", name),))


async def _models_in_words(question: Question, name: str) -> Answer:
    """The models as a list, and how one is chosen."""
    models = await question.library.models()
    lines = [f"{quoted(model.shown_title)}: {code(str(model.ref))}" for model in models]
    parts = [_("These models can be used now:"), bullets(lines), how_to_choose(question)]
    if not any(model.ref.provider != GUIDE for model in models):
        parts.append(_("How to connect one: {command}").format(command=code('javari ask "connect a model"')))
    if name:
        parts.insert(0, _("I changed nothing."))
    return Answer("\n\n".join(parts))


async def _found(question: Question) -> str:
    """The local servers that answer right now, as they are."""
    servers = await question.library.found_servers()
    if not servers:
        return _("Right now I find no model server on this machine.")
    named = ", ".join(f"**{quoted(server.title)}** ({code(server.base_url)})" for server in servers)
    return _("Running on this machine right now: {servers}.").format(servers=named)


async def page_link(question: Question, slug: str) -> str:
    """A link to a help page, by its title."""
    page = await question.library.help_page(slug, question.language)
    return f"[{page.title if page else slug}](help:{slug})"
