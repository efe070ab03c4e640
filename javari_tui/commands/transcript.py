"""What can be done with what was said: read, copy, edit, branch."""

from __future__ import annotations

from javari_tui.commands.base import Command
from javari_tui.commands.credits import SHOW_COST
from javari_tui.i18n import N_

GO_TO_END = Command(
    id="transcript.end",
    title=N_("To the end"),
    label=N_("End"),
    help=N_("Shows the newest message and follows it as it grows."),
    keys="ctrl+end",
)
PAGE_UP = Command(
    id="transcript.page_up",
    title=N_("A page up"),
    help=N_("Reads further up without leaving the prompt."),
    keys="pageup",
    in_palette=False,
)
PAGE_DOWN = Command(
    id="transcript.page_down",
    title=N_("A page down"),
    help=N_("Reads further down without leaving the prompt."),
    keys="pagedown",
    in_palette=False,
)
FOCUS_TRANSCRIPT = Command(
    id="transcript.focus",
    title=N_("Move into the chat"),
    help=N_("Arrow keys then go from block to block; Esc returns to the prompt."),
    keys="shift+tab,alt+up",
)
FOCUS_PROMPT = Command(
    id="prompt.focus",
    title=N_("Back to the prompt"),
    help=N_("Puts the cursor where you type."),
    keys="tab,i",
    in_palette=False,
)
LEAVE_TRANSCRIPT = Command(
    id="transcript.leave",
    title=N_("Back to the prompt"),
    help=N_("Puts the cursor where you type. While an answer runs, Esc stops it instead."),
    keys="escape",
    in_palette=False,
)
TOGGLE_THINKING = Command(
    id="thinking.toggle",
    title=N_("Show or fold thinking"),
    help=N_("Unfolds what the model thought before it answered, or folds it away."),
    keys="ctrl+t",
    slash="thinking",
)
COPY_BLOCK = Command(
    id="block.copy",
    title=N_("Copy this block"),
    label=N_("Copy block"),
    help=N_("Copies the source of the block under the cursor: code without margins, text as Markdown."),
    keys="c",
)
COPY_MESSAGE = Command(
    id="message.copy",
    title=N_("Copy this message"),
    label=N_("Copy message"),
    help=N_("Copies the whole message, as it was written. From the prompt: the last answer."),
    keys="m",
    slash="copy",
)
COPY_CODE = Command(
    id="code.copy",
    title=N_("Copy the last code block"),
    help=N_("Copies the newest code of this chat, without margins."),
    slash="copycode",
    keys="ctrl+shift+c,alt+c",
)
OPEN_LINK = Command(
    id="block.link",
    title=N_("Open a link of this block"),
    help=N_("Shows the real address first. Help pages and chats open here; other addresses are copied."),
    keys="o",
    in_palette=False,
)
OPEN_BLOCK = Command(
    id="block.open",
    title=N_("Open this block in the sidebar"),
    label=N_("Open"),
    help=N_("Shows the block beside the chat, with line numbers where it is code. A folded row unfolds instead."),
    keys="enter",
)
SAVE_BLOCK = Command(
    id="block.save",
    title=N_("Keep this block as an asset"),
    label=N_("Keep"),
    help=N_("Keeps its source beyond this chat. “javari assets show” prints it in a shell."),
    keys="s",
)
SELECT_BLOCKS = Command(
    id="block.select",
    title=N_("Select several blocks"),
    label=N_("Select"),
    help=N_("Arrow keys then take more blocks in, to copy, keep, quote or open together. Esc lets them go."),
    keys="v",
)
EXTEND_UP = Command(
    id="block.extend_up",
    title=N_("Select the block above too"),
    help=N_("Takes the block above into the selection, or the last one out of it."),
    keys="shift+up",
    in_palette=False,
)
EXTEND_DOWN = Command(
    id="block.extend_down",
    title=N_("Select the block below too"),
    help=N_("Takes the block below into the selection, or the first one out of it."),
    keys="shift+down",
    in_palette=False,
)
QUOTE_BLOCK = Command(
    id="block.quote",
    title=N_("Quote this block in the prompt"),
    label=N_("Quote"),
    help=N_("Puts the block into the prompt as a quotation, where the cursor is. What is written there stays."),
    keys="q",
)
CODE_INSIDE = Command(
    id="block.inside",
    title=N_("Move to the code inside a list or a quotation"),
    label=N_("Code inside"),
    help=N_("Goes from one piece of code in it to the next: each can be copied, opened, quoted, kept alone."),
    keys="right",
    in_palette=False,
)
CODE_OUTSIDE = Command(
    id="block.outside",
    title=N_("Move back out of the code inside a block"),
    help=N_("Goes to the piece of code before, and from the first one to the whole block."),
    keys="left",
    in_palette=False,
)
EDIT_MESSAGE = Command(
    id="message.edit",
    title=N_("Edit this message"),
    label=N_("Edit"),
    help=N_("Changes what you wrote and asks again; the earlier version stays as a branch."),
    keys="e",
)
EDIT_LAST = Command(
    id="message.edit_last",
    title=N_("Edit your last message"),
    help=N_("Changes what you wrote last and asks again; the earlier version stays as a branch."),
    slash="edit",
)
PREVIOUS_VERSION = Command(
    id="branch.previous",
    title=N_("Previous version"),
    help=N_("Shows the earlier version of this message and what followed it."),
    keys="left_square_bracket",
)
NEXT_VERSION = Command(
    id="branch.next",
    title=N_("Next version"),
    help=N_("Shows the later version of this message and what followed it."),
    keys="right_square_bracket",
)
OPEN_BRANCHES = Command(
    id="branches.open",
    title=N_("Branches of this chat"),
    help=N_("Lists the ways this chat went, and switches between them."),
    slash="branches",
)
READING_COMMANDS = (
    GO_TO_END,
    PAGE_UP,
    PAGE_DOWN,
    FOCUS_TRANSCRIPT,
    TOGGLE_THINKING,
    COPY_CODE,
    EDIT_LAST,
    OPEN_BRANCHES,
)
"""Work from anywhere in the chat screen."""

BLOCK_COMMANDS = (
    COPY_BLOCK,
    OPEN_BLOCK,
    QUOTE_BLOCK,
    SAVE_BLOCK,
    SELECT_BLOCKS,
    EXTEND_UP,
    EXTEND_DOWN,
    COPY_MESSAGE,
    OPEN_LINK,
    EDIT_MESSAGE,
    SHOW_COST,
    PREVIOUS_VERSION,
    NEXT_VERSION,
    FOCUS_PROMPT,
    LEAVE_TRANSCRIPT,
)
"""Their keys work while the transcript has the focus."""

INSIDE_COMMANDS = (CODE_INSIDE, CODE_OUTSIDE)
"""The same; the transcript itself carries them out, with what else these keys do in it."""
