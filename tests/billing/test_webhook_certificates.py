"""A webhook goes to the address that was looked at, and the certificate there must be that of the name."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from javari_billing.webhooks.sending import Sender


def certificate(name: str, folder: Path) -> tuple[Path, Path]:
    """A certificate of a name, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return files


class Answering(BaseHTTPRequestHandler):
    """Takes everything, and remembers the name it was called by."""

    called: list[str] = []

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.called.append(self.headers["host"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


async def test_the_certificate_is_that_of_the_name_not_of_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, key = certificate("hook.example", tmp_path)
    here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    here.load_cert_chain(own, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.socket = here.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    port = server.server_address[1]

    async def found(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
    sender = Sender(allow_private=True, trusted=ssl.create_default_context(cafile=own))
    try:
        assert (await sender.send(f"https://hook.example:{port}/x", {}, b"{}")).is_taken
        assert not (await sender.send(f"https://other.example:{port}/x", {}, b"{}")).is_taken
        stranger = Sender(allow_private=True)
        assert not (await stranger.send(f"https://hook.example:{port}/x", {}, b"{}")).is_taken
        await stranger.close()
    finally:
        await sender.close()
        server.shutdown()
        thread.join()
        server.server_close()
    assert Answering.called == [f"hook.example:{port}"]
