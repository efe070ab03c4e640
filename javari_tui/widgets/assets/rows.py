"""One line of the list of what was kept, in so many cells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from javari_tui.domain.assets import Asset, AssetHit, AssetOrigin, AssetType, AssetVersion
from javari_tui.domain.untrusted_text import is_clean
from javari_tui.i18n import N_, _, number_text
from javari_tui.terminal.glyphs import glyph
from javari_tui.widgets.assets.section import LONGEST_SHOWN, Lead, Row, one_row
from javari_tui.widgets.moments import short_moment
from javari_tui.widgets.transcript.chrome import size_text

_KIND, _SIZE, _AGE = 11, 9, 10
"""Cells of the columns at the right."""
_KIND_FROM, _SIZE_FROM = 50, 36
"""Widths from which on there is room for them."""
_IN_A_SENTENCE = 60
"""Cells of a title there."""
_NAMED = {
    "text/markdown": "Markdown",
    "text/plain": N_("text"),
    "application/pdf": "PDF",
    "application/json": "JSON",
    "application/octet-stream": N_("file"),
}


def row_content(row: Row, width: int, now: datetime | None = None) -> Content:
    """The line of whatever it is."""
    match row:
        case Lead():
            return _lead(row, width)
        case AssetHit():
            return _hit(row, width, now)
        case AssetVersion():
            return _version(row, width, now)
    return _asset(row, width, now)


def kind_word(asset: Asset) -> str:
    """A word for what it is: its language, or its format."""
    if asset.type is AssetType.CODE and asset.language:
        return one_row(asset.language)[:20]
    if asset.mime_type in _NAMED:
        return _(_NAMED[asset.mime_type])
    name = one_row(asset.mime_type.partition("/")[2].partition("+")[0].removeprefix("x-"))[:20]
    return name.upper() if asset.type is AssetType.IMAGE else name


def origin_words(asset: Asset) -> str:
    """How it came to be kept, where no chat's title is known."""
    if asset.origin is AssetOrigin.MANUAL_UPLOAD:
        return _("From disk")
    return _("From a chat that is gone") if asset.chat_id is None else _("From a chat")


def shown_title(asset: Asset) -> str:
    """Its title in one row."""
    return one_row(asset.title) or _("(no title)")


def short_title(asset: Asset) -> str:
    """The beginning of its title, to go into a sentence."""
    return Content(shown_title(asset)).truncate(_IN_A_SENTENCE, ellipsis=True).plain


def _asset(asset: Asset, width: int, now: datetime | None) -> Content:
    tags = Content("".join(f" #{one_row(tag)}" for tag in asset.tags)[:LONGEST_SHOWN]).stylize("$text-muted")
    columns = [(short_moment(asset.updated_at, now), _AGE)]
    if width >= _SIZE_FROM:
        columns.insert(0, (size_text(asset.size), _SIZE))
    if width >= _KIND_FROM:
        columns.insert(0, (kind_word(asset), _KIND))
    return _line(_mark(asset), Content.assemble(shown_title(asset), tags), columns, width)


def _hit(hit: AssetHit, width: int, now: datetime | None) -> Content:
    """Title and what was found, the words that were looked for marked."""
    asset = hit.asset
    title = Content(_("(no title)"))
    if asset.title:
        title = _marked(asset.title, hit.title_matches).truncate(max(width * 2 // 5, 12), ellipsis=True)
    columns = [(short_moment(asset.updated_at, now), _AGE)] if width >= _SIZE_FROM else []
    room = width - title.cell_length - sum(cells for _text, cells in columns) - 5
    left = Content.assemble(title, "  ", _marked(hit.excerpt, hit.matches, "$text-muted", room=room))
    return _line(_mark(asset), left, columns, width)


def _version(version: AssetVersion, width: int, now: datetime | None) -> Content:
    name = Content(_("Version {number}").format(number=version.number))
    if version.is_newest:
        name = Content.assemble(name, "  ", (_("the newest"), "$text-accent"))
    columns = [(size_text(version.size), _SIZE), (short_moment(version.created_at, now), _AGE)]
    return _line("  ", name, columns, width)


def _lead(lead: Lead, width: int) -> Content:
    style = "bold $text-accent" if lead.is_heading else ""
    name = Content.styled(_(lead.title) if lead.title else lead.section.title, style)
    columns = [] if lead.count is None else [(number_text(lead.count), _SIZE)]
    if lead.size is not None and width >= _SIZE_FROM:
        columns.append((size_text(lead.size) if lead.count else "", _AGE))
    return _line("" if lead.is_heading else "  ", name, columns, width)


def _mark(asset: Asset) -> str:
    return f"{glyph('pin')} " if asset.is_favourite else "  "


def _marked(text: str, matches: Iterable[tuple[int, int]], style: str = "", *, room: int = 0) -> Content:
    """A text with its matches; where cleaning moves letters, without them. With a room the first match is in it."""
    if not is_clean(text):
        return Content.styled(one_row(text), style)
    shown, places = _without_gaps(text)
    marks = [(places[start], places[end]) for start, end in matches if end < len(places)]
    if room and marks and marks[0][1] > room:
        begin = max(marks[0][0] - room // 3, 0)
        begin = shown.find(" ", begin, marks[0][0]) + 1 or begin
        shift = len(glyph("ellipsis")) - begin
        shown, marks = glyph("ellipsis") + shown[begin:], [(start + shift, end + shift) for start, end in marks]
    content = Content.styled(shown[:LONGEST_SHOWN], style)
    for start, end in marks:
        content = content.stylize("$text-accent bold", start, end)
    return content


def _without_gaps(text: str) -> tuple[str, list[int]]:
    """A text in one row, indents and line ends as one space each, and where each of its letters went."""
    shown, places = "", []
    for letter in text[: 4 * LONGEST_SHOWN]:
        places.append(len(shown))
        if not letter.isspace():
            shown += letter
        elif shown and not shown.endswith(" "):
            shown += " "
    return shown, [*places, len(shown)]


def _line(mark: str, left: Content, columns: Iterable[tuple[str, int]], width: int) -> Content:
    """What is at the left, cut where the columns begin; each of those ends where it should."""
    right = "".join(f" {' ' * (room - cell_len(text) - 1)}{text}" for text, room in columns)
    room = max(width - cell_len(mark) - cell_len(right) - 1, 4)
    left = left.truncate(room, ellipsis=True)
    gap = max(width - cell_len(mark) - left.cell_length - cell_len(right), 1)
    return Content.assemble((mark, "$text-accent"), left, " " * gap, (right, "$text-muted"))
