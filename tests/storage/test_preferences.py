from __future__ import annotations

from javari_tui.domain.preferences import CodePreference, Preferences, Preset, ResponseStyle, Tone
from javari_tui.storage.database import Database
from javari_tui.storage.help_interactions import record_interaction
from javari_tui.storage.preferences import read_preferences, write_preferences
from javari_tui.storage.users import local_user_id

CHOSEN = Preferences(
    preset=Preset.FULL_CODE,
    response_style=ResponseStyle.EXPERT,
    code_preference=CodePreference.FULL_REPLACEABLE,
    communication_tone=Tone.CASUAL,
    custom_system_prompt="Be “kind”.",
    preferred_language="es",
    answer_language="de",
    theme="my-theme",
    sidebar_default_open=True,
    display_name="Zoë",
    model="anthropic/x",
    effort="high",
)


def test_there_is_one_local_profile(database: Database) -> None:
    assert local_user_id(database) == local_user_id(database)


def test_every_preference_comes_back_and_can_be_changed(database: Database) -> None:
    user = local_user_id(database)
    assert read_preferences(database, user) == Preferences()

    write_preferences(database, user, Preferences(theme="light"))
    write_preferences(database, user, CHOSEN)

    assert read_preferences(database, user) == CHOSEN
    with database.reading() as session:
        row = database.plain(session).execute("SELECT preset, created_at, updated_at FROM user_preferences").fetchall()
    assert len(row) == 1
    assert row[0][0] == "fullCode"
    assert row[0][1] < row[0][2]


def test_a_choice_this_version_does_not_know_becomes_the_usual_one(database: Database) -> None:
    user = local_user_id(database)
    write_preferences(database, user, CHOSEN)
    with database.writing() as session:
        database.plain(session).execute("UPDATE user_preferences SET preset = 'from the future'")

    assert read_preferences(database, user).preset is Preferences().preset
    assert read_preferences(database, user).display_name == "Zoë"


def test_what_was_done_in_the_help_is_noted(database: Database) -> None:
    record_interaction(database, page_slug="keys", kind="search", query="undo", feedback="good")

    with database.reading() as session:
        rows = database.plain(session).execute(
            "SELECT page_slug, interaction_type, search_query, feedback FROM help_interactions"
        )
        assert rows.fetchall() == [("keys", "search", "undo", "good")]
