"""Taking keys out of what is logged or sent: by their exact values, and by the beginnings that keys are known for."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from urllib.parse import quote

from javari_tui.domain.key_shapes import KNOWN_KEYS, PRIVATE_KEYS, holds_key
from javari_tui.domain.private_keys import HIDDEN
from javari_tui.domain.secret import Secret

MARK = HIDDEN
_SHORTEST = 6
"""Characters; a shorter value would blot out ordinary words."""

_HEADER = re.compile(
    r"(?i)\b(bearer|basic|x-api-key|api[-_]key|authorization)([\"']?\s*[:= ]\s*[\"']?)"
    r"(?!bearer\b|basic\b)[^\s\"',;]{6,}"
)
_SECRET_NAME = re.compile(
    r"(?i)(?:^|_)(?:api)?(?:keys?|token|secret|password|passwd|passphrase|credentials?|auth|pat)(?:$|_)"
)
"""Variables of the environment whose values are secrets, known to Javari or not."""


class Redactor:
    """Knows the secrets of this process, and takes them out of texts."""

    def __init__(self) -> None:
        self._values: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    @classmethod
    def of_environment(cls, environ: Mapping[str, str]) -> Redactor:
        """One that hides what is in variables named like secrets."""
        redactor = cls()
        for name, value in environ.items():
            if _SECRET_NAME.search(name):
                redactor.hide(Secret(value))
        return redactor

    def hide(self, secret: Secret) -> None:
        """Leave a secret out from now on, also as it stands in addresses and in Base64."""
        value = secret.reveal()
        if len(value) < _SHORTEST or value in self._values:
            return
        self._values |= {value, quote(value, safe=""), base64.b64encode(value.encode(errors="replace")).decode()}
        longest_first = sorted(self._values, key=len, reverse=True)
        self._pattern = re.compile("|".join(re.escape(known) for known in longest_first))

    def mask(self, text: str) -> str:
        """The text without secrets, for a model: what only might be one, as in a program's source, stays."""
        text = PRIVATE_KEYS.sub(rf"\1\n{MARK}\n\2", self.mask_known(text))
        return KNOWN_KEYS.sub(lambda found: MARK if holds_key(found[0]) else found[0], text)

    def redact(self, text: str) -> str:
        """The text without secrets."""
        text = self.mask_known(text)
        return _HEADER.sub(rf"\1\2{MARK}", KNOWN_KEYS.sub(MARK, text))

    def mask_known(self, text: str) -> str:
        """The text without the secrets that are known by their values."""
        # Most texts hold none, and looking for each alone is far quicker than for any of them.
        if self._pattern is None or not any(value in text for value in self._values):
            return text
        return self._pattern.sub(MARK, text)
