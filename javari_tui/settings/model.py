"""The settings a person may edit in a file: one typed model, a sentence for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from javari_tui.i18n import N_


class Glyphs(StrEnum):
    """Which characters are drawn."""

    AUTO = "auto"
    UNICODE = "unicode"
    ASCII = "ascii"


class Motion(StrEnum):
    """How much moves on screen."""

    FULL = "full"
    REDUCED = "reduced"


class Link(StrEnum):
    """How much is drawn on the line to the terminal."""

    AUTO = "auto"
    FULL = "full"
    LIGHT = "light"


class Images(StrEnum):
    """How pictures are drawn."""

    AUTO = "auto"
    KITTY = "kitty"
    SIXEL = "sixel"
    BLOCKS = "blocks"
    NONE = "none"


class SidebarOpens(StrEnum):
    """What the sidebar shows without being asked."""

    ALWAYS = "always"
    IMPORTANT = "important"
    NEVER = "never"


class Protocol(StrEnum):
    """Which protocol a model server speaks."""

    ANTHROPIC = "anthropic"
    OPENAI = "openai"


def _about(sentence: str, *, least: int = 0, most: int = 1_000_000) -> Mapping[str, object]:
    """What is told of a field: its sentence, and its bounds where it is a number."""
    return {"sentence": sentence, "least": least, "most": most}


@dataclass(frozen=True, slots=True, kw_only=True)
class PasteSettings:
    """Pastes that become a chip instead of filling the prompt."""

    fold_lines: int = field(
        default=12, metadata=_about(N_("A paste of more lines than this is folded into a chip."), least=1)
    )
    fold_characters: int = field(
        default=1500, metadata=_about(N_("A paste of more characters than this is folded into a chip."), least=1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentSettings:
    """Files that go with a message."""

    limit_kib: int = field(
        default=512, metadata=_about(N_("The largest file that can be attached, in KiB."), least=1, most=8_192)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSettings:
    """What is asked of every model, and how long it may take."""

    max_output_tokens: int = field(
        default=16_000, metadata=_about(N_("The longest answer to ask for, in tokens."), least=1)
    )
    silence_seconds: int = field(
        default=120,
        metadata=_about(N_("How long an answer may be silent before it is given up, in seconds."), least=5, most=3600),
    )
    connect_seconds: int = field(
        default=5,
        metadata=_about(N_("How long to wait for a connection to a model’s server, in seconds."), least=1, most=600),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSettings:
    """What models may do for one question before the user is asked to let them go on."""

    enabled: bool = field(default=True, metadata=_about(N_("Let models use tools; what changes anything asks first.")))
    most_rounds: int = field(
        default=25,
        metadata=_about(N_("How often a model may use tools before it must answer a question."), least=1, most=1000),
    )
    most_calls: int = field(
        default=60, metadata=_about(N_("How many tool calls one question may take."), least=1, most=10_000)
    )
    most_output_kb: int = field(
        default=256,
        metadata=_about(N_("How much the tools may give back for one question, in KiB."), least=1, most=65_536),
    )
    most_minutes: int = field(
        default=20,
        metadata=_about(
            N_("How many minutes one question with tools may take; the time you are asked does not count."),
            least=1,
            most=1440,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """A model server of the user's own."""

    title: str = field(default="", metadata=_about(N_("The name shown for this server.")))
    protocol: Protocol = field(default=Protocol.OPENAI, metadata=_about(N_("The protocol the server speaks.")))
    base_url: str = field(default="", metadata=_about(N_("The server’s address, such as http://localhost:8000/v1.")))
    key_variable: str = field(default="", metadata=_about(N_("The environment variable that holds its key.")))
    key_command: str = field(
        default="", metadata=_about(N_("A command that prints its key, such as “pass show my-server”."))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageSettings:
    """How the database is kept."""

    backups: int = field(
        default=7,
        metadata=_about(
            N_("How many of the newest copies of the database are kept, whatever their age."), least=5, most=1000
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditSettings:
    """The most that may be spent. 0: no limit."""

    most_message: int = field(
        default=0, metadata=_about(N_("The most credits that one message may cost; 0 for no limit."))
    )
    most_chat: int = field(default=0, metadata=_about(N_("The most credits that one chat may cost; 0 for no limit.")))
    most_day: int = field(default=0, metadata=_about(N_("The most credits for one day; 0 for no limit.")))
    most_month: int = field(default=0, metadata=_about(N_("The most credits for one month; 0 for no limit.")))
    offline_allowance: int = field(
        default=500,
        metadata=_about(N_("How many credits may be used while the billing server cannot be reached.")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingSettings:
    """The server that keeps the account."""

    url: str = field(
        default="",
        metadata={
            **_about(N_("The address of the billing server, such as https://billing.example.com.")),
            "is_server": True,
        },
    )


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the settings file may say. What is not here is a preference and lives in the database."""

    glyphs: Glyphs = field(
        default=Glyphs.AUTO,
        metadata=_about(N_("Draw with Unicode characters or with plain ASCII; auto looks at the locale.")),
    )
    motion: Motion = field(default=Motion.FULL, metadata=_about(N_("Whether things may move and fade on screen.")))
    link: Link = field(
        default=Link.AUTO,
        metadata=_about(N_("How often pictures go out while an answer grows; auto draws less on a slow line.")),
    )
    images: Images = field(
        default=Images.AUTO,
        metadata=_about(
            N_("How pictures are shown: by the terminal (kitty, sixel), with blocks, or only told of; auto finds out.")
        ),
    )
    sidebar_opens: SidebarOpens = field(
        default=SidebarOpens.IMPORTANT,
        metadata=_about(
            N_("When the sidebar opens by itself: for every code block, for what is long or not only code, or never.")
        ),
    )
    sidebar_code_lines: int = field(
        default=20, metadata=_about(N_("Code of more lines than this opens in the sidebar by itself."), least=1)
    )
    timestamps: bool = field(default=False, metadata=_about(N_("Show when each message was said.")))
    mouse: bool = field(
        default=True,
        metadata=_about(N_("Use the mouse; without it the terminal selects text as usual. From the next start.")),
    )
    paste: PasteSettings = field(default_factory=PasteSettings)
    attachments: AttachmentSettings = field(default_factory=AttachmentSettings)
    answers: AnswerSettings = field(default_factory=AnswerSettings)
    tools: ToolSettings = field(default_factory=ToolSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    credits: CreditSettings = field(default_factory=CreditSettings)
    billing: BillingSettings = field(default_factory=BillingSettings)
    discovery: bool = field(default=True, metadata=_about(N_("Look for model servers on this machine.")))
    providers: Mapping[str, ProviderSettings] = field(default_factory=_nothing)
    """Short name → a model server."""
    keymap: Mapping[str, str] = field(default_factory=_nothing)
    """Command id → keys, comma separated; empty takes its keys away."""
