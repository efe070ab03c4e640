"""Data about servers: addresses, names of variables, models, and what each protocol's dialect allows there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from javari_tui.domain.models import Effort, ModelInfo, ModelRef, ProviderInfo

DEFAULT_CLAUDE = "claude-opus-5-5"
LOCAL_HOST = "127.0.0.1"


class Protocol(StrEnum):
    """The two ways servers are spoken to."""

    ANTHROPIC = "anthropic"
    OPENAI = "openai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """All there is to know of a server before asking it."""

    name: str
    title: str
    protocol: Protocol
    base_url: str
    key_variable: str = ""
    other_key_variable: str = ""
    """A second variable its key may be in."""
    needs_key: bool = False
    is_local: bool = False
    known_models: tuple[ModelInfo, ...] = ()
    is_claude_api: bool = False
    """Anthropic's own service: thinking, effort, caching as it documents them. Nobody else gets those fields."""
    is_users_claude: bool = False
    """What the user's own `ANTHROPIC_…` variables are about, wherever it is."""
    can_begin_answer: bool = False
    """Whether a last assistant turn is gone on from. Newer Claude models refuse one."""
    length_field: str = "max_tokens"
    """What the OpenAI protocol calls the longest answer here."""
    models_url: str = ""
    """Where its list of models is, when that is not below `base_url`."""
    silence: float = 90.0
    """Seconds without a byte after which the request is given up."""

    @property
    def info(self) -> ProviderInfo:
        """The same as the rest of Javari sees it."""
        return ProviderInfo(
            name=self.name,
            title=self.title,
            base_url=self.base_url,
            is_local=self.is_local,
            needs_key=self.needs_key,
            key_variable=self.key_variable,
            other_key_variable=self.other_key_variable,
            known_models=self.known_models,
        )


def presets(environ: Mapping[str, str], custom: tuple[Preset, ...] = ()) -> tuple[Preset, ...]:
    """Every server known by name, `custom` ones last; a custom one replaces a built-in of its name.

    `ANTHROPIC_BASE_URL` moves Claude to another address, which then gets no field of Anthropic's own.
    """
    found = {preset.name: preset for preset in (_claude(environ), *_HOSTED, *LOCAL)}
    found.update({preset.name: preset for preset in custom})
    return tuple(found.values())


def custom_preset(*, name: str, title: str = "", protocol: str, base_url: str, key_variable: str = "") -> Preset:
    """A server from the settings. ValueError for a protocol Javari does not speak."""
    return Preset(
        name=name,
        title=title or name,
        protocol=Protocol(protocol),
        base_url=base_url,
        key_variable=key_variable,
        needs_key=bool(key_variable),
        is_local=is_loopback(base_url),
    )


def at(preset: Preset, base_url: str) -> Preset:
    """The preset at another address."""
    return replace(preset, base_url=base_url)


def is_loopback(base_url: str) -> bool:
    """Whether an address is on this machine."""
    return _host(base_url) in {"localhost", LOCAL_HOST, "[::1]"}


def _host(base_url: str) -> str:
    place = base_url.partition("://")[2].partition("/")[0].rpartition("@")[2].lower()
    return place if place.endswith("]") else place.rpartition(":")[0] or place


def _claude(environ: Mapping[str, str]) -> Preset:
    base_url = environ.get("ANTHROPIC_BASE_URL", "").strip()
    is_own = not base_url or _is_anthropics(base_url)
    return Preset(
        name="anthropic",
        title="Claude",
        protocol=Protocol.ANTHROPIC,
        base_url=base_url or "https://api.anthropic.com",
        key_variable="ANTHROPIC_API_KEY",
        other_key_variable="ANTHROPIC_AUTH_TOKEN",
        needs_key=True,
        known_models=_CLAUDE_MODELS,
        is_claude_api=is_own,
        is_users_claude=True,
    )


def _is_anthropics(base_url: str) -> bool:
    host = _host(base_url)
    return host == "anthropic.com" or host.endswith(".anthropic.com")


def _claude_model(model: str, title: str) -> ModelInfo:
    return ModelInfo(
        ref=ModelRef("anthropic", model),
        title=title,
        context_tokens=1_000_000,
        output_tokens=128_000,
        efforts=tuple(Effort),
        thinks=True,
    )


_CLAUDE_MODELS = (
    _claude_model(DEFAULT_CLAUDE, "Claude Opus 5.5"),
    _claude_model("claude-sonnet-5-5", "Claude Sonnet 5.5"),
    _claude_model("claude-haiku-5-5", "Claude Haiku 5.5"),
    _claude_model("claude-fable-5-2", "Claude Fable 5.2"),
    _claude_model("claude-fable-5-1", "Claude Fable 5.1"),
)


def _hosted(name: str, title: str, base_url: str, key_variable: str, models_url: str = "") -> Preset:
    return Preset(
        name=name,
        title=title,
        protocol=Protocol.ANTHROPIC,
        base_url=base_url,
        key_variable=key_variable,
        needs_key=True,
        models_url=models_url,
    )


def _local(name: str, title: str, port: int, key_variable: str = "", *, can_begin_answer: bool = False) -> Preset:
    # These speak both protocols today, but older ones only OpenAI's; and it spares a local user the SDK.
    # A large model on a small machine reads a long prompt for minutes before the first word.
    return Preset(
        name=name,
        title=title,
        protocol=Protocol.OPENAI,
        base_url=f"http://{LOCAL_HOST}:{port}/v1",
        key_variable=key_variable,
        is_local=True,
        can_begin_answer=can_begin_answer,
        silence=600.0,
    )


_HOSTED = (
    Preset(
        name="openai",
        title="OpenAI",
        protocol=Protocol.OPENAI,
        base_url="https://api.openai.com/v1",
        key_variable="OPENAI_API_KEY",
        needs_key=True,
        length_field="max_completion_tokens",
    ),
    _hosted("openrouter", "OpenRouter", "https://openrouter.ai/api", "OPENROUTER_API_KEY"),
    _hosted(
        "deepseek",
        "DeepSeek",
        "https://api.deepseek.com/anthropic",
        "DEEPSEEK_API_KEY",
        "https://api.deepseek.com/models",
    ),
    _hosted(
        "moonshot",
        "Moonshot (Kimi)",
        "https://api.moonshot.ai/anthropic",
        "MOONSHOT_API_KEY",
        "https://api.moonshot.ai/v1/models",
    ),
    _hosted("zai", "Z.ai", "https://api.z.ai/api/anthropic", "ZAI_API_KEY", "https://api.z.ai/api/paas/v4/models"),
)

# No key variable: OLLAMA_API_KEY is for its cloud, and whoever listens on this port is not to have it.
OLLAMA = _local("ollama", "Ollama", 11434, can_begin_answer=True)
LM_STUDIO = _local("lmstudio", "LM Studio", 1234)
LLAMA_CPP = _local("llamacpp", "llama.cpp", 8080, "LLAMA_API_KEY", can_begin_answer=True)
VLLM = _local("vllm", "vLLM", 8000, "VLLM_API_KEY")
LOCAL = (OLLAMA, LM_STUDIO, LLAMA_CPP, VLLM)
