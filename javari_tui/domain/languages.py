"""The languages of the product, each in its own words."""

from __future__ import annotations

LANGUAGE_NAMES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "zh": "中文",
    "ja": "日本語",
}
"""Each language in its own words, so that who cannot read the interface still finds theirs."""
