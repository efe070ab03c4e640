"""Whether an answer can be paid for, asked before anything is written or sent. Models that cost nothing always can."""

from __future__ import annotations

from javari_tui.domain.chat import Attachment, Message
from javari_tui.domain.models import ModelInfo, ModelRef
from javari_tui.domain.tokens import OVERHEAD_OF_A_TURN
from javari_tui.services.conversation.desk import Desk
from javari_tui.services.conversation.summaries import LONGEST
from javari_tui.services.ledger.bills import question_place
from javari_tui.services.ledger.ledger import count_draft
from javari_tui.services.ledger.spending import Wanted


async def require_for_draft(
    desk: Desk, model: ModelRef | None, chat_id: int | None, text: str, attachments: tuple[Attachment, ...]
) -> None:
    """SpendingRefused when the answer to this, at the end of the shown branch, cannot be paid for.

    A model that is not known yet is looked at when it is: its answer then ends before it is asked for.
    """
    info = _costs(desk, model)
    if info is not None:
        tokens = await desk.prompt_tokens(chat_id, info) + await count_draft(text, attachments)
        await _require(desk, info, tokens, chat_id=chat_id or 0)


async def require_for_edit(
    desk: Desk, model: ModelRef | None, message_id: int, text: str, attachments: tuple[Attachment, ...]
) -> None:
    """The same for another version of a message of the user's."""
    info = _costs(desk, model)
    if info is not None:
        old = await _message(desk, message_id)
        above = old.chat_id if old.parent_id is not None else None
        tokens = await desk.prompt_tokens(above, info, old.parent_id) + await count_draft(text, attachments)
        await _require(desk, info, tokens, chat_id=old.chat_id)


async def require_again(desk: Desk, model: ModelRef | None, message_id: int) -> None:
    """The same for another answer to a question, or the rest of one: `message_id` is the question or the answer."""
    info = _costs(desk, model)
    if info is not None:
        message, stored = await _message(desk, message_id), desk.stored
        path, _older = await stored.disk.look(stored.messages.path, message.chat_id, leaf_id=message_id)
        place = question_place(path)
        question = path[place].id if place >= 0 else 0
        tokens = await desk.prompt_tokens(message.chat_id, info, message_id) + OVERHEAD_OF_A_TURN
        await _require(desk, info, tokens, chat_id=message.chat_id, question_id=question)


async def require_for_summary(desk: Desk, model: ModelRef | None, chat_id: int) -> None:
    """The same for a summary of a chat."""
    info = _costs(desk, model)
    if info is not None:
        tokens = await desk.prompt_tokens(chat_id, info)
        wanted = Wanted(model=info.ref, prompt_tokens=tokens, answer_tokens=LONGEST, chat_id=chat_id)
        await desk.spending.require(wanted)


def _costs(desk: Desk, model: ModelRef | None) -> ModelInfo | None:
    """What is known of a model whose answers cost something."""
    return None if model is None or desk.spending.is_free(model) else desk.models.info(model)


async def _message(desk: Desk, message_id: int) -> Message:
    return await desk.stored.disk.look(desk.stored.messages.get, message_id)


async def _require(desk: Desk, info: ModelInfo, tokens: int, *, chat_id: int, question_id: int = 0) -> None:
    await desk.spending.require(
        Wanted(
            model=info.ref,
            prompt_tokens=tokens,
            answer_tokens=desk.answer_tokens(info, tokens),
            chat_id=chat_id,
            question_id=question_id,
        )
    )
