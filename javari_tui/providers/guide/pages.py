"""Sections of help pages, found again in the language of the interface."""

from __future__ import annotations

import re
from dataclasses import replace

from javari_tui.domain.guide import GuideLibrary
from javari_tui.domain.help import HelpHit, HelpPage
from javari_tui.i18n import SOURCE_LANGUAGE

_HEADING = re.compile(r"^## +(.+?) *$")
_MARKS = re.compile(r"[*`]+")


def sections(page: HelpPage) -> list[tuple[str, str]]:
    """Headings without marks, and what stands under each; the first has no heading."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    in_fence = False
    for line in page.text.splitlines():
        in_fence ^= line.lstrip().startswith(("```", "~~~"))
        heading = None if in_fence else _HEADING.match(line)
        if heading:
            parts.append((_MARKS.sub("", heading[1]), []))
        else:
            parts[-1][1].append(line)
    return [(heading, "\n".join(lines).strip()) for heading, lines in parts]


async def section(library: GuideLibrary, slug: str, heading: str, language: str) -> tuple[HelpPage, str, str] | None:
    """A page with one of its sections in a language, by the section's English heading."""
    return await _same(library, slug, heading, SOURCE_LANGUAGE, language)


async def in_language(library: GuideLibrary, hit: HelpHit, found_in: str, language: str) -> HelpHit:
    """What was found in one language as it stands in another; as it is where the pages differ."""
    found = await _same(library, hit.slug, hit.heading, found_in, language)
    if found is None:
        return hit
    page, heading, passage = found
    return replace(hit, title=page.title, heading=heading, passage=passage)


async def _same(
    library: GuideLibrary, slug: str, heading: str, known_in: str, language: str
) -> tuple[HelpPage, str, str] | None:
    known, wanted = await library.help_page(slug, known_in), await library.help_page(slug, language)
    if known is None or wanted is None:
        return None
    headings = [one for one, _passage in sections(known)]
    parts = sections(wanted)
    if heading not in headings or len(parts) != len(headings):
        return None
    at = headings.index(heading)
    if not parts[at][1] and at + 1 < len(parts):
        at += 1
    return (wanted, *parts[at])
