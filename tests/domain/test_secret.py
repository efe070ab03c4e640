from __future__ import annotations

import logging
import pickle

import pytest

from javari_tui.domain.secret import Secret

KEY = "sk-ant-api03-0123456789abcdef"


def test_no_way_of_printing_shows_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(KEY)
    with caplog.at_level(logging.INFO):
        logging.getLogger("test").info("key %s %r", secret, [secret])
    printed = [repr(secret), str(secret), f"{secret}", f"{secret!r:>40}", "%s" % (secret,), caplog.text]  # noqa: UP031
    assert not any("0123456789" in text for text in printed)
    assert repr(secret) == "Secret(••••cdef)"


def test_short_secret_shows_nothing() -> None:
    assert repr(Secret("hunter2")) == "Secret(••••)"


def test_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))


def test_secrets_compare_by_value() -> None:
    assert Secret(KEY) == Secret(KEY)
    assert Secret(KEY) != Secret("other")
    assert hash(Secret(KEY)) == hash(Secret(KEY))
    assert not Secret("")
