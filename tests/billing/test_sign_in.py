"""Signing in by a device: approved by a person once, and of no use to who copied a token."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from typing import Any

import httpx2
import pytest

from javari_billing.engine.accounts import close_account, make_key, revoke_keys
from javari_billing.engine.sign_in import LOST_ANSWER, REFRESH_DAYS
from javari_billing.server.app import build
from javari_billing.server.limits import Limits
from javari_billing.server.page_texts import TEXTS, language_of
from javari_billing.wire.endpoints import SCOPES
from javari_billing.wire.sign_in import DeviceCode, Tokens
from tests.billing.bench import Bench

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


class Person:
    """A machine that signs in, and its user with a browser."""

    def __init__(self, client: httpx2.AsyncClient, bench: Bench) -> None:
        self.client, self.bench = client, bench
        self.key = self.new_key(*SCOPES)

    def new_key(self, *scopes: str) -> str:
        """A key of the account."""
        bench = self.bench
        return bench.ledgers.write(lambda one: make_key(one, bench.account, scopes, now=bench.clock()))

    async def begin(self, **more: str) -> DeviceCode:
        """Ask for a code."""
        answer = await self.client.post("/oauth/device_authorization", data={"client_id": "javari", **more})
        assert answer.status_code == 200
        return DeviceCode.model_validate_json(answer.content)

    async def type_in(self, code: str, key: str = "", answer: str = "allow") -> httpx2.Response:
        """Fill in the page."""
        return await self.client.post("/device", data={"code": code, "key": key or self.key, "answer": answer})

    async def ask(self, **form: str) -> str | Tokens:
        """Ask for tokens: the error's name or the tokens."""
        answer = await self.client.post("/oauth/token", data={"client_id": "javari", **form})
        if answer.status_code == 400:
            return str(answer.json()["error"])
        return Tokens.model_validate_json(answer.content)

    async def poll(self, code: DeviceCode) -> str | Tokens:
        """Ask whether the code was approved."""
        return await self.ask(grant_type=DEVICE, device_code=code.device_code)

    async def refresh(self, tokens: Tokens) -> str | Tokens:
        """Ask for new tokens."""
        return await self.ask(grant_type="refresh_token", refresh_token=tokens.refresh_token)

    async def sign_in(self) -> Tokens:
        """All of it."""
        code = await self.begin()
        await self.type_in(code.user_code)
        tokens = await self.poll(code)
        assert isinstance(tokens, Tokens)
        return tokens

    async def can_read(self, tokens: Tokens) -> bool:
        """Whether an access token opens the balance."""
        headers = {"Authorization": f"Bearer {tokens.access_token}"}
        return (await self.client.get("/v1/balance", headers=headers)).status_code == 200


@pytest.fixture
async def person(bench: Bench) -> AsyncIterator[Person]:
    """Somebody with an account."""
    app = build(bench.ledgers, Limits(), "https://billing.example/")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://server") as client:
        yield Person(client, bench)


async def test_a_device_waits_until_its_user_allows_it_and_gets_its_tokens_once(person: Person) -> None:
    code = await person.begin(scope="balance:read")
    assert code.verification_uri_complete == f"https://billing.example/device?user_code={code.user_code}"
    assert await person.poll(code) == "authorization_pending"
    assert await person.poll(code) == "slow_down"
    assert (await person.type_in(code.user_code.lower().replace("-", " "))).status_code == 200
    tokens = await person.poll(code)
    assert isinstance(tokens, Tokens)
    assert (tokens.scope, await person.can_read(tokens)) == ("balance:read", True)
    assert await person.poll(code) == "invalid_grant"
    person.bench.clock.now += tokens.expires_in * 1000
    assert not await person.can_read(tokens)


async def test_only_the_right_code_with_a_key_that_may_allows_anything(person: Person) -> None:
    code = await person.begin()
    tokens = await person.sign_in()
    reader = person.new_key("balance:read")
    for typed, key in ((code.user_code, "jvk_wrong"), ("BBBB-BBBB", ""), (code.user_code, reader)):
        assert (await person.type_in(typed, key)).status_code == 422
    assert (await person.type_in(code.user_code, tokens.access_token)).status_code == 422
    assert await person.poll(code) == "authorization_pending"
    await person.type_in(code.user_code, answer="deny")
    assert await person.poll(code) == "access_denied"
    late = await person.begin()
    person.bench.clock.now += late.expires_in * 1000
    assert (await person.type_in(late.user_code)).status_code == 422
    assert await person.poll(late) == "expired_token"
    assert await person.ask(grant_type="password") == "unsupported_grant_type"


