"""Pages of the public internet and nothing else, against a real server whose address is let in for the test."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from javari_tui.domain.cutting import LONGEST_WORD
from javari_tui.domain.errors import ToolRefused
from javari_tui.tools import fetching
from javari_tui.tools.addresses import is_public
from javari_tui.tools.fetching import Reach, fetch_url
from javari_tui.tools.page_text import page_text
from javari_tui.tools.web_addresses import read_url

PAGE = """<!doctype html><html><head><title>A  title</title><style>p{}</style><script>alert(1)</script></head>
<body><h1>Head &amp; line</h1><p>One   two<br>three</p><ul><li>four</li></ul><svg><text>no</text></svg>
<p>\x1b]52;c;eA==\x07 end</p></body></html>"""


class Pages(ThreadingHTTPServer):
    """A server that remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.hold = threading.Event()


class Answering(BaseHTTPRequestHandler):
    """Its answers, by path."""

    server: Pages

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        name, _, rest = self.path[1:].partition("?")
        answers: dict[str, Callable[[str], None]] = {
            "page": lambda _rest: self.give("text/html; charset=utf-8", PAGE.encode()),
            "latin": lambda _rest: self.give("text/plain; charset=iso-8859-1", "señor".encode("latin-1")),
            "strange": lambda _rest: self.give("text/plain; charset=punycode", b"plain"),
            "picture": lambda _rest: self.give("image/png", b"\x89PNG"),
            "huge": lambda _rest: self.give("text/plain", b"x" * 300_000),
            "zip": lambda _rest: self.give("text/plain", gzip.compress(b"x" * 10_000), "Content-Encoding", "gzip"),
            "to": lambda rest: self.give("text/plain", b"", "Location", rest, code=302),
            "drip": self.drip,
        }
        answers[name](rest)

    def give(self, kind: str, body: bytes, *header: str, code: int = 200) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if header:
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, _rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        try:
            while not self.server.hold.wait(0.05):
                self.wfile.write(b".")
        except OSError:
            self.server.hold.set()

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def pages() -> Iterator[Pages]:
    server = Pages()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.hold.set()
    server.shutdown()
    server.server_close()
    thread.join()


def reach(*more: str, seconds: float = 30) -> Reach:
    """Lets the loopback in, and knows one host, which the system's resolver does not."""

    async def resolve(host: str, port: int) -> Sequence[str]:
        return {"pages.test": ["127.0.0.1"], "mixed.test": ["127.0.0.1", "10.0.0.1"]}[host]

    def allows(address: object) -> bool:
        return str(address) == "127.0.0.1"

    return Reach(allows=allows, resolve=resolve, seconds=seconds)


def at(pages: Pages, path: str, host: str = "pages.test") -> str:
    return f"http://{host}:{pages.server_port}/{path}"


async def test_the_text_of_a_page_comes_without_markup(pages: Pages) -> None:
    page = await fetch_url(at(pages, "page#part"), reach())
    assert page.text.startswith("A title\n\n# Head & line\n\nOne two\nthree\n\n- four\n")
    assert "alert" not in page.text
    assert not {"\x1b", "\x07"} & set(page.text)
    assert (page.status, page.content_type) == (200, "text/html")


async def test_the_checked_address_is_asked_by_the_hosts_name_and_nothing_more_is_told(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    await fetch_url(at(pages, "latin?a=b"), reach())
    ((path, headers),) = pages.asked
    assert path == "/latin?a=b"
    assert headers["host"] == f"pages.test:{pages.server_port}"
    assert not {"authorization", "cookie", "referer", "proxy-authorization"} & set(headers)


@pytest.mark.parametrize(
    ("path", "text"), [("latin", "señor"), ("strange", "plain"), ("picture", ""), ("to?/latin", "señor")]
)
async def test_what_is_text_is_read_and_what_is_not_is_not(path: str, text: str, pages: Pages) -> None:
    assert (await fetch_url(at(pages, path), reach())).text == text


async def test_a_long_body_is_cut_and_says_so(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BODY", 1000 + LONGEST_WORD)
    page = await fetch_url(at(pages, "huge"), reach())
    assert (len(page.text), page.is_cut) == (1000, True)


@pytest.mark.parametrize(
    "leads_to",
    ["http://127.0.0.2/", "http://10.0.0.1/", "http://mixed.test/", "//169.254.169.254/", "file:///etc/passwd"],
)
async def test_every_redirect_is_checked(leads_to: str, pages: Pages) -> None:
    def resolve_as_it_is(known: Reach) -> Reach:
        async def resolve(host: str, port: int) -> Sequence[str]:
            assert known.resolve is not None
            return [host] if host[0].isdigit() else await known.resolve(host, port)

        return Reach(allows=known.allows, resolve=resolve)

    with pytest.raises(ToolRefused, match=r"not on the public internet|Only http"):
        await fetch_url(at(pages, f"to?{leads_to}"), resolve_as_it_is(reach()))
    assert len(pages.asked) == 1


async def test_redirects_without_end_are_left(pages: Pages) -> None:
    with pytest.raises(ToolRefused, match="without end"):
        await fetch_url(at(pages, "to?/to?/to?/to?/to?/to?/to?/page"), reach())
    assert len(pages.asked) == 6


async def test_compressed_bodies_are_not_unpacked(pages: Pages) -> None:
    with pytest.raises(ToolRefused, match="as it should"):
        await fetch_url(at(pages, "zip"), reach())


async def test_a_server_that_drips_is_left_when_the_time_is_over(pages: Pages) -> None:
    with pytest.raises(ToolRefused, match="too long"):
        await fetch_url(at(pages, "drip"), reach(seconds=0.4))
    await asyncio.to_thread(pages.hold.wait)


async def test_the_loopback_is_refused_in_all_its_disguises() -> None:
    for host in (
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ):
        with pytest.raises(ToolRefused, match=r"not on the public internet|no address"):
            await fetch_url(f"http://{host}:9/", Reach())


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1", "192.0.0.9"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::127.0.0.1"),
        *("64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "3fff::1", "5f00::1"),
        "2606:4700::1111%eth0",
    ],
)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2001:4860:4860::8888", "::ffff:1.1.1.1"]
)
def test_a_public_address_is_allowed(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        *(
            "file:///etc/passwd",
            "ftp://a.example/",
            "javascript:alert(1)",
            "http://a@b.example/",
            "http://:x@b.example",
        ),
        *("http://a.example:99999/", "http://a.example:0/", "http://a\\b/", "http://a b/", "http://a.example/\r\nX: y"),
        *("http:///path", "http://", "", "http://[::1%25eth0]/", "http://[zz]/", "http://a.example/" + "a" * 5000),
        "http://" + "\u3002".join(["a" * 70, "example"]),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(ToolRefused):
        read_url(url)


def test_addresses_are_read_as_people_write_them() -> None:
    assert read_url("example.org/a?b#c").url == "https://example.org/a?b"
    assert read_url("HTTP://Exámple.org:8080").url == "http://xn--exmple-qta.org:8080/"
    assert read_url("https://[2606:4700::1111]/").at("2606:4700::1111") == "https://[2606:4700::1111]:443/"


def test_a_tangled_page_is_read_as_far_as_it_goes() -> None:
    assert page_text("<p>a<b>c<li>d</x></p><pre>e\n  f</pre><script>no") == "ac\n- d\n\ne\n  f"
    assert page_text("<html><head><title>t</title><body>text") == "t\n\ntext"
