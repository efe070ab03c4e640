"""How Javari stands to the model it would use."""

from __future__ import annotations

from enum import StrEnum


class Connection(StrEnum):
    """What the header's last word tells."""

    STARTING = "starting"
    OFFLINE_GUIDE = "offline_guide"
    LOCAL = "local"
    CLOUD = "cloud"
    NO_KEY = "no_key"
    TROUBLE = "trouble"
