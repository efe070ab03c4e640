"""How servers say that a model takes no tools: each in words of its own, most of them as a bad request."""

from __future__ import annotations

import re

_TOOLS = r"[`'\"“]?(?:tools?(?:[ _-](?:use|usage|calls?|calling))?|function[ _-]?call(?:s|ing)?)[`'\"”]?"
_NOT = r"(?:n['’]t| not)(?: currently| yet)?"
_NOT_OF_SOME = r"(?!\w|[.\[]\w|\W{1,2}(?:of|other|named|whose|more|larger|longer)\b)"
"""What follows where only some tools are refused, or a part of one."""
_SAYINGS = (
    # Ollama: “… does not support tools”; DeepSeek: “… does not support Function Calling”
    rf"\b(?:do|does|did|can){_NOT} (?:support|accept|take|use) (?:the )?{_TOOLS}{_NOT_OF_SOME}",
    # Groq: “`tool calling` is not supported with this model”; Mistral: “Function calling is not enabled …”
    rf"(?:^|[.:;,(\n]\s*|\b(?:the|that|as|because|and|parameter|field|argument) ){_TOOLS} (?:is|are){_NOT}"
    r" (?:supported|available|enabled|allowed)(?! (?:for|in) (?:role|the|system|user))",
    # OpenRouter: “No endpoints found that support tool use.”
    rf"\bno (?:endpoint|provider|model)s?\b[^.\n]{{0,40}}\bsupports? {_TOOLS}{_NOT_OF_SOME}",
    # vLLM and llama.cpp, started without what tools need
    r"--enable-auto-tool-choice|\btools? param(?:eter)? requires --jinja",
    # Servers that know no such field
    r"\b(?:unknown|unrecogni[sz]ed|unsupported|unexpected)(?: request)? (?:field|param(?:eter)?|argument|key)"
    r"(?: supplied)?:? ?[`'\"]?tools[`'\"]?(?!\w|[.\[]\w)",
    r"^(?:body\.)?[`'\"]?tools[`'\"]?: extra (?:inputs?|fields?)(?: are)? not permitted",
)
_SAYS_SO = re.compile("|".join(_SAYINGS), re.IGNORECASE)
_STATUSES = frozenset({None, 400, 404, 422, 500, 501})


def says_no_tools(status: int | None, message: str) -> bool:
    """Whether an error says that tools are not taken at all, and not that something is wrong with one."""
    return status in _STATUSES and _SAYS_SO.search(message[:2000]) is not None
