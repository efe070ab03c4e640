PRAGMA application_id = 1249276521;

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE users (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE UNIQUE INDEX users_one_local ON users (kind) WHERE kind = 'local';

CREATE TABLE user_preferences (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    preset TEXT NOT NULL,
    response_style TEXT NOT NULL,
    code_preference TEXT NOT NULL,
    communication_tone TEXT NOT NULL,
    custom_system_prompt TEXT NOT NULL,
    preferred_language TEXT NOT NULL,
    answer_language TEXT NOT NULL,
    theme TEXT NOT NULL,
    sidebar_default_open BOOLEAN NOT NULL,
    display_name TEXT NOT NULL,
    model TEXT NOT NULL,
    effort TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (user_id),
    FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);

CREATE TABLE chats (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    title TEXT NOT NULL,
    title_is_users BOOLEAN NOT NULL,
    pinned BOOLEAN NOT NULL,
    archived BOOLEAN NOT NULL,
    tags TEXT NOT NULL,
    model TEXT,
    leaf_id INTEGER,
    deleted_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (uid)
);

CREATE TABLE messages (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL,
    parent_id INTEGER,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    writer TEXT,
    covers_until INTEGER,
    model TEXT,
    usage_input INTEGER,
    usage_output INTEGER,
    usage_cache_read INTEGER,
    usage_cache_write INTEGER,
    text TEXT NOT NULL,
    thinking TEXT NOT NULL,
    attachment_names TEXT NOT NULL,
    attachments TEXT NOT NULL,
    tool_calls TEXT NOT NULL,
    failure TEXT,
    replay TEXT NOT NULL,
    FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE,
    FOREIGN KEY(parent_id) REFERENCES messages (id)
);

CREATE INDEX messages_being_written ON messages (writer) WHERE state = 'streaming';

CREATE INDEX messages_by_chat ON messages (chat_id);

CREATE INDEX messages_by_parent ON messages (parent_id, chat_id);

CREATE TABLE drafts (
    chat_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    attachments TEXT NOT NULL,
    cursor_row INTEGER NOT NULL,
    cursor_column INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (chat_id)
);

CREATE TABLE queued_messages (
    id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    attachments TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(chat_id) REFERENCES chats (id) ON DELETE CASCADE
);

CREATE INDEX queued_messages_by_chat ON queued_messages (chat_id);

CREATE TABLE prompt_history (
    id INTEGER NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE view_state (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE documentation_pages (
    id INTEGER NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    category TEXT NOT NULL,
    tags TEXT NOT NULL,
    search_keywords TEXT NOT NULL,
    order_index INTEGER NOT NULL,
    is_published BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (slug)
);

CREATE TABLE help_interactions (
    id INTEGER NOT NULL,
    page_slug TEXT NOT NULL,
    interaction_type TEXT NOT NULL,
    search_query TEXT NOT NULL,
    feedback TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE VIRTUAL TABLE messages_index USING fts5(
    text, attachment_names,
    content = 'messages', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE TRIGGER messages_index_added AFTER INSERT ON messages WHEN new.state <> 'streaming' BEGIN
    INSERT INTO messages_index (rowid, text, attachment_names) VALUES (new.id, new.text, new.attachment_names);
END;

CREATE TRIGGER messages_index_removed AFTER DELETE ON messages WHEN old.state <> 'streaming' BEGIN
    INSERT INTO messages_index (messages_index, rowid, text, attachment_names)
    VALUES ('delete', old.id, old.text, old.attachment_names);
END;

CREATE TRIGGER messages_index_changed AFTER UPDATE OF text, attachment_names, state ON messages
WHEN old.state <> 'streaming' AND new.state <> 'streaming' BEGIN
    INSERT INTO messages_index (messages_index, rowid, text, attachment_names)
    VALUES ('delete', old.id, old.text, old.attachment_names);
    INSERT INTO messages_index (rowid, text, attachment_names) VALUES (new.id, new.text, new.attachment_names);
END;

CREATE TRIGGER messages_index_ended AFTER UPDATE OF state ON messages
WHEN old.state = 'streaming' AND new.state <> 'streaming' BEGIN
    INSERT INTO messages_index (rowid, text, attachment_names) VALUES (new.id, new.text, new.attachment_names);
END;

CREATE TRIGGER messages_index_resumed AFTER UPDATE OF state ON messages
WHEN old.state <> 'streaming' AND new.state = 'streaming' BEGIN
    INSERT INTO messages_index (messages_index, rowid, text, attachment_names)
    VALUES ('delete', old.id, old.text, old.attachment_names);
END;

CREATE VIRTUAL TABLE titles_index USING fts5(
    title,
    content = 'chats', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE TRIGGER titles_index_added AFTER INSERT ON chats BEGIN
    INSERT INTO titles_index (rowid, title) VALUES (new.id, new.title);
END;

CREATE TRIGGER titles_index_removed AFTER DELETE ON chats BEGIN
    INSERT INTO titles_index (titles_index, rowid, title) VALUES ('delete', old.id, old.title);
END;

CREATE TRIGGER titles_index_updated AFTER UPDATE OF title ON chats BEGIN
    INSERT INTO titles_index (titles_index, rowid, title) VALUES ('delete', old.id, old.title);
    INSERT INTO titles_index (rowid, title) VALUES (new.id, new.title);
END;

CREATE TABLE user_assets (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    asset_type TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    language TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    file_path TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    tags TEXT NOT NULL,
    folder TEXT NOT NULL,
    is_favorite BOOLEAN NOT NULL,
    session_id INTEGER,
    message_id INTEGER,
    created_from TEXT NOT NULL,
    identity TEXT NOT NULL,
    version INTEGER NOT NULL,
    deleted_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    content TEXT NOT NULL,
    FOREIGN KEY(session_id) REFERENCES chats (id) ON DELETE SET NULL,
    FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE SET NULL
);

CREATE INDEX user_assets_by_content ON user_assets (content_hash);

CREATE INDEX user_assets_by_identity ON user_assets (identity);

CREATE INDEX user_assets_by_message ON user_assets (message_id);

CREATE INDEX user_assets_by_session ON user_assets (session_id);

CREATE INDEX user_assets_deleted ON user_assets (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE INDEX user_assets_newest ON user_assets (updated_at) WHERE deleted_at IS NULL;

CREATE INDEX user_assets_by_type ON user_assets (asset_type, updated_at, is_favorite, file_size, deleted_at)
WHERE deleted_at IS NULL;

CREATE TABLE asset_versions (
    id INTEGER NOT NULL,
    asset_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    language TEXT NOT NULL,
    mime_type TEXT NOT NULL,
    file_path TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    session_id INTEGER,
    message_id INTEGER,
    created_from TEXT NOT NULL,
    created_at TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(asset_id) REFERENCES user_assets (id) ON DELETE CASCADE,
    FOREIGN KEY(session_id) REFERENCES chats (id) ON DELETE SET NULL,
    FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE SET NULL
);

CREATE UNIQUE INDEX asset_versions_by_asset ON asset_versions (asset_id, number);

CREATE INDEX asset_versions_by_message ON asset_versions (message_id);

CREATE INDEX asset_versions_by_session ON asset_versions (session_id);

CREATE VIRTUAL TABLE assets_index USING fts5(
    title, description, tags, file_name, content,
    content = 'user_assets', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE TRIGGER assets_index_added AFTER INSERT ON user_assets BEGIN
    INSERT INTO assets_index (rowid, title, description, tags, file_name, content) VALUES (new.id, new.title, new.description, new.tags, new.file_name, new.content);
END;

CREATE TRIGGER assets_index_removed AFTER DELETE ON user_assets BEGIN
    INSERT INTO assets_index (assets_index, rowid, title, description, tags, file_name, content) VALUES ('delete', old.id, old.title, old.description, old.tags, old.file_name, old.content);
END;

CREATE TRIGGER assets_index_changed AFTER UPDATE OF title, description, tags, file_name, content ON user_assets BEGIN
    INSERT INTO assets_index (assets_index, rowid, title, description, tags, file_name, content) VALUES ('delete', old.id, old.title, old.description, old.tags, old.file_name, old.content);
    INSERT INTO assets_index (rowid, title, description, tags, file_name, content) VALUES (new.id, new.title, new.description, new.tags, new.file_name, new.content);
END;

CREATE TABLE approval_rules (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    tool TEXT NOT NULL,
    folder TEXT NOT NULL,
    subject TEXT NOT NULL,
    allows BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT
);

CREATE UNIQUE INDEX approval_rules_one ON approval_rules (tool, folder, subject);

CREATE TABLE trusted_folders (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    folder TEXT NOT NULL,
    added_to TEXT NOT NULL,
    trusted BOOLEAN NOT NULL,
    created_at TEXT NOT NULL
);

CREATE UNIQUE INDEX trusted_folders_one ON trusted_folders (folder, added_to);

CREATE TABLE subscription_plans (
    id INTEGER NOT NULL,
    plan_name TEXT NOT NULL,
    plan_tier TEXT NOT NULL,
    credits_per_month INTEGER NOT NULL,
    price_monthly INTEGER NOT NULL,
    price_annual INTEGER NOT NULL,
    features TEXT NOT NULL,
    is_popular BOOLEAN NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (plan_name)
);

CREATE TABLE user_credits (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    credits_remaining INTEGER NOT NULL CHECK (credits_remaining >= 0),
    credits_total INTEGER NOT NULL,
    plan_tier TEXT NOT NULL,
    billing_cycle TEXT NOT NULL,
    plan_began_at TEXT NOT NULL,
    next_billing_date TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (user_id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE credit_grants (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    priority INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    remaining INTEGER NOT NULL CHECK (remaining BETWEEN 0 AND amount),
    held INTEGER NOT NULL CHECK (held BETWEEN 0 AND remaining),
    expires_at TEXT,
    ended_at TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (uid),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX credit_grants_that_count ON credit_grants (user_id) WHERE ended_at IS NULL;

CREATE TABLE credit_holds (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount >= 0),
    parts TEXT NOT NULL,
    state TEXT NOT NULL,
    model TEXT NOT NULL,
    price_version TEXT NOT NULL,
    session_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    writer TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    UNIQUE (uid),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX credit_holds_open ON credit_holds (user_id) WHERE state = 'open';

CREATE INDEX credit_holds_by_message ON credit_holds (message_id);

CREATE TRIGGER credit_holds_end_once BEFORE UPDATE ON credit_holds WHEN old.state <> 'open' BEGIN
    SELECT RAISE(ABORT, 'a hold ends once');
END;

CREATE TABLE credits_usage (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    credits_used INTEGER NOT NULL CHECK (credits_used >= 0),
    action_type TEXT NOT NULL,
    session_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    model TEXT NOT NULL,
    price_version TEXT NOT NULL,
    is_estimated BOOLEAN NOT NULL,
    metadata TEXT NOT NULL,
    created_at TEXT NOT NULL,
    UNIQUE (event),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX credits_usage_by_time ON credits_usage (user_id, created_at, credits_used);

CREATE INDEX credits_usage_by_session ON credits_usage (session_id, credits_used);

CREATE INDEX credits_usage_by_question ON credits_usage (question_id, credits_used);

CREATE INDEX credits_usage_by_message ON credits_usage (message_id);

CREATE TABLE ledger_entries (
    seq INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    event TEXT NOT NULL,
    part INTEGER NOT NULL,
    kind TEXT NOT NULL,
    grant_id INTEGER,
    amount INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (seq),
    FOREIGN KEY(user_id) REFERENCES users (id),
    FOREIGN KEY(grant_id) REFERENCES credit_grants (id)
);

CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (event, part);

CREATE INDEX ledger_entries_by_grant ON ledger_entries (grant_id, amount);

CREATE TRIGGER ledger_entries_grow BEFORE INSERT ON ledger_entries
WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ledger_entries)
    OR new.previous_hash IS NOT coalesce((SELECT hash FROM ledger_entries ORDER BY seq DESC LIMIT 1), '')
    OR EXISTS (SELECT 1 FROM ledger_entries WHERE event = new.event AND part = new.part)
BEGIN
    SELECT RAISE(ABORT, 'the ledger grows at its end');
END;

CREATE TRIGGER ledger_entries_count AFTER INSERT ON ledger_entries BEGIN
    UPDATE credit_grants SET remaining = remaining + new.amount WHERE id = new.grant_id;
    UPDATE user_credits SET credits_remaining = credits_remaining + new.amount WHERE user_id = new.user_id;
END;

CREATE TRIGGER credits_usage_once BEFORE INSERT ON credits_usage
WHEN EXISTS (SELECT 1 FROM credits_usage WHERE event = new.event OR id = new.id)
BEGIN
    SELECT RAISE(ABORT, 'what was used is written down once');
END;

CREATE TRIGGER ledger_entries_never_updated BEFORE UPDATE ON ledger_entries BEGIN
    SELECT RAISE(ABORT, 'the ledger is never changed');
END;

CREATE TRIGGER ledger_entries_never_deleted BEFORE DELETE ON ledger_entries BEGIN
    SELECT RAISE(ABORT, 'the ledger is never changed');
END;

CREATE TRIGGER credits_usage_never_updated BEFORE UPDATE ON credits_usage BEGIN
    SELECT RAISE(ABORT, 'the ledger is never changed');
END;

CREATE TRIGGER credits_usage_never_deleted BEFORE DELETE ON credits_usage BEGIN
    SELECT RAISE(ABORT, 'the ledger is never changed');
END;

CREATE TABLE usage_outbox (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    lease TEXT NOT NULL,
    leased_by TEXT NOT NULL,
    leased_until TEXT,
    next_try_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    acked_seq INTEGER,
    problem TEXT NOT NULL,
    created_at TEXT NOT NULL, corrected_time TEXT, cost INTEGER NOT NULL DEFAULT 0,
    UNIQUE (event),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TRIGGER usage_outbox_kept BEFORE DELETE ON usage_outbox BEGIN
    SELECT RAISE(ABORT, 'no event is lost');
END;

CREATE TABLE accounts (
    user_id INTEGER NOT NULL,
    account TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    source TEXT NOT NULL,
    is_signed_in BOOLEAN NOT NULL,
    needs_sign_in BOOLEAN NOT NULL,
    signed_in_at TEXT NOT NULL,
    PRIMARY KEY (user_id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE UNIQUE INDEX accounts_once ON accounts (endpoint, account);

CREATE UNIQUE INDEX accounts_one_signed_in ON accounts (is_signed_in) WHERE is_signed_in = 1;

CREATE TRIGGER accounts_keep_their_source BEFORE UPDATE ON accounts
WHEN new.source <> old.source OR new.account <> old.account OR new.endpoint <> old.endpoint BEGIN
    SELECT RAISE(ABORT, 'the source of an account never changes');
END;

CREATE TABLE account_keys (
    digest TEXT NOT NULL,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (digest, user_id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE account_mirrors (
    user_id INTEGER NOT NULL,
    plan_name TEXT NOT NULL,
    posted INTEGER NOT NULL,
    held INTEGER NOT NULL,
    available INTEGER NOT NULL,
    overdraft_limit INTEGER NOT NULL,
    ledger_seq INTEGER NOT NULL,
    grants TEXT NOT NULL,
    is_closed BOOLEAN NOT NULL,
    as_of TEXT NOT NULL,
    renews_at TEXT,
    grace_until TEXT,
    etag TEXT NOT NULL,
    learned_at TEXT NOT NULL,
    PRIMARY KEY (user_id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE plan_catalogues (
    endpoint TEXT NOT NULL,
    content TEXT NOT NULL,
    etag TEXT NOT NULL,
    learned_at TEXT NOT NULL,
    PRIMARY KEY (endpoint)
);

CREATE TABLE sync_states (
    user_id INTEGER NOT NULL,
    last_success_at TEXT,
    trouble TEXT NOT NULL,
    problem TEXT NOT NULL,
    trouble_at TEXT,
    failures INTEGER NOT NULL,
    next_try_at TEXT,
    clock_offset INTEGER,
    highest_seq INTEGER NOT NULL,
    difference INTEGER NOT NULL,
    disagrees BOOLEAN NOT NULL,
    went_back_at TEXT,
    reconciled_at TEXT,
    PRIMARY KEY (user_id),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE TABLE accepted_days (
    user_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    count INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    xor TEXT NOT NULL,
    accepted_at TEXT NOT NULL,
    PRIMARY KEY (user_id, day),
    FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX usage_outbox_waiting ON usage_outbox (user_id, next_try_at, cost) WHERE state = 'pending';

CREATE INDEX usage_outbox_known ON usage_outbox (user_id, acked_seq) WHERE state = 'acked';

CREATE INDEX usage_outbox_refused ON usage_outbox (user_id, cost) WHERE state = 'quarantined';

CREATE INDEX usage_outbox_kept ON usage_outbox (user_id) WHERE state = 'kept';

INSERT INTO alembic_version (version_num) VALUES ('0007');
