"""What the first picture leaves out changes nothing in it: a second styling, and containers that nobody sees."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Static

from javari_tui.app import JavariApp
from javari_tui.domain.start import StartOptions
from javari_tui.services.launch import prepare_launch
from javari_tui.widgets.see_through import Column, Layers


def styles(app: App[None]) -> dict[Widget, object]:
    """What the stylesheets say of every widget."""
    return {widget: widget._css_styles.get_rules() for widget in app.screen.walk_children(Widget, with_self=True)}


async def test_every_widget_is_styled_without_a_second_styling() -> None:
    app = JavariApp(prepare_launch(StartOptions()))
    async with app.run_test() as pilot:
        await pilot.pause()
        once = styles(app)
        assert len(once) > 15
        app.screen.update_node_styles(animate=False)
        assert styles(app) == once
        await app.leave()


class Nested(App[None]):
    """A text that does not fill the containers around it."""

    CSS = "Screen { background: #102030; } Container { height: 6; } Vertical { width: 1fr; } Static { width: 9; }"

    def __init__(self, outer: type[Container], inner: type[Vertical]) -> None:
        super().__init__()
        self._outer, self._inner = outer, inner

    def compose(self) -> ComposeResult:
        """A container in a container."""
        with self._outer(), self._inner():
            yield Static("text")


async def picture(app: App[None]) -> list[object]:
    """Every piece of the picture, with its style."""
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        return [segment for strip in app.screen._compositor.render_strips() for segment in strip.simplify()]


async def test_a_container_that_draws_nothing_shows_what_is_below_it() -> None:
    stock = await picture(Nested(Container, Vertical))
    assert len(stock) > 3
    assert await picture(Nested(Layers, Column)) == stock
