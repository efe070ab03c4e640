"""Where tokens are kept: in a real keyring that opens, else in memory alone, and never waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import keyring
import pytest
from keyring.backends import chainer, fail, null

from javari_tui.domain.access_tokens import Tokens
from javari_tui.domain.billing import TokenPlace
from javari_tui.domain.secret import Secret
from javari_tui.vault.keyrings import Keyring, KeyringFailed, find_keyring
from javari_tui.vault.tokens import SERVICE, TokenStore
from tests.billing_client.file_keyring import LOCKED, WEDGED, FileKeyring

T = TypeVar("T")
TOKENS = Tokens(
    access=Secret("jva_access"), refresh=Secret("jvr_refresh"), expires_at=datetime(2026, 11, 23, tzinfo=UTC)
)


def store(file: Path, *, patience: float = 60.0) -> TokenStore:
    """One over a keyring in a file."""
    return TokenStore(find=lambda: FileKeyring(file), patience=patience)


async def test_what_one_process_keeps_in_the_keyring_another_finds_there(tmp_path: Path) -> None:
    one, other = store(tmp_path / "k"), store(tmp_path / "k")
    assert await one.look() is TokenPlace.KEYRING
    assert await one.write("ada", TOKENS) is TokenPlace.KEYRING
    assert await other.read("ada") == TOKENS
    assert await other.read("bob") is None
    await other.forget("ada")
    await other.forget("ada")
    assert await one.read("ada") is None


async def test_without_a_keyring_tokens_stay_in_memory(tmp_path: Path) -> None:
    kept = TokenStore(find=lambda: None)
    assert (await kept.look(), kept.is_locked) == (TokenPlace.SESSION, False)
    assert await kept.write("ada", TOKENS) is TokenPlace.SESSION
    assert await kept.read("ada") == TOKENS
    assert await TokenStore(find=lambda: None).read("ada") is None
    await kept.forget("ada")
    assert await kept.read("ada") is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("how", [LOCKED, WEDGED])
async def test_a_keyring_that_does_not_open_holds_nobody_up_and_signs_nobody_out(how: str, tmp_path: Path) -> None:
    file = tmp_path / "k"
    assert await store(file).write("ada", TOKENS) is TokenPlace.KEYRING
    inside, kept = file.read_text(), store(file, patience=0.05)
    file.write_text(how)
    with pytest.raises(KeyringFailed):
        await kept.read("ada")
    assert (kept.place, kept.is_locked) == (TokenPlace.SESSION, True)
    assert await kept.write("bob", TOKENS) is TokenPlace.SESSION
    assert await kept.read("bob") == TOKENS
    file.write_text(inside)
    await when_it_opens(lambda: kept.forget("bob"))
    assert await when_it_opens(lambda: kept.read("ada")) == TOKENS
    assert (kept.place, kept.is_locked) == (TokenPlace.KEYRING, False)


async def when_it_opens(work: Callable[[], Awaitable[T]]) -> T:
    """What it gives, once the keyring answers again."""
    while True:
        with suppress(KeyringFailed):
            return await work()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"access": 1}', '{"access": "a", "refresh": "b", "expires_at": "soon"}']
)
async def test_what_somebody_else_put_there_is_no_token(text: str, tmp_path: Path) -> None:
    FileKeyring(tmp_path / "k").set_password(SERVICE, "ada", text)
    assert await store(tmp_path / "k").read("ada") is None


def test_only_a_real_keyring_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plaintext(FileKeyring):
        """For everybody to read."""

    monkeypatch.setattr(Plaintext, "priority", 0.5)
    Plaintext.__module__ = "keyrings.alt.file"
    real = FileKeyring(tmp_path / "k")

    class Chain(chainer.ChainerBackend):
        backends: tuple[Keyring, ...] = ()

    def found(*candidates: Keyring) -> Keyring | None:
        chain = Chain()  # type: ignore[no-untyped-call]
        chain.backends = candidates
        monkeypatch.setattr(keyring, "get_keyring", lambda: chain if len(candidates) > 1 else candidates[0])
        return find_keyring()

    none, nothing = fail.Keyring(), null.Keyring()  # type: ignore[no-untyped-call]
    assert [found(one) for one in (none, nothing, Plaintext(tmp_path / "p"))] == [None] * 3
    assert found(real) is real
    assert found(Plaintext(tmp_path / "p"), real) is real
    assert found(Plaintext(tmp_path / "p"), nothing) is None
