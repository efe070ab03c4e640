"""Widget classes made quickly: for each, Textual looks anew through every name of every class above it, some 600.

Here each class is looked through once. That is a tenth of the import of all widgets, and what comes of it is the same;
it replaces one private method of an exactly pinned Textual.
"""

from __future__ import annotations

from typing import Any

from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode
from textual.reactive import Reactive

_COMPUTE = ("_compute_", "compute_")
"""How the names of methods begin that compute a reactive value."""

_own_reactives: dict[type, dict[str, Reactive[Any]]] = {}
_own_computes: dict[type, frozenset[str]] = {}
_own_bindings: dict[type, dict[str, list[Binding]]] = {}


def install() -> None:
    """Make every class of widgets in this way from now on."""
    DOMNode.__init_subclass__ = classmethod(_init_subclass)  # type: ignore[assignment]


def _init_subclass(
    cls: type[DOMNode],
    inherit_css: bool = True,
    inherit_bindings: bool = True,
    inherit_component_classes: bool = True,
) -> None:
    """As `DOMNode.__init_subclass__`, but for what is known already of the classes above."""
    super(DOMNode, cls).__init_subclass__()
    reactives: dict[str, Reactive[Any]] = {}
    computes: set[str] = set()
    for base in reversed(cls.__mro__):
        if base not in _own_reactives:
            _look_through(base)
        reactives.update(_own_reactives[base])
        computes.update(_own_computes[base])
    cls._reactives = reactives
    cls._inherit_css = inherit_css
    cls._inherit_bindings = inherit_bindings
    cls._inherit_component_classes = inherit_component_classes
    bases = cls._css_bases(cls)
    cls._css_type_name = bases[0].__name__
    cls._merged_bindings = _merged_bindings(cls)
    cls._css_type_names = frozenset([base.__name__ for base in bases])
    cls._computes = frozenset(computes)


def _merged_bindings(cls: type[DOMNode]) -> BindingsMap:
    """As `DOMNode._merge_bindings`, in the same way."""
    keys: dict[str, list[Binding]] = {}
    for base in reversed(cls.__mro__):
        if issubclass(base, DOMNode):
            if not base._inherit_bindings:
                keys.clear()
            keys.update((key, [*bindings]) for key, bindings in _own_bindings[base].items())
    return BindingsMap.from_keys(keys)


def _look_through(kind: type) -> None:
    """Remember what a class itself has of keys, of reactive values and of methods that compute some."""
    own = vars(kind)
    _own_reactives[kind] = {name: value for name, value in own.items() if isinstance(value, Reactive)}
    _own_computes[kind] = frozenset([name.lstrip("_")[8:] for name in own if name.startswith(_COMPUTE)])
    if issubclass(kind, DOMNode):
        _own_bindings[kind] = BindingsMap(own.get("BINDINGS", [])).key_to_bindings
