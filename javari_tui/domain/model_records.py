"""What is kept of a model's answer: which model it was, what it used, why it failed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from javari_tui.i18n import N_, _

GUIDE = "guide"
"""The name of the provider that is no model: Javari's own Guide."""
GUIDE_TITLE = N_("Guide")


@dataclass(frozen=True, slots=True, order=True)
class ModelRef:
    """A model of a provider, written `provider/model`, such as `anthropic/claude-opus-5-5`."""

    provider: str
    model: str

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}"

    @property
    def shown_name(self) -> str:
        """The model's own name; the Guide's in the language in force."""
        return _(GUIDE_TITLE) if self.provider == GUIDE else self.model

    @classmethod
    def parse(cls, text: str) -> ModelRef:
        """Read `provider/model`; the model may contain slashes. ValueError without a provider."""
        provider, slash, model = text.partition("/")
        if not (provider and slash and model):
            raise ValueError(text)
        return cls(provider, model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens as the provider reported them."""

    input: int = 0
    """Uncached input only."""
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0

    @property
    def prompt(self) -> int:
        """The true size of the prompt."""
        return self.input + self.cache_read + self.cache_write


class FailureKind(StrEnum):
    """Why a model gave no (whole) answer; each has its own sentence and cure for the user."""

    NO_KEY = "no_key"
    BAD_KEY = "bad_key"
    FORBIDDEN = "forbidden"
    NO_CREDIT = "no_credit"
    BAD_REQUEST = "bad_request"
    NO_SUCH_MODEL = "no_such_model"
    TOO_LONG = "too_long"
    RATE_LIMITED = "rate_limited"
    OVERLOADED = "overloaded"
    SERVER = "server"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    """Silent for too long, before or in the answer."""
    CUT_OFF = "cut_off"
    """The answer ended without its end mark."""
    LENGTH = "length"
    """The length limit of the answer was reached."""
    REFUSED = "refused"
    """The model declined to answer."""
    NOT_UNDERSTOOD = "not_understood"
    """The server does not speak the protocol."""
    DISK = "disk"
    """The answer could not be written down."""
    NO_TOOLS = "no_tools"
    """The model takes no tools: it can be asked again without them."""
    TOOL_LIMIT = "tool_limit"
    """A ceiling of the tools was reached; the answer can go on when the user says so. `detail` says which."""
    SPENDING = "spending"
    """There were not enough credits, or a limit of the user's own left none: nothing was asked. `detail` says which."""


RETRYABLE = frozenset({FailureKind.RATE_LIMITED, FailureKind.OVERLOADED, FailureKind.SERVER, FailureKind.UNREACHABLE})
"""Kinds worth another try by themselves, as long as nothing of the answer has come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an answer failed, as a value that can be stored and shown in any language."""

    kind: FailureKind
    detail: str = ""
    """What the server said: data, cleaned, at most 2,000 characters."""
    status: int | None = None
    retry_after: float | None = None
    """Seconds the server asked to wait."""
    request_id: str = ""
