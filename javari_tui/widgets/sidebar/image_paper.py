"""A picture on paper. It is read elsewhere, for the room there is; where none can be shown, it is told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from javari_tui.domain.blocks import SourceBlock
from javari_tui.domain.errors import FileRefused
from javari_tui.domain.images import FittedImage, ImageForm, ImageRoom
from javari_tui.domain.untrusted_text import clean, reveal
from javari_tui.i18n import _, number_text
from javari_tui.terminal.placeholders import MOST
from javari_tui.widgets.sidebar.image_rows import drawn_by_terminal, in_half_blocks, laid_over
from javari_tui.widgets.sidebar.paper import SCROLLBAR, WITHOUT, Paper
from javari_tui.widgets.transcript.chrome import size_text
from javari_tui.widgets.transcript.line import Line, Look, Span
from javari_tui.widgets.transcript.wrapping import wrap as wrapped

_MARGIN = 1


class ImagePaper(Paper):
    """The picture at the top, below it what was said of it."""

    has_source = False

    def __init__(self, block: SourceBlock) -> None:
        self.path = block.path
        self._words = clean(block.text).strip()
        self._image: FittedImage | None = None
        self._number: int | None = None
        """Under which the terminal holds it, or the last step of output, where the terminal draws."""
        self._refused: FileRefused | None = None
        self._lines: list[Line] = []
        self._drawn: dict[int, tuple[Style, Strip]] = {}
        self._width = 0
        self.room: ImageRoom | None = None
        """For what size it is wanted; none until it was in sight."""

    @property
    def is_there(self) -> bool:
        """Whether it was read for some room, or could not be."""
        return self._image is not None or self._refused is not None

    def take(self, room: ImageRoom, image: FittedImage | FileRefused, number: int | None = None) -> bool:
        """It was read for some room, or could not be; False when another one is wanted by now."""
        if room != self.room:
            return False
        self._drawn.clear()
        self._image, self._refused, self._number = None, None, number
        if isinstance(image, FileRefused):
            self._refused = image
        else:
            self._image = image
        return True

    def lose(self) -> None:
        """The terminal does not hold it any more."""
        self._image = self._number = self.room = None
        self._drawn.clear()

    def facts(self) -> Sequence[str]:
        """What it is, how many points it has, how large the file is."""
        if self._image is None:
            return (_("Picture"),)
        facts = self._image.facts
        points = f"{number_text(facts.width)}×{number_text(facts.height)}"
        first = _("first frame") if facts.moves else ""
        return facts.format, points, size_text(facts.size), first

    def fit(self, width: int, *, wrap: bool) -> None:
        """Leave as many rows for it as it takes."""
        self._width = width
        room = max(width - _MARGIN - SCROLLBAR, 1)
        words: list[tuple[str, Look]] = [("", ()), (self._words, ("muted",))] if self._words else []
        if self._image is not None and self._image.form is not ImageForm.NONE:
            self._lines = [WITHOUT] * self._image.rows
        else:
            self._lines, words = [], [*self._told(), *words]
        for text, look in words:
            self._lines += wrapped([Span(text, look)], room)
        self.rows, self.columns = len(self._lines), room

    def _told(self) -> list[tuple[str, Look]]:
        """What stands in its place."""
        path = (reveal(self.path), ("muted",))
        if self._refused is not None:
            return [(str(self._refused), ("error",)), ("", ()), path]
        if self._image is None:
            return [(_("Reading the picture…"), ("muted",))]
        facts = self._image.facts
        about = _("A picture ({format}) of {width}×{height} pixels, {size}.").format(
            format=facts.format,
            width=number_text(facts.width),
            height=number_text(facts.height),
            size=size_text(facts.size),
        )
        how = _("It cannot be drawn here. Copy its path and open it with another program.")
        return [(about, ()), ("", ()), path, ("", ()), (how, ("muted",))]

    def sees(self, first: int, last: int) -> None:
        """How many rows there are tells how large it can be."""
        width, height = min(self._width - _MARGIN - SCROLLBAR, MOST), min(last - first, MOST)
        if width < 1 or height < 1:
            return
        room = ImageRoom(columns=width, rows=height)
        if room != self.room:
            self.room, self.wants = room, True

    def drawn(self, y: int, width: int, style: Callable[[Look], Style]) -> Strip | None:
        """A row of the picture itself."""
        image = self._image
        if image is None or image.form is ImageForm.NONE or y >= image.rows:
            return None
        ground = style(())
        known = self._drawn.get(y)
        if known is not None and known[0] == ground and known[1].cell_length == width:
            return known[1]
        if self._number is None:
            cells = in_half_blocks(image, y, ground)
        elif image.form is ImageForm.SIXEL:
            cells = laid_over(self._number, image.columns, y, ground)
        else:
            cells = drawn_by_terminal(self._number, image.columns, y, ground)
        strip = Strip([Segment(" " * _MARGIN, ground), *cells]).adjust_cell_length(width, ground)
        self._drawn[y] = (ground, strip)
        return strip

    def row(self, y: int) -> Line:
        """One row; of the picture itself an empty one."""
        return self._lines[y] if y < len(self._lines) else WITHOUT

    def shown(self, line: int) -> str:
        """A row is what counts as a line here."""
        return self.row(line).text.rstrip()
