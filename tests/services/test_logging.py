from __future__ import annotations

import base64
import logging
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from javari_tui.domain.secret import Secret
from javari_tui.services.keys.redaction import Redactor
from javari_tui.services.logging import LARGEST, start_logging

KEY = "plain+looking/key value"
log = logging.getLogger("test")


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture
def file(tmp_path: Path, redactor: Redactor) -> Iterator[Path]:
    path = tmp_path / "state" / "javari.log"
    end = start_logging(path, redactor.redact)
    yield path
    end()


def test_log_is_its_owners_alone_also_when_it_was_not_before(file: Path) -> None:
    log.info("x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    start_logging(file, str)()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_libraries_that_tell_of_every_request_are_not_heard(file: Path) -> None:
    logging.getLogger("httpx2").info("HTTP Request: GET https://example.com")
    logging.getLogger("httpcore2.connection").info("connect")
    log.info("ours")
    assert file.read_text().splitlines()[0].endswith("ours")


def test_secret_is_taken_out_by_its_value_in_every_form(file: Path, redactor: Redactor) -> None:
    redactor.hide(Secret(KEY))
    log.info("plain %s", KEY)
    log.info("url %s", quote(KEY, safe=""))
    log.info("base64 %s", base64.b64encode(KEY.encode()).decode())
    try:
        raise ValueError(KEY)
    except ValueError:
        log.exception("failed")
    text = file.read_text()
    assert text.count("[hidden]") >= 4
    assert KEY not in text
    assert quote(KEY, safe="") not in text
    assert "cGxhaW4" not in text


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-api03-AbCdEf0123456789",
        "ghp_0123456789abcdefABCDEF",
        "github_pat_0123456789abcdefABCDEF",
        "xoxb-1234-5678-abcdef",
        "AIzaSyA0123456789abcdefghij",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc",
    ],
)
def test_unknown_key_is_taken_out_by_its_beginning(file: Path, secret: str) -> None:
    log.info("the server said %s is wrong", secret)
    assert "the server said [hidden] is wrong" in file.read_text()


def test_key_in_a_header_is_taken_out(file: Path) -> None:
    log.info("{'authorization': 'Bearer abcdefgh123', 'x-api-key': 'zyxwvut987', 'accept': 'all'}")
    text = file.read_text()
    assert "abcdefgh123" not in text
    assert "zyxwvut987" not in text
    assert "'accept': 'all'" in text


def test_control_codes_are_written_as_signs(file: Path) -> None:
    log.info("evil \x1b]52;c;aGk=\x07")
    assert "\x1b" not in file.read_text()
    assert "␛]52;c;aGk=␇" in file.read_text()


def test_log_is_bounded_by_rotation_and_old_files_stay_private(file: Path) -> None:
    for _ in range(5):
        log.info("x" * (LARGEST // 2))
    files = sorted(file.parent.iterdir())
    assert [path.name for path in files] == ["javari.log", "javari.log.1", "javari.log.2"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)


def test_folder_that_cannot_be_written_costs_only_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "state").write_text("a file in the way")
    end = start_logging(tmp_path / "state" / "javari.log", str)
    log.warning("nowhere to go")
    end()
    assert capfd.readouterr() == ("", "")


def test_link_planted_in_the_logs_place_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    link = tmp_path / "state" / "javari.log"
    link.parent.mkdir()
    link.symlink_to(victim)
    end = start_logging(link, str)
    log.warning("x")
    end()
    assert victim.read_text() == "precious"
