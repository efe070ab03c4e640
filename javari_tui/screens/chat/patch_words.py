"""What applying changes of a diff came to, in a sentence for each file."""

from __future__ import annotations

from collections.abc import Sequence

from javari_tui.domain.patches import FilePatch, Lines
from javari_tui.i18n import _, ngettext, number_text

MOST_NAMED = 3
"""Places, or files, that are named one by one."""


def told(patches: Sequence[FilePatch], *, undone: bool = False) -> str:
    """What was done, file by file."""
    say = _undone if undone else _of_file
    said = [say(patch) for patch in patches[:MOST_NAMED]]
    more = len(patches) - MOST_NAMED
    if more > 0:
        said.append(ngettext("{count} more file.", "{count} more files.", more).format(count=number_text(more)))
    return " ".join(said)


def _of_file(patch: FilePatch) -> str:
    """What became of a file, in a sentence."""
    name, places = patch.shown_path, patch.places
    if not places:
        return _("{name}: it is in the file already.").format(name=name)
    if len(places) > MOST_NAMED:
        count = len(places)
        said = ngettext("{name}: changed in {count} place.", "{name}: changed in {count} places.", count)
        return said.format(name=name, count=number_text(count))
    if all(place.last < place.first for place in places):
        return _("{name}: text removed at line {places}.").format(name=name, places=_numbers(places))
    if len(places) == 1 and places[0].first >= places[0].last:
        return _("{name}: line {number} changed.").format(name=name, number=places[0].first)
    return _("{name}: lines {places} changed.").format(name=name, places=_numbers(places))


def _undone(patch: FilePatch) -> str:
    """What was taken back, in a sentence."""
    name, count = patch.shown_path, len(patch.places)
    if count == 1 and patch.places[0].first == patch.places[0].last:
        return _("{name}: line {number} is as it was.").format(name=name, number=patch.places[0].first)
    said = ngettext("{name}: {count} place is as it was.", "{name}: {count} places are as they were.", count)
    return said.format(name=name, count=number_text(count))


def _numbers(places: Sequence[Lines]) -> str:
    """Numbers of lines, as in `3–5, 9`."""
    return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in places)
