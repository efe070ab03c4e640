"""The phrases of one language, read from its data file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from javari_tui.providers.guide.cues import Cue, compile_cue
from javari_tui.providers.guide.templates import Template, compile_template, joined, tokens_of

_FOLDER = Path(__file__).parent / "phrases"

Names = Mapping[str, str]
"""What people call things, as patterns read it, and what is meant."""


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """What can be asked in one language, and in which words."""

    language: str
    templates: tuple[Template, ...]
    fillers: tuple[tuple[str, ...], ...]
    """Words of politeness to leave out at both ends, longest first."""
    small_words: frozenset[str]
    languages: Names
    themes: Names
    keys: Names
    vocabulary: frozenset[str]
    cues: tuple[Cue, ...]
    idle: frozenset[str]
    """Words that tell nothing where cues are looked for."""


def known_phrasebooks() -> tuple[str, ...]:
    """Codes of the languages that have phrases."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


@cache
def phrasebook(language: str) -> Phrasebook:
    """The phrases of a language that has some."""
    import yaml  # noqa: PLC0415 - needed at the first question, not at the first picture

    # Everything is text here: “on” and “no” are words, not truth values.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    data: Any = yaml.load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), loader)  # noqa: S506 - makes only texts
    templates = tuple(compile_template(intent, text) for intent, texts in data["intents"].items() for text in texts)
    small = frozenset(word for text in data["small_words"] for word in _spelled(text))
    names = {kind: _names(data["names"].get(kind, {})) for kind in ("languages", "themes", "keys")}
    fillers = sorted((_spelled(text) for text in data["fillers"]), key=len, reverse=True)
    vocabulary = {word for template in templates for word in template.literals}
    vocabulary.update(word for known in names.values() for name in known for word in name.split())
    cues = tuple(compile_cue(goal, text) for goal, texts in data["cues"].items() for text in texts)
    vocabulary.update(word for cue in cues for word in cue.literals)
    idle = {word for text in (*data["idle"], *data["fillers"]) for word in _spelled(text)}
    return Phrasebook(
        language=language,
        templates=templates,
        fillers=tuple(fillers),
        small_words=small,
        languages=names["languages"],
        themes=names["themes"],
        keys=_without(names["keys"], small),
        vocabulary=frozenset(vocabulary | idle),
        cues=cues,
        idle=frozenset(idle),
    )


def _names(data: Mapping[str, list[str]]) -> dict[str, str]:
    """Names turned around: from what people say to what they mean."""
    return {joined(_spelled(str(name))): meant for meant, names in data.items() for name in names}


def _without(names: Names, small_words: frozenset[str]) -> Names:
    """Names without the words that tell nothing; the first meaning of a name holds."""
    kept: dict[str, str] = {}
    for name, meant in names.items():
        telling = joined(tuple(word for word in name.split() if word not in small_words))
        kept.setdefault(telling or name, meant)
    return kept


def _spelled(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens_of(text))
