"""The pages of the server in a real browser: by keys alone, by what a screen reader is told, narrow, dark, alone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any, Literal, Protocol

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from javari_billing.server.page_texts import TEXTS
from javari_billing.server.payment_texts import PAYMENT_TEXTS
from javari_billing.wire.values import MICRO
from tests.billing.server import Served
from tests.billing.test_server import account

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

_QUIET = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update"
_ARGUMENTS = [f"--{name}" for name in (*_QUIET.split(), "disable-sync")]

CONTRASTS = """() => {
    const plain = (colour, over) => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d")
        for (const layer of [over, colour]) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1) }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
    }
    const light = ([...parts]) => parts
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0)
    const paper = document.body.appendChild(document.createElement("p"))
    paper.style.background = "Canvas"
    const canvas = getComputedStyle(paper).backgroundColor
    paper.remove()
    const seen = [...document.querySelectorAll("h1, p, label, input, button")]
    return seen.map(element => {
        const style = getComputedStyle(element)
        const ground = plain(style.backgroundColor, canvas), ink = light(plain(style.color, `rgb(${ground})`))
        const [low, high] = [ink, light(ground)].sort((a, b) => a - b)
        return [element.tagName, (high + 0.05) / (low + 0.05), light(ground)]
    })
}"""
"""How far the letters of everything on a page stand out from what is behind them, and how light that is."""


@pytest.fixture(scope="module")
def served(template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server."""
    file = tmp_path_factory.mktemp("pages") / "billing.db"
    file.write_bytes(template)
    server = Served(f"sqlite:///{file}")
    server.start(0, "--rate", "1000")
    yield server
    server.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield running
        running.close()


class Visit:
    """A page at a server, and all that it asked for and complained about."""

    def __init__(self, context: BrowserContext, served: Served) -> None:
        self.page: Page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self._served = served

    def go(self, path: str) -> Page:
        """Open an address of the server."""
        self.page.goto(f"{self._served.url}{path}")
        return self.page

    @property
    def focus(self) -> str:
        """What has the focus, and that it can be seen."""
        told: Any = self.page.evaluate(
            "() => { const one = document.activeElement, style = getComputedStyle(one);"
            " return [one.id || one.value || one.tagName, style.outlineStyle, parseFloat(style.outlineWidth)] }"
        )
        assert told[1] != "none"
        assert told[2] >= 1
        return str(told[0])


