"""Lists of models in every shape servers give them."""

from __future__ import annotations

import json

import pytest

from javari_tui.domain.errors import ModelError
from javari_tui.domain.models import FailureKind, ModelInfo, ModelRef
from javari_tui.providers.model_lists import parse_models


def parse(payload: object, known: tuple[ModelInfo, ...] = ()) -> list[tuple[str, str, int | None, int | None]]:
    """Name, title, window and longest answer of each model."""
    found = parse_models("p", json.dumps(payload).encode(), known)
    return [(info.ref.model, info.title, info.context_tokens, info.output_tokens) for info in found]


@pytest.mark.parametrize(
    ("payload", "models"),
    [
        ({"object": "list", "data": [{"id": "a"}, {"id": "b"}]}, [("a", "a", None, None), ("b", "b", None, None)]),
        ({"models": [{"name": "q:8b", "model": "q:8b", "size": 1}]}, [("q:8b", "q:8b", None, None)]),
        ({"object": "list", "data": None}, []),
        (["a", "b"], [("a", "a", None, None), ("b", "b", None, None)]),
        ({"data": [{"id": "v", "max_model_len": 32768}]}, [("v", "v", 32768, None)]),
        (
            {
                "data": [
                    {"id": "o/r", "name": "O: R", "context_length": 9, "top_provider": {"max_completion_tokens": 4}}
                ]
            },
            [("o/r", "O: R", 9, 4)],
        ),
        ({"data": [{"id": "l", "meta": {"n_ctx_train": 131072}}]}, [("l", "l", None, None)]),
        ({"data": [{"id": "l", "meta": {"n_ctx_train": 131072, "n_ctx": 4096}}]}, [("l", "l", 4096, None)]),
        (
            {"data": [{"id": "m", "type": "llm", "max_context_length": 99, "loaded_context_length": 8}]},
            [("m", "m", 8, None)],
        ),
        ({"data": [{"id": "e", "type": "embeddings"}, {"id": "x"}, {"id": "x"}]}, [("x", "x", None, None)]),
        ({"data": [{"id": "evil\x1b]0;x\x07"}, {"id": 3}, None, 7, {"id": "y" * 500}]}, []),
        ({"data": [{"id": "t", "display_name": "T\x1b[31m\n!", "max_tokens": "many"}]}, [("t", "T !", None, None)]),
    ],
)
def test_each_shape(payload: object, models: list[tuple[str, str, int | None, int | None]]) -> None:
    assert parse(payload) == models


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"error": "no"}', b"3", b"[" * 100_000])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(ModelError) as caught:
        parse_models("p", body)
    assert caught.value.failure.kind is FailureKind.NOT_UNDERSTOOD


def test_what_is_known_fills_in_what_the_list_leaves_out() -> None:
    known = (ModelInfo(ref=ModelRef("p", "a"), title="The A", context_tokens=5, output_tokens=3),)
    assert parse({"data": [{"id": "a"}]}, known) == [("a", "The A", 5, 3)]
    assert parse({"data": [{"id": "a", "max_input_tokens": 7}]}, known) == [("a", "The A", 7, 3)]
