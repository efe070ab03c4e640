"""Pictures in the sidebar: read for the room there is, in the way this terminal can show them."""

from __future__ import annotations

import asyncio
import os

from javari_tui.domain.errors import FileRefused
from javari_tui.domain.images import FittedImage, ImageForm, ImageRoom, ImageWish
from javari_tui.screens.chat.page import ChatPage
from javari_tui.services.images.reading import read_image
from javari_tui.settings import Images
from javari_tui.terminal.display import ThinDisplay
from javari_tui.terminal.driver import JavariDriver
from javari_tui.terminal.images.asking import USUAL_CELL, Drawing, ImageAsking
from javari_tui.terminal.images.laid import LaidImages
from javari_tui.terminal.images.sent import SentImage
from javari_tui.terminal.link import FULL_FRAME
from javari_tui.widgets.sidebar.image_paper import ImagePaper
from javari_tui.widgets.sidebar.paper import Paper

_FORMS = {
    **{Images.KITTY: ImageForm.PNG, Images.SIXEL: ImageForm.SIXEL},
    **{Images.BLOCKS: ImageForm.DOTS, Images.NONE: ImageForm.NONE},
}
_SETTLE = 0.06
"""Seconds in which a size that goes on changing is not worth a picture."""
_SPARED = 2
"""Points across and down that are one on a slow line."""
_SPARED_COLOURS = 16
"""Of a picture as sixels on a slow line."""
_USUAL_PIXELS = (10, 20)
"""Of a cell whose size the terminal does not tell."""


class ImagesBeside:
    """One picture at a time; the size that was wanted last is the one that counts."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._asking: ImageAsking | None = None
        self._sent: SentImage | None = None
        self._laid: LaidImages | None = None
        self._holder: ImagePaper | None = None
        """Whose picture the terminal holds."""
        self._is_watched = False
        self._choice: Images | None = None
        """By which the last one was shown."""

    def choose_anew(self) -> None:
        """The settings may say something else on how pictures are shown."""
        services, sidebar = self._page.services_now, self._page.open_sidebar
        if services is None or sidebar is None or self._choice in (None, services.settings.settings.images):
            return
        self._read_again()

    def _read_again(self) -> None:
        """The picture that is shown is wanted in another way."""
        pane = self._page.sidebar.pane
        if isinstance(pane.paper, ImagePaper):
            pane.paper.lose()
            pane.show(pane.paper, keep_place=True)

    async def read(self, paper: Paper) -> None:
        """Read the picture of a paper for its room, and show it. Cancelled when another is wanted."""
        if not isinstance(paper, ImagePaper):
            return
        self._watch()
        if paper.is_there:
            await asyncio.sleep(_SETTLE)
        room = paper.room
        if room is None:
            return
        drawing = await self._how()
        wish, number = self._wish(paper.path, room, drawing), None
        image: FittedImage | FileRefused
        try:
            image = await read_image(wish)
            number = await self._send(image, drawing)
        except FileRefused as error:
            image = error
        if paper.take(room, image, number):
            self._show(paper, is_held=number is not None)

    def _wish(self, path: str, room: ImageRoom, drawing: Drawing) -> ImageWish:
        cell = _USUAL_PIXELS if drawing.images is Images.KITTY and drawing.cell == USUAL_CELL else drawing.cell
        fewer, colours = 1, drawing.colours
        if self._is_slow:
            fewer, colours = _SPARED, min(colours, _SPARED_COLOURS) if drawing.images is Images.SIXEL else colours
        if drawing.images is Images.SIXEL:
            room = LaidImages.room_within(room)
        form = _FORMS[drawing.images]
        return ImageWish(path=path, form=form, room=room, cell=cell, fewer=fewer, colours=colours)

    @property
    def _is_slow(self) -> bool:
        return self._page.transcript.frame_seconds > FULL_FRAME

    async def _how(self) -> Drawing:
        if self._asking is None:
            self._asking = ImageAsking(self._page.app, os.environ)
        self._choice = (await self._page.services()).settings.settings.images
        drawing = await self._asking.find(self._choice)
        if drawing.images is Images.SIXEL and not self._lays(drawing):
            return await self._asking.find(Images.BLOCKS)
        return drawing

    def _lays(self, drawing: Drawing) -> bool:
        """Whether a picture goes out as sixels: they take more than blocks, so not by themselves on a slow line."""
        app = self._page.app
        sixels = app.sixels() if isinstance(app, ThinDisplay) else None
        if sixels is None or self._asking is None or (self._is_slow and self._choice is Images.AUTO):
            return False
        if self._laid is None:
            self._laid = LaidImages(sixels, self._asking.is_cell_current, self._read_again)
        return True

    async def _send(self, image: FittedImage, drawing: Drawing) -> int | None:
        """Give it to a terminal that draws by itself, or to what lays it over cells."""
        if image.form is ImageForm.SIXEL and self._laid is not None:
            return await self._laid.hold(image, drawing)
        driver = self._page.app._driver
        if image.form is not ImageForm.PNG or not isinstance(driver, JavariDriver):
            return None
        if self._sent is None:
            self._sent = SentImage(driver, in_tmux=drawing.in_tmux)
            self._send_again_when_lost()
        return await self._sent.send(image.data, image.columns, image.rows)

    def _show(self, paper: ImagePaper, *, is_held: bool) -> None:
        pane = self._page.sidebar.pane
        if pane.paper is paper:
            pane.show(paper, keep_place=True)
            pane.post_message(pane.Grown())
        if self._holder is not None and self._holder is not paper:
            self._holder.lose()
        self._holder = paper if is_held else None
        if self._sent is not None:
            # Only when the cells that name it are drawn may those before go.
            self._page.screen.call_after_refresh(self._sent.keep_newest if is_held else self._sent.forget)

    def _watch(self) -> None:
        """Learn when something else is shown, and when the terminal may have lost what it holds."""
        if not self._is_watched:
            self._is_watched = True
            self._page.screen.watch(self._page.sidebar.title_line, "paper", self._turned_to, init=False)

    def _turned_to(self, paper: Paper | None) -> None:
        """Another paper is shown: the terminal need not hold the picture any more."""
        if self._holder is not None and self._holder is not paper and self._sent is not None:
            self._holder.lose()
            self._holder = None
            self._page.screen.call_after_refresh(self._sent.forget)

    def _send_again_when_lost(self) -> None:
        """After another program had the terminal, or when everything is drawn anew."""
        app, screen, sent = self._page.app, self._page.screen, self._sent
        loop = asyncio.get_running_loop()
        if not isinstance(app, ThinDisplay) or sent is None:
            return

        def send() -> None:
            screen.run_worker(sent.send_again(), group="image again", exclusive=True)

        def lost() -> None:
            loop.call_soon_threadsafe(send)

        app.on_loss = lost
