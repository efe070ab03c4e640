"""The answer that is being written, the one that was, and which model writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from javari_tui.commands import chat as commands
from javari_tui.domain.chat import Message, Role
from javari_tui.domain.conversation import Shortening
from javari_tui.domain.models import GUIDE, Effort, ModelInfo, ModelRef, ProviderInfo
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import _
from javari_tui.screens.base import Handler
from javari_tui.screens.chat.page import ChatPage
from javari_tui.screens.dialogs.ask_text import AskText
from javari_tui.screens.dialogs.picker import Choice, matching


class Running:
    """Stop, continue, again; model, effort, key."""

    def __init__(self, page: ChatPage, model_chosen: Callable[[], None]) -> None:
        """`model_chosen` is told when another model answers from now on."""
        self._page, self._model_chosen = page, model_chosen

    def handlers(self) -> Mapping[str, Handler]:
        """What can be done with answers and models."""
        return {
            commands.STOP_ANSWER.id: self.stop,
            commands.CONTINUE_ANSWER.id: self.go_on,
            commands.REGENERATE.id: self.again,
            commands.COMPACT.id: self.compact,
            commands.CHOOSE_MODEL.id: self.choose_model,
            commands.ENTER_KEY.id: self.enter_key,
        }

    def is_available(self, command_id: str) -> bool:
        """Stop needs a running answer, Continue one that ended early, Again any answer."""
        if command_id == commands.STOP_ANSWER.id:
            return self._page.is_running
        if command_id == commands.CONTINUE_ANSWER.id:
            last = self._last_answer()
            can = last is not None and last.can_continue and not last.came_to_nothing
            return can and not self._page.is_running
        if command_id in (commands.REGENERATE.id, commands.COMPACT.id):
            return not self._page.is_running and self._last_answer() is not None
        return True

    def is_offered(self, command_id: str) -> bool:
        """The footer names Again where nothing came; everything else that has a label, whenever it works."""
        if command_id != commands.REGENERATE.id:
            return True
        last = self._last_answer()
        return last is not None and last.came_to_nothing

    async def stop(self) -> None:
        """End the answer; what came is kept."""
        if self._page.chat_id is not None:
            await (await self._page.services()).conversation.stop(self._page.chat_id)

    async def go_on(self) -> None:
        """Continue the answer that ended early."""
        if last := self._last_answer():
            self._page.transcript.follow()
            await (await self._page.services()).conversation.continue_answer(last.id)

    async def again(self) -> None:
        """Another version of the chosen or the last answer."""
        chosen = self._page.transcript.selected_message_id()
        messages = self._page.transcript.messages
        message = (
            next((m for m in messages if m.id == chosen and m.role is Role.ASSISTANT), None) or self._last_answer()
        )
        if message is not None:
            await (await self._page.services()).conversation.regenerate(message.id)

    async def compact(self) -> None:
        """Summarise the older part now."""
        if self._page.chat_id is not None:
            self._page.tell(_("Summarising the older part …"))
            came = await (await self._page.services()).conversation.summarise(self._page.chat_id)
            if came is Shortening.NOTHING_OLDER:
                self._page.tell(_("There is nothing older to summarise: all of this chat is recent."))
            elif came is Shortening.MADE:
                self._page.tell(_("The older part is summarised. From now on its summary is sent in its place."))

    async def show_model(self) -> None:
        """Bring the model of the open chat and how it is connected into the header."""
        page, place = self._page, self._page.place
        services = await page.services()
        model = await services.models.current(place.chat_id)
        if page.place is not place:
            return
        connection = services.models.connection(model.ref)
        page.header.facts = page.header.facts._replace(model=model.title, connection=connection)
        if place.chat_id is not None:
            measured = await services.conversation.measure(place.chat_id)
            if page.place is not place:
                return
            # The header may have changed while this was measured: only the meter is replaced.
            page.header.facts = page.header.facts._replace(context_used=measured.used, context_limit=measured.limit)

    async def choose_model(self, wanted: str = "") -> None:
        """Pick the model that answers from now on, then its effort where it has one."""
        page = self._page
        services = await page.services()
        models = await services.models.available()
        current = await services.models.current(page.chat_id)
        choices = [
            self._choice(model, services.models.provider_info(model.ref.provider).shown_title) for model in models
        ]
        matches = matching(wanted, choices) if wanted else ()
        key: str | None = matches[0].key if len(matches) == 1 else None
        if key is None:
            hint = _("Enter picks. More models: /key for a key, or start Ollama, LM Studio or llama.cpp.")
            key = await page.pick(_("Model"), choices, current=str(current.ref), hint=hint, query=wanted)
        if key is None:
            return
        model = next(model for model in models if str(model.ref) == key)
        effort: Effort | None = None
        if model.efforts:
            picked = await self._pick_effort(model)
            if picked is None:
                return  # Esc leaves all as it was
            effort = Effort(picked) if picked else None
        await services.models.choose(ModelRef.parse(key), chat_id=page.chat_id, effort=effort)
        page.tell(_("From now on {model} answers.").format(model=model.shown_title))
        self._model_chosen()
        await self.show_model()

    def _choice(self, model: ModelInfo, provider: str) -> Choice:
        return Choice(
            key=str(model.ref),
            title=clean(model.shown_title),
            detail=clean(model.ref.model) if model.ref.provider != GUIDE else "",
            hint=clean(provider),
            words=provider,
        )

    async def _pick_effort(self, model: ModelInfo) -> str | None:
        """An effort's value, empty for the model's own choice; none when the user left."""
        names = {
            Effort.LOW: _("low: quick and cheap"),
            Effort.MEDIUM: _("medium"),
            Effort.HIGH: _("high"),
            Effort.XHIGH: _("very high"),
            Effort.MAX: _("as hard as it can: slow and dear"),
        }
        choices = [Choice(key="", title=_("the model's own choice"))]
        choices += [Choice(key=effort.value, title=names[effort]) for effort in model.efforts]
        return await self._page.pick(_("How hard shall it think?"), choices)

    async def enter_key(self, given: str = "") -> None:
        """Take a key for this session only. What is given and no provider's name is the key, shown nowhere."""
        services = await self._page.services()
        names = {info.name: info for info in services.models.providers()}
        word, _space, rest = given.strip().partition(" ")
        provider, key = (word, rest.strip()) if word in names else ("", given.strip())
        provider = provider or await self._whose_key(names.values()) or ""
        if not provider:
            if key:
                self._page.tell(_("The key was not kept."))
            return
        if not key:
            explanation = _("Kept in memory until Javari closes, never written to disk.")
            title = _("Key for {provider}").format(provider=names[provider].title)
            ask = AskText(title, explanation=explanation, secret=True)
            key = (await self._page.app.push_screen_wait(ask) or "").strip()
        if key:
            services.keys.keep_for_session(provider, key)
            self._page.tell(_("Thank you. The key is used until Javari closes."))
            await self.choose_model()

    async def _whose_key(self, infos: Iterable[ProviderInfo]) -> str | None:
        choices = [
            Choice(key=info.name, title=info.title, detail=info.base_url, hint=info.key_variable)
            for info in infos
            if info.needs_key
        ]
        return await self._page.pick(_("Whose key?"), choices)

    def _last_answer(self) -> Message | None:
        messages = self._page.transcript.messages
        return next((message for message in reversed(messages) if message.role is Role.ASSISTANT), None)
