"""A QR code as a widget: black on white in every theme, and not there where it does not fit."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content
from textual.widget import Widget

from javari_tui.terminal.glyphs import glyphs_in_force
from javari_tui.terminal.qr import DARK, LIGHT, qr_room, qr_rows


class QrCode(Widget):
    """As large as its code. Whoever holds it says how much room there is."""

    DEFAULT_CSS = """
    QrCode { width: auto; height: auto; display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """How wide the code is; 0 without one."""
        return len(self._rows[0]) if self._rows else 0

    @property
    def lines(self) -> int:
        """How high it is."""
        return len(self._rows)

    def fit(self, address: str, columns: int, rows: int) -> bool:
        """Draw the code of an address if there is room for it; whether there is."""
        found = qr_rows(address, columns=columns, rows=rows, in_ascii=glyphs_in_force() == "ascii")
        self._rows = found or ()
        self.display = found is not None
        self.styles.width, self.styles.height = self.columns, self.lines
        self.refresh(layout=True)
        return found is not None

    def render(self) -> Content:
        """Its rows."""
        return Content("\n").join(_coloured(row) for row in self._rows)


def room_for(address: str) -> tuple[int, int] | None:
    """The fewest columns and rows that the code of an address takes, with the signs in force."""
    return qr_room(address, in_ascii=glyphs_in_force() == "ascii")


def _coloured(row: str) -> Content:
    """Signs of ASCII do not fill their cells: there the ground is dark too."""
    parts = [("".join(group), is_sign) for is_sign, group in groupby(row, key=lambda sign: sign == "#")]
    return Content.assemble(*((text, f"{DARK} on {DARK if is_sign else LIGHT}") for text, is_sign in parts))
