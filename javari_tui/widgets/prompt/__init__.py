"""The prompt: text, completion, attachments."""

from javari_tui.widgets.prompt.prompt import Prompt
from javari_tui.widgets.prompt.slash_words import SlashWord

__all__ = ["Prompt", "SlashWord"]
