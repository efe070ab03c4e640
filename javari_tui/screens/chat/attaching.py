"""Files that go with a message: offered, attached, opened, named by hand."""

from __future__ import annotations

from pathlib import Path

from javari_tui.domain.chat import Attachment
from javari_tui.domain.errors import AttachmentRefused
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.paste_editor import PasteEditor


class Attaching:
    """Answers what the prompt asks of the disk."""

    def __init__(self, page: ChatPage) -> None:
        self._page = page
        self._refused: set[str] = set()
        """Files whose reason was told: named again, they are words and do not hold a message up."""

    async def all_of(self, text: str, attached: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """What is attached, and the files that the text names by hand. Raises AttachmentRefused, once for a file."""
        files = (await self._page.services()).files
        known = {*(attachment.name for attachment in attached), *self._refused}
        found: list[Attachment] = []
        for path in await files.named_in(text):
            if str(path) not in known:
                self._refused.add(str(path))
                found.append(await files.read(path))
                self._refused.discard(str(path))
        return attached + tuple(found)

    async def attach(self, path: Path) -> None:
        """Attach a file, or say why not."""
        services = await self._page.services()
        try:
            attachment = await services.files.read(path)
        except AttachmentRefused as error:
            self._refused.add(str(path))
            self._page.prompt.refuse(error)
        else:
            self._page.prompt.attach(attachment)

    async def find_files(self, query: str) -> None:
        """Offer files below the folder Javari was started in."""
        services = await self._page.services()
        self._page.prompt.offer_files(query, await services.files.find(query))

    async def open_attachment(self, attachment: Attachment) -> None:
        """Show what is attached; a paste may be changed."""
        edited = await self._page.app.push_screen_wait(PasteEditor(attachment))
        if edited is not None and edited.unfold:
            self._page.prompt.unfold_attachment(attachment, edited.text)
        elif edited is not None:
            self._page.prompt.change_attachment(attachment, edited.text)
        self._page.prompt.focus_text()