class Visits(Protocol):
    """Opens windows."""

    def __call__(self, language: str = "en", dark: bool = False, width: int = 1000) -> Visit: ...


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visits]:
    """Opens pages in a window of its own each time; nothing of them comes from elsewhere."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def open_window(language: str = "en", dark: bool = False, width: int = 1000) -> Visit:
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        size: Any = {"width": width, "height": 640}
        contexts.append(browser.new_context(locale=language, color_scheme=scheme, viewport=size))
        visits.append(Visit(contexts[-1], served))
        return visits[-1]

    yield open_window
    for one in filter(lambda one: one.asked, visits):
        assert {url.split("/")[2] for url in one.asked} == {served.url.split("/")[2]}
    for context in contexts:
        context.close()


def device_code(served: Served) -> dict[str, Any]:
    """A machine begins to sign in."""
    told: dict[str, Any] = httpx2.post(f"{served.url}/oauth/device_authorization", data={"client_id": "javari"}).json()
    return told


def is_signed_in(served: Served, code: dict[str, Any]) -> bool:
    """Whether the machine gets its tokens."""
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": code["device_code"]}
    return httpx2.post(f"{served.url}/oauth/token", data=form).status_code == 200


def test_a_device_is_allowed_by_the_keyboard_alone(served: Served, visit: Visits) -> None:
    _, key = account(served.address, 1)
    code = device_code(served)
    window = visit()
    page = window.go("/device")
    assert window.focus == "code"
    page.keyboard.type(code["user_code"].lower())
    page.keyboard.press("Tab")
    assert window.focus == "key"
    page.keyboard.type(key)
    for button in ("allow", "deny"):
        page.keyboard.press("Tab")
        assert window.focus == button
    page.keyboard.press("Shift+Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("status").inner_text() == TEXTS["en"].allowed
    assert is_signed_in(served, code)
    assert window.complaints == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_screen_reader_is_told_what_everything_is_and_what_was_wrong(
    served: Served, visit: Visits, language: str
) -> None:
    texts, window = TEXTS[language], visit(f"{language}-MX" if language == "es" else "en-GB")
    page = window.go(f"/device?user_code={device_code(served)['user_code']}")
    assert page.evaluate("document.documentElement.lang") == language
    told = page.locator("body").aria_snapshot()
    names = [("heading", texts.title), ("textbox", texts.code), ("textbox", texts.key)]
    places = [
        told.find(f'- {role} "{name}"') for role, name in [*names, ("button", texts.allow), ("button", texts.deny)]
    ]
    assert -1 not in places and places == sorted(places), told
    assert window.focus == "key"  # the code stands there already
    page.keyboard.type("jvk_wrong")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == texts.wrong
    for name, hint in ((texts.code, texts.code_hint), (texts.key, texts.key_hint)):
        field = page.get_by_label(name, exact=True)
        assert field.get_attribute("aria-invalid") == "true"
        described = [
            page.locator(f"#{one}").inner_text() for one in str(field.get_attribute("aria-describedby")).split()
        ]
        assert described == [texts.wrong, hint]
    assert page.get_by_label(texts.key, exact=True).input_value() == ""
    assert window.focus == "key"


def addresses(served: Served) -> list[str]:
    """Every page that there is, with every kind of content."""
    _, key = account(served.address, 1)
    with served.client(key) as client:
        asked = client.post(
            "/v1/checkout-sessions", json={"credits_mcr": 500 * MICRO}, headers={"Idempotency-Key": "pages"}
        )
    return ["/device", "/paid?page=none", re.sub(r"^https?://[^/]+", "", asked.json()["url"])]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_are_readable_on_a_small_screen_by_day_and_by_night(served: Served, visit: Visits, dark: bool) -> None:
    window = visit("es", dark, 320)
    for address in addresses(served):
        page = window.go(address)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, address
        contrasts = page.evaluate(CONTRASTS)
        assert len(contrasts) >= 3
        assert [one for one in contrasts if one[1] < 4.5] == [], address
        assert all((ground < 0.2) == dark for tag, _, ground in contrasts if tag in {"H1", "P"}), address
    assert window.complaints == []


def test_a_button_of_the_test_provider_counts_in_a_real_browser(served: Served, visit: Visits) -> None:
    page = visit().go(addresses(served)[-1])
    with page.expect_navigation():
        page.locator("button[value=pay]").click()
    assert page.get_by_role("status").inner_text() == PAYMENT_TEXTS["en"].paid


def test_nothing_that_gets_into_a_page_runs_or_calls_home(served: Served, visit: Visits) -> None:
    window = visit()
    page = window.go("/device?user_code=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
    assert page.locator("img").count() == 0
    assert len(window.asked) == 1
    blocked = page.evaluate(
        """async () => {
            const blocked = []
            document.addEventListener("securitypolicyviolation", event => blocked.push(event.effectiveDirective))
            const script = document.createElement("script"), image = document.createElement("img")
            script.textContent = "window.ran = true"
            image.src = "https://elsewhere.example/pixel.png"
            document.body.append(script, image)
            document.body.insertAdjacentHTML("beforeend", "<p style='color: red' onclick='window.ran = true'>")
            document.querySelector("p[onclick]").click()
            while (blocked.length < 4) await new Promise(done => setTimeout(done, 5))
            return [window.ran ?? false, [...new Set(blocked)].sort()]
        }"""
    )
    assert blocked == [False, ["img-src", "script-src-attr", "script-src-elem", "style-src-attr"]]
    assert page.evaluate("fetch('/v1/plans').then(() => 'let through', () => 'refused')") == "refused"
    window.asked.clear()  # the browser tells of what it blocked too
