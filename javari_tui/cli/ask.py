"""`javari ask`: one question, the answer on the standard output."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from javari_tui.cli import translated
from javari_tui.cli.answer import AnswerPrinter, failure_cure, failure_sentence
from javari_tui.cli.exit_codes import ExitCode, code_of_failure
from javari_tui.cli.opened import javari, launch, run
from javari_tui.cli.output import say_aside, say_json
from javari_tui.domain.attachments import attach_file
from javari_tui.domain.chat import Attachment, Chat, Message
from javari_tui.domain.credits import Credits, plain
from javari_tui.domain.errors import NotFound
from javari_tui.domain.models import ModelRef
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _
from javari_tui.services.files.files import read_attachment

if TYPE_CHECKING:
    from javari_tui.services import Services


@translated.command(
    name="ask",
    kind=translated.CommandWithExitCodes,
    help=N_(
        "Ask a question and print the answer. What is piped in goes with the question, or is the question when there "
        "is no other. The chat is kept; “javari chats” and the app show it."
    ),
)
@translated.argument("question", nargs=-1, metavar=N_("[QUESTION]…"))
@translated.option(
    "--file", "-f", "files", multiple=True, type=Path, metavar=N_("FILE"), help=N_("Attach this file; may be repeated.")
)
@translated.option("--model", "-m", metavar=N_("PROVIDER/MODEL"), help=N_("Ask this model this time."))
@translated.option("--continue", "-c", "goes_on", is_flag=True, help=N_("Go on in the chat of the last message."))
@translated.option("--json", "as_json", is_flag=True, help=N_("Print one JSON object when the answer is whole."))
def command(question: tuple[str, ...], files: tuple[Path, ...], model: str | None, goes_on: bool, as_json: bool) -> int:
    """Put the question together, then ask it."""
    ref = _model(model)
    text, attachments, piped = " ".join(question), tuple(_attached(file) for file in files), _piped()
    if piped is not None and text.strip():
        attachments = (*attachments, piped)
    elif piped is not None:
        text = piped.text
    if not text.strip():
        raise click.UsageError(_("Give a question, or pipe one in."))
    return run(_ask(text, attachments, ref=ref, goes_on=goes_on, as_json=as_json))


def _attached(file: Path) -> Attachment:
    """A file, as large as the settings allow; refused with the reason."""
    return read_attachment(file, clean(str(file)), _largest())


def _largest() -> int:
    """Bytes of the largest attachment that the settings allow."""
    return launch().settings.settings.attachments.limit_kib * 1024


def _model(name: str | None) -> ModelRef | None:
    """The model asked for."""
    if name is None:
        return None
    try:
        return ModelRef.parse(name)
    except ValueError as error:
        raise click.BadParameter(
            _("Write it as provider/model, such as anthropic/claude-opus-5-5."), param_hint="--model"
        ) from error


def _piped() -> Attachment | None:
    """What is piped in, if anything; refused when it is no text or too much."""
    if sys.stdin is None or sys.stdin.isatty():
        return None
    limit = _largest()
    data = sys.stdin.buffer.read(limit + 1)
    return attach_file(_("standard input"), data, limit=limit) if data.strip() else None


async def _ask(
    text: str, attachments: tuple[Attachment, ...], *, ref: ModelRef | None, goes_on: bool, as_json: bool
) -> int:
    """Ask, print, and tell how it went."""
    async with javari() as services:
        if ref is not None and ref.provider not in {info.name for info in services.models.providers()}:
            say_aside(_("There is no provider “{name}”.").format(name=ref.provider))
            say_aside(_("“javari doctor” shows which can be reached."))
            return ExitCode.NO_MODEL
        chat_id = await _last_chat(services) if goes_on else None
        printer = AnswerPrinter(is_silent=as_json)
        services.conversation.listen(printer)
        chat = await services.conversation.ask(chat_id, text, attachments, model=ref)
        try:
            message = await printer.ended()
        except asyncio.CancelledError:
            await services.conversation.stop(chat.id)
            printer.finish_line()
            raise
        cost = await _cost(services, message) if as_json else None
    if as_json:
        say_json(_as_json(chat, message) | {"cost": cost})
    return _outcome(message)


async def _last_chat(services: Services) -> int:
    """The chat in which something was said last."""
    chats = await services.chats.list()
    if not chats:
        raise NotFound(N_("There is no chat yet to go on with."), cure=N_("Ask without --continue."))
    return max(chats, key=lambda chat: chat.updated_at).id


def _outcome(message: Message) -> int:
    """The exit code; what failed is told aside."""
    if message.failure is None:
        return ExitCode.OK
    say_aside(_("Error: {message}").format(message=failure_sentence(message.failure)))
    if cure := failure_cure(message.failure):
        say_aside(cure)
    return code_of_failure(message.failure.kind)


async def _cost(services: Services, message: Message) -> dict[str, object] | None:
    """What the last message cost, in credits as exact text; None where no price is written down."""
    receipts = await services.ledger.receipts(message.id)
    if not receipts:
        return None
    return {
        "credits": plain(Credits.sum(receipt.charged for receipt in receipts)),
        "estimated": any(receipt.is_estimated for receipt in receipts),
        "priced": all(receipt.is_priced for receipt in receipts),
        "price_version": receipts[-1].price_version,
    }


def _as_json(chat: Chat, message: Message) -> dict[str, object]:
    """The answer for a program to read."""
    usage, failure = message.usage, message.failure
    return {
        "chat": chat.id,
        "message": message.id,
        "model": str(message.model) if message.model else None,
        "state": message.state.value,
        "text": message.text,
        "usage": usage
        and {
            "input": usage.input,
            "output": usage.output,
            "cache_read": usage.cache_read,
            "cache_write": usage.cache_write,
        },
        "error": failure
        and {"kind": failure.kind.value, "message": failure_sentence(failure), "status": failure.status},
    }
