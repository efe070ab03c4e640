"""What working on a chat needs: the disk, the models, whoever listens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from javari_tui.domain.chat import NEW_CHAT_ID, Message
from javari_tui.domain.conversation import (
    ChatChanged,
    ContextMeasured,
    ConversationUpdate,
    MessageAdded,
    MessageChanged,
)
from javari_tui.domain.models import Effort, ModelInfo, ModelRef, ToolInfo
from javari_tui.providers.base import Provider
from javari_tui.services.conversation import sending
from javari_tui.services.conversation.answering import Surroundings
from javari_tui.services.conversation.context import BranchEnd, has_room_for, is_nearly_full, used_tokens
from javari_tui.services.conversation.request import Mask, as_it_is, output_limit
from javari_tui.services.conversation.steps import Step
from javari_tui.services.conversation.tool_rounds import Toolbox
from javari_tui.services.ledger.spending import Spending
from javari_tui.services.stored import Stored
from javari_tui.settings.model import ToolSettings

P = ParamSpec("P")
T = TypeVar("T")

_TAIL = 12
"""Messages at the end of a chat that are looked at first."""
_STEP = 500
"""Messages read at once above them: the disk is needed for other things too."""


class ModelChoice(Protocol):
    """Which model answers, and whoever speaks to it."""

    async def current(self, chat_id: int | None = None) -> ModelInfo:
        """The model of the next answer; may ask servers."""

    async def at_hand(self, chat_id: int | None = None) -> ModelRef | None:
        """The model of the next answer where that is known without asking any server."""

    def info(self, ref: ModelRef) -> ModelInfo:
        """What is known of a model; asks nobody."""

    def key_refused(self, provider: str) -> None:
        """The server took the key for a wrong one."""

    async def provider(self, name: str) -> Provider:
        """The provider, with its key. Raises KeyMissing or ModelError."""

    async def effort(self, info: ModelInfo) -> Effort | None:
        """How hard the model shall think, where it has the choice."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What working on a chat needs."""

    stored: Stored
    models: ModelChoice
    system_prompt: Callable[[], Awaitable[str]]
    longest_answer: Callable[[], int]
    """Tokens an answer may have, from the settings."""
    around: Surroundings
    spending: Spending
    toolbox: Toolbox | None = None
    tool_settings: Callable[[], ToolSettings] = ToolSettings
    mask: Mask = as_it_is
    """Takes the secrets that are known out of what the user attaches, as it is sent."""
    without_tools: set[ModelRef] = field(default_factory=set)
    """The models that were found to take none."""

    async def write(self, work: Callable[Concatenate[Stored, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What one of the transactions of `sending` or `summaries` gives."""
        return await self.stored.disk.run(work, self.stored, *args, **kwargs)

    def may_spend(self, chat_id: int) -> bool:
        """Whether a chat's question may go on by itself, as far as credits go."""
        return self.spending.may_go_on(chat_id)

    def tell(self, update: ConversationUpdate) -> None:
        """Tell everyone who listens."""
        self.around.updates.tell(update)

    async def measure(self, chat_id: int, info: ModelInfo | None = None) -> ContextMeasured:
        """How full the window of a model is, as a rule that of the next answer's."""
        info = info or await self.models.current(chat_id)
        return ContextMeasured(chat_id, await self.prompt_tokens(chat_id, info), info.context_tokens)

    async def is_nearly_full(self, answer: Message, info: ModelInfo) -> bool:
        """Whether the older part should be put in short before this answer is asked for."""
        if info.context_tokens is None:
            return False
        return is_nearly_full(await self.prompt_tokens(answer.chat_id, info, answer.id), info.context_tokens)

    async def model_at_hand(self, chat_id: int | None) -> ModelInfo | None:
        """The model of the next answer where no server must be asked."""
        ref = await self.models.at_hand(chat_id)
        return None if ref is None else self.models.info(ref)

    async def prompt_tokens(self, chat_id: int | None, info: ModelInfo, leaf_id: int | None = None) -> int:
        """Tokens a branch takes; what fills the window is counted, and not what stands above that."""
        look, end = self.stored.disk.look, BranchEnd(info.ref, info.context_tokens)
        if chat_id is not None:
            path = partial(self.stored.messages.path, chat_id)
            above, has_older = await look(path, leaf_id=leaf_id, limit=_TAIL)
            while not end.add(above) and has_older:
                above, has_older = await look(path, before=above[0].id, limit=_STEP)
        system, tools = await self.system_prompt(), await self.offered(chat_id or NEW_CHAT_ID, info)
        return used_tokens(end.messages, system, info.ref, tools=tools, limit=info.context_tokens)

    def answer_tokens(self, info: ModelInfo, prompt_tokens: int) -> int:
        """How long an answer may be, as far as the settings, the model and its window go."""
        return output_limit(info, prompt_tokens, self.longest_answer())

    async def offered(self, chat_id: int, info: ModelInfo) -> tuple[ToolInfo, ...]:
        """The tools a model may call in a chat; none where the window has little room beside them."""
        if self.toolbox is None or info.ref in self.without_tools or not self.tool_settings().enabled:
            return ()
        tools = await self.toolbox.offered(chat_id)
        return tools if has_room_for(tools, info.context_tokens) else ()

    def tell_step(self, step: Step) -> None:
        """Tell of a message whose calls are settled, and of the answer below it."""
        self.tell(MessageChanged(step.above.chat_id, step.above))
        if step.is_shown:
            self.tell(MessageAdded(step.above.chat_id, step.answer))
        if not step.answer.is_running:
            # Who waits for the end of an answer hears of it by this alone.
            self.tell(MessageChanged(step.above.chat_id, step.answer))

    def tell_sent(self, sent: sending.Sent) -> None:
        """Tell what a send made."""
        self.tell(ChatChanged(sent.chat))
        self.tell(MessageAdded(sent.chat.id, sent.question))
        self.tell(MessageAdded(sent.chat.id, sent.answer))