async def test_a_copied_refresh_token_ends_everything_that_came_from_it(person: Person) -> None:
    first = await person.sign_in()
    second = await person.refresh(first)
    assert isinstance(second, Tokens)
    third = await person.refresh(second)
    assert isinstance(third, Tokens)
    assert await person.can_read(third)
    assert await person.refresh(first) == "invalid_grant"
    assert not await person.can_read(third)
    assert await person.refresh(third) == "invalid_grant"


async def test_an_answer_that_got_lost_does_not_sign_anybody_out(person: Person) -> None:
    first = await person.sign_in()
    lost = await person.refresh(first)
    person.bench.clock.now += LOST_ANSWER
    again = await person.refresh(first)
    assert isinstance(again, Tokens)
    assert isinstance(lost, Tokens)
    assert await person.refresh(lost) == "invalid_grant"
    later = await person.refresh(again)
    assert isinstance(later, Tokens)
    person.bench.clock.now += LOST_ANSWER + 1
    assert await person.refresh(again) == "invalid_grant"
    assert await person.refresh(later) == "invalid_grant"


async def test_the_time_for_a_lost_answer_does_not_begin_anew_with_each(person: Person) -> None:
    first = await person.sign_in()
    for _ in range(2):
        assert isinstance(await person.refresh(first), Tokens)
        person.bench.clock.now += LOST_ANSWER * 2 // 3
    assert await person.refresh(first) == "invalid_grant"


async def test_who_stays_away_too_long_signs_in_again(person: Person) -> None:
    tokens, other = await person.sign_in(), await person.sign_in()
    person.bench.clock.now += REFRESH_DAYS * 86_400_000 - 1
    assert isinstance(await person.refresh(other), Tokens)
    person.bench.clock.now += 1
    assert await person.refresh(tokens) == "invalid_grant"


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
async def test_signing_out_ends_every_token(person: Person, which: str) -> None:
    tokens, other = await person.sign_in(), await person.sign_in()
    for token in (getattr(tokens, which), "jvr_unknown"):
        assert (await person.client.post("/oauth/revoke", data={"token": token})).status_code == 200
    assert not await person.can_read(tokens)
    assert await person.refresh(tokens) == "invalid_grant"
    assert await person.can_read(other)


async def test_a_closed_account_gets_no_new_tokens(person: Person) -> None:
    tokens, bench = await person.sign_in(), person.bench
    bench.ledgers.write(lambda one: close_account(one, bench.account, now=bench.clock()))
    assert await person.refresh(tokens) == "invalid_grant"


async def test_revoking_all_keys_signs_every_device_out(person: Person) -> None:
    tokens, bench = await person.sign_in(), person.bench
    bench.ledgers.write(lambda one: revoke_keys(one, bench.account, now=bench.clock()))
    assert not await person.can_read(tokens)
    assert await person.refresh(tokens) == "invalid_grant"


class Seen(HTMLParser):
    """What a screen reader would find."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep it."""
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, Any]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_page_can_be_used_without_seeing_it(person: Person, language: str) -> None:
    accepted = {"Accept-Language": f"{language}-MX, fr;q=0.9"}
    for wrong in (False, True):
        if wrong:
            answer = await person.client.post("/device", data={"code": "x", "key": "y"}, headers=accepted)
        else:
            answer = await person.client.get("/device?user_code=WDJB-MJHT", headers=accepted)
        seen = Seen(answer.text)
        ids = [attributes["id"] for _, attributes in seen.tags if "id" in attributes]
        assert len(ids) == len(set(ids))
        assert seen.all("html")[0]["lang"] == language
        assert [label["for"] for label in seen.all("label")] == [field["id"] for field in seen.all("input")]
        described = {part for field in seen.all("input") for part in field["aria-describedby"].split()}
        assert described <= set(ids)
        assert len([field for field in seen.all("input") if "autofocus" in field]) == 1
        assert bool(re.search('role="alert"', answer.text)) == wrong
        assert TEXTS[language].warning in answer.text
        assert not seen.all("script")


async def test_the_page_shows_what_it_was_given_as_text(person: Person) -> None:
    answer = await person.client.get("/device", params={"user_code": '"><script>alert(1)'})
    assert not Seen(answer.text).all("script")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("fr, es;q=0.5, en;q=0.4", "es"),
        ("es;q=0, en", "en"),
        ("es;q=x, *", "es"),
        ("zh", "en"),
    ],
)
def test_the_language_is_the_one_that_the_browser_likes_best(accepted: str, language: str) -> None:
    assert language_of(accepted) == language
