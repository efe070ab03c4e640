"""Models & Keys: who answers, how hard they think, and where each key comes from."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Vertical
from textual.widget import Widget

from javari_tui.domain.keys import KEY_SOURCE_TITLES, KeySource
from javari_tui.domain.models import GUIDE, Effort, ModelInfo, ModelRef, ProviderInfo
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.picker import Choice, Picker
from javari_tui.screens.settings.pane import PaneTitle, SettingsPane
from javari_tui.widgets.settings.choice import ChoiceRow, Option
from javari_tui.widgets.settings.link import LinkRow
from javari_tui.widgets.settings.provider import ProviderRow

_EFFORTS = {
    Effort.LOW: N_("Low"),
    Effort.MEDIUM: N_("Medium"),
    Effort.HIGH: N_("High"),
    Effort.XHIGH: N_("Very high"),
    Effort.MAX: N_("Highest"),
}


class ModelsPane(SettingsPane):
    """Who answers."""

    KEY = "models"
    TITLE = N_("Models & Keys")
    GLYPH = "key"

    _found: frozenset[str] = frozenset()
    """Servers that run on this machine now."""

    def rows(self) -> Iterable[Widget]:
        """The usual model, its effort, then every provider."""
        yield LinkRow("model", N_("Usual model"), N_("Answers in new chats; a chat can choose another."))
        yield ChoiceRow("effort", N_("Effort"), N_("How hard models think that have the choice."))
        yield PaneTitle(N_("Providers"), is_first=False)
        yield Vertical(*(ProviderRow(info) for info in self._providers()), id="providers")

    def on_mount(self) -> None:
        """Look for servers of this machine meanwhile."""
        self._run(self._discover())

    async def _discover(self) -> None:
        if self.services.settings.settings.discovery:
            self._found = frozenset(info.name for info in await self.services.models.discover())
            await self.fill()

    async def fill(self) -> None:
        """The model in force and the state of every provider."""
        preferences = await self.services.preferences.read()
        model = await self.services.models.current()
        self.show_preferences(preferences)
        self._show_model(model, is_chosen=bool(preferences.model))
        await self._show_providers()

    async def choose(self, key: str, value: str) -> None:
        """Only the effort is chosen in place."""
        await self.services.preferences.change(effort=value)

    async def open(self, row: LinkRow) -> None:
        """A list of models, or the place for a key."""
        if isinstance(row, ProviderRow):
            await self._ask_key(row.info)
        else:
            await self._pick_model()
        await self.fill()

    async def forget_focused(self) -> None:
        """Forget the key that was pasted for the provider that has the focus."""
        row = self.app.focused
        if not isinstance(row, ProviderRow):
            return
        self.services.keys.forget(row.info.name)
        await self.fill()
        self.app.notify(_("The key of {provider} is forgotten.").format(provider=row.title), markup=False)

    def _providers(self) -> tuple[ProviderInfo, ...]:
        return tuple(info for info in self.services.models.providers() if not info.is_offline)

    def _show_model(self, model: ModelInfo, *, is_chosen: bool) -> None:
        row, effort = self.row("model"), self.row("effort")
        assert isinstance(row, LinkRow) and isinstance(effort, ChoiceRow)
        row.shown = clean(model.shown_title)
        row.detail = clean(str(model.ref)) if is_chosen else _("chosen by Javari: the first that can answer")
        efforts = model.efforts or tuple(Effort)
        effort.options = (Option("", N_("As the model likes")), *(Option(one, _EFFORTS[one]) for one in efforts))

    async def _show_providers(self) -> None:
        """Rows of those that are there now, and what is known of each."""
        place = self.query_one("#providers", Vertical)
        rows = {row.info.name: row for row in place.query(ProviderRow)}
        for info in self._providers():
            if info.name not in rows:
                rows[info.name] = ProviderRow(info)
                await place.mount(rows[info.name])
        for row in rows.values():
            self._show_provider(row)

    def _show_provider(self, row: ProviderRow) -> None:
        info = row.info
        row.source = self.services.keys.source(info)
        row.detail = clean(info.base_url)
        row.can_open = info.needs_key or bool(info.key_variable)
        is_usual = info.is_local and info.name not in self.services.settings.settings.providers
        if is_usual and not info.needs_key:
            is_here = info.name in self._found
            row.shown, row.is_quiet = _("running here") if is_here else _("not running here"), not is_here
        elif row.source is KeySource.NONE:
            row.shown, row.is_quiet = _("no key") if info.needs_key else _("no key needed"), info.needs_key
        else:
            row.shown, row.is_quiet = _("key {source}").format(source=_(KEY_SOURCE_TITLES[row.source])), False

    async def _pick_model(self) -> None:
        models = await self.services.models.available()
        choices = [
            Choice(
                key=str(model.ref),
                title=clean(model.shown_title),
                detail=clean(model.ref.model) if model.ref.provider != GUIDE else "",
                hint=clean(self.services.models.provider_info(model.ref.provider).shown_title),
            )
            for model in models
        ]
        anyone = Choice(key="-", title=_("Let Javari choose"), detail=_("the first that can answer"))
        current = (await self.services.preferences.read()).model or "-"
        picked = await self.app.push_screen_wait(Picker(_("Usual model"), [anyone, *choices], current=current))
        if picked == "-":
            await self.services.preferences.change(model="")
        elif picked:
            await self.services.models.choose(ModelRef.parse(picked))

    async def _ask_key(self, info: ProviderInfo) -> None:
        title = _("Key for {provider}").format(provider=clean(info.title))
        explanation = _("Kept in memory until Javari closes, never written to disk.")
        if info.key_variable:
            explanation += " " + _("To keep it, set {variable}.").format(variable=info.key_variable)
        key = await self.app.push_screen_wait(AskText(title, explanation=explanation, secret=True))
        if key and key.strip():
            self.services.keys.keep_for_session(info.name, key.strip())
            self.app.notify(_("The key is used until Javari closes."), markup=False)
