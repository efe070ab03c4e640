"""Where a provider's key comes from."""

from __future__ import annotations

from enum import StrEnum

from javari_tui.i18n import N_


class KeySource(StrEnum):
    """The places a key can be in, in the order they are asked."""

    SESSION = "session"
    """Pasted; forgotten when Javari ends."""
    ENVIRONMENT = "environment"
    COMMAND = "command"
    """What the settings' `key_command` prints."""
    VAULT = "vault"
    NONE = "none"


KEY_SOURCE_TITLES = {
    KeySource.SESSION: N_("pasted for this session"),
    KeySource.ENVIRONMENT: N_("from the environment"),
    KeySource.COMMAND: N_("from a command"),
    KeySource.VAULT: N_("from the vault"),
    KeySource.NONE: N_("none"),
}
"""Marked texts of the sources."""
