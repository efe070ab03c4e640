"""Which model answers, what it can do, and how Javari is connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from types import EllipsisType

from javari_tui.domain.connection import Connection
from javari_tui.domain.conversation import ChatChanged, ConversationUpdate
from javari_tui.domain.errors import KeyMissing, ModelError, NotFound
from javari_tui.domain.keys import KeySource
from javari_tui.domain.models import Effort, Failure, FailureKind, ModelInfo, ModelRef, ProviderInfo
from javari_tui.i18n import N_
from javari_tui.providers.base import Provider
from javari_tui.providers.presets import LOCAL, Preset
from javari_tui.providers.registry import ProviderRegistry
from javari_tui.services.keys.keys import Keys
from javari_tui.services.listeners import Listeners
from javari_tui.services.models.catalogue import ModelCatalogue
from javari_tui.services.preferences import PreferencesService
from javari_tui.services.stored import Stored

_USUAL_LOCAL = frozenset(preset.name for preset in LOCAL)
"""Servers that are known by name, and are there only when they are found."""


class Models:
    """The model of the next answer: the chat's, else the preferred one, else the first that can answer."""

    def __init__(
        self,
        registry: ProviderRegistry,
        catalogue: ModelCatalogue,
        keys: Keys,
        preferences: PreferencesService,
        *,
        stored: Stored,
        updates: Listeners[ConversationUpdate],
        look: Callable[[], Awaitable[tuple[Preset, ...]]],
        own: tuple[str, ...] = (),
    ) -> None:
        """`look` finds the model servers of this machine; `own` are the ones that the settings add."""
        self._registry = registry
        self._catalogue = catalogue
        self._keys = keys
        self._preferences = preferences
        self._stored = stored
        self._updates = updates
        self._look = look
        self._own = own
        self._found: tuple[str, ...] | None = None
        self._looking = asyncio.Lock()
        keys.listen(catalogue.forget)

    async def current(self, chat_id: int | None = None) -> ModelInfo:
        """The model that the next answer comes from."""
        chosen = await self._chosen(chat_id)
        ref = chosen or await self._first_with_key() or await self._first_local()
        ref = ref or _last_resort(self.providers(), self._catalogue)
        return self._catalogue.info(ref)

    async def at_hand(self, chat_id: int | None = None) -> ModelRef | None:
        """The model of the next answer where that is known without asking any server."""
        chosen = await self._chosen(chat_id)
        first = next(self._with_key(), None) if chosen is None else None
        return first.known_models[0].ref if first is not None and first.known_models else chosen

    def info(self, ref: ModelRef) -> ModelInfo:
        """What is known of a model; asks nobody."""
        return self._catalogue.info(ref)

    def key_refused(self, provider: str) -> None:
        """The server took the key for a wrong one: look for it anew next time."""
        self._keys.forget(provider)

    async def choose(
        self, ref: ModelRef, *, chat_id: int | None = None, effort: Effort | EllipsisType | None = ...
    ) -> None:
        """Take a model for a chat, or as the usual one. An effort of None leaves it to the model; `...` keeps it."""
        self.provider_info(ref.provider)
        if chat_id is None:
            await self._preferences.change(model=str(ref))
        else:
            self._updates.tell(ChatChanged(await self._stored.disk.run(self._stored.chats.change, chat_id, model=ref)))
        if not isinstance(effort, EllipsisType):
            await self._preferences.change(effort=effort or "")

    async def available(self) -> tuple[ModelInfo, ...]:
        """The models of every provider that can be used now, as their servers list them."""
        names = [info.name for info in self.providers() if self._is_usable(info)]
        lists = await asyncio.gather(*(self._catalogue.listed(name) for name in names))
        return tuple(model for models in lists for model in models)

    async def discover(self) -> tuple[ProviderInfo, ...]:
        """The model servers found on this machine now."""
        async with self._looking:
            return await self._discover()

    async def warm_up(self) -> None:
        """Import and build, off the loop, what the first request needs; nothing of the others is imported."""
        info = await self.current()
        await self._registry.get(info.ref.provider).warm_up()

    async def provider(self, name: str) -> Provider:
        """Whoever speaks to a server, when it has its key. Raises KeyMissing or ModelError."""
        try:
            provider = self._registry.get(name)
        except NotFound as error:
            raise ModelError(Failure(kind=FailureKind.NO_SUCH_MODEL, detail=name)) from error
        info = provider.info
        if info.needs_key and not await self._keys.find(info):
            raise KeyMissing(provider=info.title, variable=info.key_variable)
        return provider

    async def effort(self, info: ModelInfo) -> Effort | None:
        """How hard the model shall think: as preferred, where it has that choice."""
        wanted = (await self._preferences.read()).effort
        return next((effort for effort in info.efforts if effort.value == wanted), None)

    def providers(self) -> tuple[ProviderInfo, ...]:
        """Everyone that can be named in `provider/model`."""
        return self._registry.infos()

    def provider_info(self, name: str) -> ProviderInfo:
        """What is known of a provider. Raises NotFound."""
        for info in self._registry.infos():
            if info.name == name:
                return info
        raise NotFound(N_("There is no provider “{name}”."), cure=N_("“/model” lists those there are."), name=name)

    def connection(self, ref: ModelRef) -> Connection:
        """How Javari stands to a model; asks nobody."""
        try:
            info = self.provider_info(ref.provider)
        except NotFound:
            return Connection.TROUBLE
        if info.is_offline:
            return Connection.OFFLINE_GUIDE
        if info.needs_key and self._keys.source(info) is KeySource.NONE:
            return Connection.NO_KEY
        return Connection.LOCAL if info.is_local else Connection.CLOUD

    async def _chosen(self, chat_id: int | None) -> ModelRef | None:
        """The model that the chat or the preferences name, where there is such a provider."""
        chat = None if chat_id is None else await self._stored.disk.run(self._stored.chats.get, chat_id)
        wanted = (await self._preferences.read()).model
        names = {info.name for info in self.providers()}
        for ref in (chat.model if chat else None, _parsed(wanted)):
            if ref is not None and ref.provider in names:
                return ref
        return None

    async def _first_with_key(self) -> ModelRef | None:
        """The first model of the first hosted provider that has a key."""
        for info in self._with_key():
            models = info.known_models or await self._catalogue.listed(info.name)
            if models:
                return models[0].ref
        return None

    def _with_key(self) -> Iterator[ProviderInfo]:
        """The hosted providers that have a key."""
        return (info for info in self.providers() if info.needs_key and self._keys.source(info) is not KeySource.NONE)

    async def _first_local(self) -> ModelRef | None:
        """The first model of a server that the settings add, else of one found on this machine."""
        for name in self._own:
            if not self.provider_info(name).needs_key and (listed := await self._catalogue.listed(name)):
                return listed[0].ref
        async with self._looking:
            if self._found is None:
                await self._discover()
        for name in self._found or ():
            for model in self._catalogue.known(name):
                return model.ref
        return None

    async def _discover(self) -> tuple[ProviderInfo, ...]:
        """Look; held by the lock, so that two who ask look once."""
        presets = await self._look()
        for preset in presets:
            self._registry.add(preset)
            self._catalogue.forget(preset.name)
        self._found = tuple(preset.name for preset in presets)
        return tuple(self.provider_info(name) for name in self._found)

    def _is_usable(self, info: ProviderInfo) -> bool:
        """Whether it could answer now: it has its key, was found here, or is of the user's own making."""
        if info.needs_key:
            return self._keys.source(info) is not KeySource.NONE
        is_usual_local = info.is_local and info.name in _USUAL_LOCAL
        return not is_usual_local or info.name in (self._found or ())


def _parsed(text: str) -> ModelRef | None:
    """A model's name as the preferences have it; none for one that is no name."""
    try:
        return ModelRef.parse(text)
    except ValueError:
        return None


def _last_resort(infos: Iterable[ProviderInfo], catalogue: ModelCatalogue) -> ModelRef:
    """The Guide; where there is none, the first model anyone knows of, which will ask for its key."""
    for info in sorted(infos, key=lambda info: not info.is_offline):
        for model in catalogue.known(info.name):
            return model.ref
    raise NotFound(N_("There is no model to answer."))
