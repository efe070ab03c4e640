"""Modules that Textual imports at once and needs late, if ever: here they load with the first use of them.

In their place in `sys.modules` stands a stand-in. Whatever is asked of it, it asks of the real module, which is
imported at that moment, in the usual way and under the usual locks; from then on the real one stands there again.

`from … import` asks at once, though. So while the interface is imported, and only then, the stand-ins know the names
that Textual takes in this way: a function is a small one that calls the real one; a constant or a type is the real one,
known from elsewhere; and Textual's command palette, which Javari has none of, is a row of empty classes.
"""

from __future__ import annotations

import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from threading import Lock
from types import ModuleType

_FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "asyncio.sslproto": (),
    "difflib": ("get_close_matches",),
    "ipaddress": (),
    "linecache": (),
    "locale": (),
    "platform": (),
    "rich.markup": ("render",),
    "rich.table": ("Table",),
    "ssl": (),
    "tempfile": ("gettempdir",),
    "textual.canvas": ("Canvas", "Rectangle"),
    "textwrap": (),
    "tokenize": (),
    "traceback": ("extract_stack",),
    "urllib.parse": ("quote_from_bytes",),
    "uuid": ("uuid4",),
}
"""What is taken of each module by name; all of it is only called."""

_CONSTANTS: Mapping[str, Mapping[str, object]] = {"subprocess": {"PIPE": -1, "STDOUT": -2, "DEVNULL": -3}}

_TYPES = (
    *("Final", "Literal", "ParamSpec", "Protocol", "Self", "TypeAlias", "TypeGuard", "TypedDict"),
    *("get_args", "runtime_checkable"),
)
"""What `typing_extensions` has from `typing`, where Python is new enough."""

_PALETTE = ("CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider")
"""Of `textual.command`, which brings six kinds of widgets with it, and which `ENABLE_COMMAND_PALETTE` keeps unused."""

_TAKING_AWAY = Lock()
"""Held from the look at what stands in a module's place until the stand-in is gone."""


class DeferredModule(ModuleType):
    """Stands for a module that is not loaded yet."""

    def __getattr__(self, name: str) -> object:
        if name == "__path__":  # asked by every `from … import`; none of these is a package
            raise AttributeError(name)
        return getattr(_real(self.__name__), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(_real(self.__name__), name, value)


@contextmanager
def deferring() -> Iterator[None]:
    """Let the modules wait that are not loaded yet; within the block, what is taken of them by name is known."""
    stand_ins = [_stand_in(name, known) for name, known in _known_names() if name not in sys.modules]
    try:
        yield
    finally:
        for stand_in in stand_ins:
            known = vars(stand_in)
            for name in [name for name in known if not name.startswith("__")]:
                del known[name]


def deferred() -> tuple[str, ...]:
    """The names of all modules that may wait."""
    return tuple(name for name, _ in _known_names())


def _known_names() -> Iterator[tuple[str, Mapping[str, object]]]:
    """The modules, each with what is known of it beforehand."""
    for module, names in _FUNCTIONS.items():
        yield module, {name: _calling(module, name) for name in names}
    yield from _CONSTANTS.items()
    yield "typing_extensions", {name: getattr(typing, name) for name in _TYPES}
    yield "textual.command", {name: type(name, (), {}) for name in _PALETTE}


def _stand_in(name: str, known: Mapping[str, object]) -> DeferredModule:
    stand_in = DeferredModule(name)
    vars(stand_in).update(known)
    sys.modules[name] = stand_in
    return stand_in


def _real(name: str) -> ModuleType:
    """The module itself, loaded now if it is not yet."""
    # Another thread may have put the real one there since. Not held while importing, which has locks of its own.
    with _TAKING_AWAY:
        if isinstance(sys.modules.get(name), DeferredModule):
            del sys.modules[name]
    return import_module(name)


def _calling(module: str, name: str) -> Callable[..., object]:
    """A function that stands for one of a module."""

    def call(*arguments: object, **keywords: object) -> object:
        return getattr(_real(module), name)(*arguments, **keywords)

    return call
