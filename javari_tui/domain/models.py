"""Language models as Javari sees them: names, abilities, what a request asks, what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from javari_tui.domain.model_records import GUIDE, GUIDE_TITLE, RETRYABLE, Failure, FailureKind, ModelRef, Usage
from javari_tui.domain.tool_info import ToolInfo
from javari_tui.i18n import _


class Effort(StrEnum):
    """How hard a model that can choose should think."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    XHIGH = "xhigh"
    MAX = "max"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """What is known of a model. Unknown figures are None, never guessed."""

    ref: ModelRef
    title: str
    context_tokens: int | None = None
    output_tokens: int | None = None
    efforts: tuple[Effort, ...] = ()
    """Empty where the model has no such choice."""
    thinks: bool = False

    @property
    def shown_title(self) -> str:
        """The title; the Guide's in the language in force."""
        return _(self.title) if self.ref.provider == GUIDE else self.title


class StopReason(StrEnum):
    """Why a model stopped."""

    END = "end"
    LENGTH = "length"
    TOOL_USE = "tool_use"
    REFUSED = "refused"
    CONTEXT_FULL = "context_full"


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool that a model called, as it is told again."""

    id: str
    name: str
    arguments: str
    """JSON as the model wrote it, perhaps invalid."""


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a call came to, as the model is told."""

    id: str
    """Of the call."""
    text: str
    is_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of what is sent: text as the model shall read it, attachments already folded in."""

    from_user: bool
    text: str
    replay: str = ""
    """The provider's own blocks for this turn (JSON), to be sent back unchanged instead of `text` and `tool_uses`."""
    tool_uses: tuple[ToolUse, ...] = ()
    """Of the model's turn: each has its answer in the user's turn that follows."""
    tool_answers: tuple[ToolAnswer, ...] = ()
    """Of the user's turn: they come before its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """What is asked of a provider."""

    model: str
    system: str
    turns: tuple[Turn, ...]
    """Alternating, starts with the user's; the last may be the assistant's own beginning to continue."""
    max_output_tokens: int
    effort: Effort | None = None
    language: str = "en"
    """The interface language: the Guide answers in it."""
    chat_id: int | None = None
    tools: tuple[ToolInfo, ...] = ()
    """What the model may call."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ThinkingPiece:
    """A piece of the model's thinking."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolRequested:
    """The model asked for a tool; complete."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class UsageReported:
    """Tokens used so far by this answer; later reports replace earlier ones."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class ActionRequested:
    """The answer carries out one of Javari's own commands (the Guide does; models will by tools)."""

    command: str
    """A command's id, such as `settings.language`."""
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer ended with its end mark."""

    reason: StopReason
    replay: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer ended otherwise; always the last event."""

    failure: Failure


ModelEvent = TextPiece | ThinkingPiece | ToolRequested | UsageReported | ActionRequested | Finished | Failed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderInfo:
    """What can be told of a provider without asking it."""

    name: str
    """The short name in `provider/model`."""
    title: str
    base_url: str = ""
    is_local: bool = False
    """On this machine: costs nothing and sends nothing out."""
    is_offline: bool = False
    """No model at all: the Guide."""
    needs_key: bool = False
    key_variable: str = ""
    """The environment variable its key is usually in."""
    other_key_variable: str = ""
    """A second one, looked at when the first is not set."""
    known_models: tuple[ModelInfo, ...] = field(default=())
    """Used until the server's own list is there."""

    @property
    def shown_title(self) -> str:
        """The title; the Guide's in the language in force."""
        return _(self.title) if self.name == GUIDE else self.title


__all__ = [
    "GUIDE",
    "GUIDE_TITLE",
    "RETRYABLE",
    "ActionRequested",
    "Effort",
    "Failed",
    "Failure",
    "FailureKind",
    "Finished",
    "ModelEvent",
    "ModelInfo",
    "ModelRef",
    "ModelRequest",
    "ProviderInfo",
    "StopReason",
    "TextPiece",
    "ThinkingPiece",
    "ToolAnswer",
    "ToolInfo",
    "ToolRequested",
    "ToolUse",
    "Turn",
    "Usage",
    "UsageReported",
]
