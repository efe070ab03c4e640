"""Pages are asked about by their host, and lead nowhere that nobody was asked about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from javari_tui.domain.approvals import Decision, Scope
from javari_tui.domain.chat import ToolState
from javari_tui.services.toolbox.workplace import same_site
from javari_tui.tools import fetching as fetching_pages
from javari_tui.tools.fetching import Reach
from javari_tui.tools.web_addresses import read_url
from tests.services.toolbox.bench import NO, YES, Bench, always, make_bench

IN_CHAT, FOR_EVER = Decision(True, Scope.CHAT), Decision(True, Scope.ALWAYS)
NEVER = Decision(False, Scope.ALWAYS)


def never(*_anything: object) -> bool:
    return False


@pytest.fixture
async def fetching(project: Path, plain_environ: dict[str, str]) -> AsyncIterator[Bench]:
    """Where every host is refused after it was asked about: nothing leaves this machine."""

    async def resolve(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    bench = make_bench(project, plain_environ, reach=Reach(allows=never, resolve=resolve))
    yield bench
    await bench.stored.disk.close(bench.stored.database.close)


async def test_a_page_is_asked_about_by_its_host(fetching: Bench) -> None:
    fetching.say = always(FOR_EVER)
    for url in ("https://docs.example/a", "https://docs.example/b?q=1", "http://docs.example/a", "docs.example:8443"):
        assert (await fetching.call("fetch_url", url=url)).state is ToolState.FAILED
    subjects = [request.subject for request in fetching.asked()]
    assert subjects == ["docs.example", "http://docs.example", "docs.example:8443"]
    assert "not protected" in fetching.asked()[1].warnings[0]
    assert "8443" in fetching.asked()[2].warnings[0]


async def test_a_host_that_is_forbidden_is_so_however_it_is_written(fetching: Bench) -> None:
    fetching.say = always(NEVER)
    for url in ("https://docs.example/a", "http://docs.example/", "https://DOCS.example./b"):
        assert (await fetching.call("fetch_url", url=url)).state is ToolState.DENIED
    assert len(fetching.asked()) == 1


async def test_a_yes_for_the_chat_lets_nothing_be_carried_out_of_it(fetching: Bench) -> None:
    fetching.say = lambda request: IN_CHAT if Scope.CHAT in request.scopes else YES
    for _twice in range(2):
        await fetching.call("fetch_url", url="https://docs.example/a?page=2")
    assert len(fetching.asked()) == 2, "the first page may have asked for the second"
    await fetching.call("fetch_url", url="https://docs.example/a")
    assert len(fetching.asked()) == 2
    carrying = fetching.asked()[1]
    assert carrying.scopes == (Scope.ONCE, Scope.ALWAYS)
    assert "carry something out" in carrying.warnings[-1]


async def test_who_searched_the_chats_may_carry_something_out(fetching: Bench) -> None:
    await fetching.call("search_chats", words="password")
    await fetching.call("fetch_url", url="https://docs.example/a?page=2")
    assert "carry something out" in fetching.asked()[-1].warnings[-1]


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0x7f.1", "https://[::1]/", "https://8.8.8.8/"])
async def test_an_address_in_numbers_is_said(fetching: Bench, url: str) -> None:
    fetching.say = always(NO)
    await fetching.call("fetch_url", url=url)
    assert any("number" in warning for warning in fetching.asked()[0].warnings)


@pytest.mark.parametrize("url", ["ftp://x/", "https://user:pass@x/", "https://x/a b", "javascript:alert(1)"])
async def test_what_is_no_address_is_refused_unasked(fetching: Bench, url: str) -> None:
    assert (await fetching.call("fetch_url", url=url)).state is ToolState.FAILED
    assert fetching.asked() == []


@pytest.mark.parametrize(
    ("onward", "expected"),
    [
        ("https://docs.example/b", True),
        ("https://www.docs.example/", True),
        ("https://docs.example:8443/", False),
        ("https://docs.example.evil/", False),
        ("https://evil.example/?q=secret", False),
    ],
)
def test_a_redirect_to_somebody_else_is_not_followed(onward: str, expected: bool) -> None:
    assert same_site(read_url("https://docs.example/a"), read_url(onward)) is expected


@dataclass
class Site:
    """A server of one answer, and the toolbox that reaches it as `pages.test`."""

    bench: Bench
    answer: bytes = b""
    is_endless: bool = False
    looked_up: list[str] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(self.answer)
        with suppress(ConnectionError):
            while self.is_endless:
                writer.write(b"word " * 1000)
                await writer.drain()
        writer.close()

    def leads_to(self, url: str) -> None:
        self.answer = f"HTTP/1.1 302 Found\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode()

    async def fetch(self) -> str:
        return (await self.bench.call("fetch_url", url=f"http://pages.test:{self.port}/")).result


@pytest.fixture
async def site(project: Path, plain_environ: dict[str, str]) -> AsyncIterator[Site]:
    looked_up: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        looked_up.append(host)
        if host != "pages.test":
            raise OSError(host)
        return ["127.0.0.1"]

    bench = make_bench(project, plain_environ, reach=Reach(allows=lambda _address: True, resolve=resolve))
    site = Site(bench, looked_up=looked_up)
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    yield site
    server.close()
    await bench.stored.disk.close(bench.stored.database.close)


async def test_a_page_leads_to_no_other_host_and_says_which(site: Site) -> None:
    site.leads_to("http://evil.example/?q=secret")
    assert "http://evil.example/?q=secret" in await site.fetch()
    assert site.looked_up == ["pages.test"]


async def test_a_page_leads_to_its_own_www_unless_the_user_said_no_to_that(site: Site) -> None:
    site.leads_to("http://www.pages.test/")
    await site.fetch()
    assert site.looked_up == ["pages.test", "www.pages.test"]
    site.bench.say = always(NEVER)
    await site.bench.call("fetch_url", url="https://www.pages.test/")
    site.bench.say = always(YES)
    site.looked_up.clear()
    assert "not asked for" in await site.fetch()
    assert site.looked_up == ["pages.test"]


async def test_a_page_without_end_is_read_as_far_as_it_may_be(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching_pages, "MOST_BODY", 20_000)
    site.answer, site.is_endless = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", True
    assert "[cut: it is longer]" in await site.fetch()
