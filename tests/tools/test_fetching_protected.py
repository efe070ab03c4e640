"""Over TLS the certificate is for the name, though the address is asked; and nobody leads back to plain http."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest

from javari_tui.domain.errors import ToolRefused
from javari_tui.tools import fetching
from javari_tui.tools.fetching import Reach, fetch_url

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


class Answering(BaseHTTPRequestHandler):
    """Says hello, or leads to where the path says."""

    def do_GET(self) -> None:
        leads_to = self.path.partition("?")[2]
        self.send_response(302 if leads_to else 200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "5")
        if leads_to:
            self.send_header("Location", leads_to)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for `pages.test` with its key, in one file."""
    file = tmp_path_factory.mktemp("tls") / "pages.pem"
    made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=pages.test"
    subprocess.run(
        ["openssl", *made.split(), "-addext", "subjectAltName=DNS:pages.test", "-keyout", file, "-out", f"{file}.crt"],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def port(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where a server with that certificate listens, which the client trusts for that name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate)
    server.socket = theirs.wrap_socket(server.socket, server_side=True)
    ours = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(fetching, "_make_client", lambda _seconds: httpx2.AsyncClient(trust_env=False, verify=ours))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


async def resolve(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


REACH = Reach(allows=lambda _address: True, resolve=resolve)


async def test_the_certificate_must_be_for_the_name(port: int) -> None:
    assert (await fetch_url(f"https://pages.test:{port}/", REACH)).text == "hello"
    with pytest.raises(ToolRefused, match="cannot be reached"):
        await fetch_url(f"https://other.test:{port}/", REACH)


async def test_a_protected_page_does_not_lead_to_one_that_is_not(port: int) -> None:
    assert (await fetch_url(f"https://pages.test:{port}/?/again", REACH)).text == "hello"
    with pytest.raises(ToolRefused, match="not protected"):
        await fetch_url(f"https://pages.test:{port}/?http://pages.test/", REACH)
