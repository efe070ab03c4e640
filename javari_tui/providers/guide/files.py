"""Files and folders that the user names: shown beside the chat, where there are tools for it."""

from __future__ import annotations

from pathlib import PurePath

from javari_tui.domain.errors import FileRefused
from javari_tui.i18n import _, number_text
from javari_tui.providers.guide.answer import Answer, Question, calling
from javari_tui.providers.guide.lookup import look_up
from javari_tui.providers.guide.marks import code, fenced, quoted
from javari_tui.providers.guide.tools import call

_KINDS = {
    **dict.fromkeys((".json", ".geojson"), "json"),
    **dict.fromkeys((".csv", ".tsv"), "table"),
    **dict.fromkeys((".diff", ".patch"), "diff"),
    **dict.fromkeys((".md", ".markdown"), "markdown"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"), "image"),
}
"""What `show` makes of a file, by the end of its name; anything else is a file."""
_HERE = "."


async def show_file(question: Question, path: str) -> Answer:
    """A file the user named."""
    tools = question.tools
    if "show" not in tools.offered:
        return await _in_the_chat(question, path)
    if path in (".", "..") or path.endswith("/"):
        return await list_files(question, path)
    if tools.wants("show"):
        kind = _KINDS.get(PurePath(path).suffix.lower(), "file")
        return calling(call("show", kind=kind, path=path))
    return Answer(tools.failure("show") or _shown(question, path))


def _shown(question: Question, path: str) -> str:
    """Where it is; on a small screen it opens only by its key."""
    if keys := question.keys_of("sidebar.focus"):
        said = _("Here is {name}, beside the chat: {key} goes there.")
        return said.format(name=code(path), key=code(keys.partition(",")[0]))
    return _("Here is {name}, beside the chat.").format(name=code(path))


async def list_files(question: Question, folder: str) -> Answer:
    """What is in a folder; without a name, in the one Javari works in."""
    tools = question.tools
    if "list_files" not in tools.offered:
        return await look_up(question)
    if tools.wants("list_files"):
        return calling(call("list_files", path=folder or _HERE, depth=1))
    if failure := tools.failure("list_files"):
        return Answer(failure)
    said = _("This is in the folder {folder}:").format(folder=code(folder)) if folder else _("This is in the folder:")
    return Answer(f"{said}\n\n{fenced(tools.answers['list_files'].text, '')}", has_sources=True)


async def _in_the_chat(question: Question, path: str) -> Answer:
    """The file as a code block; the reason where it cannot be shown."""
    try:
        file = await question.library.read_file(path)
    except FileRefused as refused:
        return Answer(quoted(f"{refused.title} {refused.cure}".strip(), 400))
    if not file.text.strip():
        return Answer(_("{name} is empty.").format(name=code(file.name)))
    size = _("{size} bytes").format(size=number_text(file.size))
    return Answer(f"{code(file.name)} ({size})\n\n{fenced(file.text, file.language)}")
