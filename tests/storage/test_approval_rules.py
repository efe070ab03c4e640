from __future__ import annotations

from javari_tui.storage.approval_rules import ApprovalStore
from javari_tui.storage.database import Database


def test_the_last_word_on_the_very_same_is_the_one_that_is_kept(database: Database) -> None:
    store = ApprovalStore(database)
    first = store.keep_rule("run_command", "/srv/proj", "git status", allows=True)
    second = store.keep_rule("run_command", "/srv/proj", "git status", allows=False)
    other = store.keep_rule("run_command", "/srv/proj-evil", "git status", allows=True)
    assert store.rules() == (other, second)
    assert second.id > first.id
    assert store.rules(tool="run_command", folder="/srv/proj") == (second,)
    assert store.rules(tool="fetch_url") == ()


def test_a_rule_remembers_its_use_and_can_be_taken_back(database: Database) -> None:
    store = ApprovalStore(database)
    rule = store.keep_rule("edit_file", "/srv/proj", "", allows=True)
    assert rule.last_used_at is None
    store.note_use(rule.id)
    (used,) = store.rules()
    assert used.last_used_at is not None
    store.revoke(rule.id)
    store.revoke(rule.id)
    assert store.rules() == ()


def test_a_folder_is_trusted_by_itself_or_added_to_another(database: Database) -> None:
    store = ApprovalStore(database)
    added = store.keep_folder("/srv/lib", trusted=True, added_to="/srv/proj")
    assert store.folder("/srv/lib") is None
    store.keep_folder("/srv/lib", trusted=False)
    said = store.keep_folder("/srv/lib", trusted=True)
    assert store.folder("/srv/lib") == said
    assert store.folder("/srv") is None
    assert store.folders() == (said, added)
    store.forget(said.id)
    assert store.folders() == (added,)
