-- The tables of the first version of the collection, as its program wrote them. Frozen: a later program must still open them.

PRAGMA application_id = 1398035780;

CREATE TABLE decks (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    title TEXT NOT NULL,
    version TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT 'en' NOT NULL,
    licence TEXT DEFAULT '' NOT NULL,
    description TEXT DEFAULT '' NOT NULL,
    sources TEXT DEFAULT '{}' NOT NULL,
    changelog TEXT DEFAULT '[]' NOT NULL,
    outline TEXT,
    shipped INTEGER DEFAULT '0' NOT NULL,
    removed INTEGER DEFAULT '0' NOT NULL,
    added INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("key")
);

CREATE TABLE exams (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    seed INTEGER NOT NULL,
    started INTEGER NOT NULL,
    finished INTEGER,
    seconds_allowed INTEGER,
    "plan" TEXT DEFAULT '{}' NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE note_types (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    fields TEXT DEFAULT '[]' NOT NULL,
    templates TEXT DEFAULT '[]' NOT NULL,
    css TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE parameters (
    id INTEGER NOT NULL,
    weights TEXT NOT NULL,
    added INTEGER NOT NULL,
    origin TEXT DEFAULT 'default' NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE settings (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("key")
);

CREATE TABLE media (
    id INTEGER NOT NULL,
    deck_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (deck_id, name),
    FOREIGN KEY(deck_id) REFERENCES decks (id) ON DELETE CASCADE
);

CREATE TABLE notes (
    id INTEGER NOT NULL,
    deck_id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    note_type_id INTEGER NOT NULL,
    fields TEXT NOT NULL,
    leaf TEXT,
    section TEXT DEFAULT '' NOT NULL,
    also TEXT DEFAULT '[]' NOT NULL,
    level TEXT,
    competencies TEXT DEFAULT '[]' NOT NULL,
    tags TEXT DEFAULT '[]' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT 'draft' NOT NULL,
    depth TEXT DEFAULT 'core' NOT NULL,
    prereq TEXT DEFAULT '[]' NOT NULL,
    sibling_group TEXT DEFAULT '' NOT NULL,
    difficulty INTEGER,
    mock_pool INTEGER DEFAULT '0' NOT NULL,
    search_text TEXT DEFAULT '' NOT NULL,
    origin TEXT DEFAULT '' NOT NULL,
    edited_by_learner INTEGER DEFAULT '0' NOT NULL,
    added INTEGER NOT NULL,
    edited INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (deck_id, "key"),
    FOREIGN KEY(deck_id) REFERENCES decks (id) ON DELETE CASCADE,
    FOREIGN KEY(note_type_id) REFERENCES note_types (id)
);

CREATE TABLE cards (
    id INTEGER NOT NULL,
    note_id INTEGER NOT NULL,
    deck_id INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    position INTEGER DEFAULT '0' NOT NULL,
    state INTEGER DEFAULT '0' NOT NULL,
    step INTEGER DEFAULT '0' NOT NULL,
    due_day INTEGER,
    due_at INTEGER,
    stability FLOAT,
    difficulty FLOAT,
    last_review INTEGER,
    last_day INTEGER,
    reps INTEGER DEFAULT '0' NOT NULL,
    lapses INTEGER DEFAULT '0' NOT NULL,
    flag INTEGER DEFAULT '0' NOT NULL,
    suspended INTEGER DEFAULT '0' NOT NULL,
    buried_until INTEGER,
    retired INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (note_id, ordinal),
    FOREIGN KEY(note_id) REFERENCES notes (id) ON DELETE CASCADE,
    FOREIGN KEY(deck_id) REFERENCES decks (id) ON DELETE CASCADE
);

CREATE INDEX cards_by_deck ON cards (deck_id, suspended, retired, state, due_day);

CREATE INDEX cards_by_state ON cards (suspended, retired, state, due_day);

CREATE INDEX cards_new ON cards (position) WHERE state = 0 AND suspended = 0 AND retired = 0;

CREATE TABLE exam_answers (
    id INTEGER NOT NULL,
    exam_id INTEGER NOT NULL,
    card_id INTEGER,
    position INTEGER NOT NULL,
    scored INTEGER DEFAULT '1' NOT NULL,
    answer TEXT,
    correct INTEGER,
    confidence INTEGER,
    flagged INTEGER DEFAULT '0' NOT NULL,
    duration INTEGER DEFAULT '0' NOT NULL,
    time INTEGER,
    PRIMARY KEY (id),
    UNIQUE (exam_id, position),
    FOREIGN KEY(exam_id) REFERENCES exams (id) ON DELETE CASCADE,
    FOREIGN KEY(card_id) REFERENCES cards (id) ON DELETE SET NULL
);

CREATE TABLE reviews (
    id INTEGER NOT NULL,
    card_id INTEGER NOT NULL,
    time INTEGER NOT NULL,
    tz_offset INTEGER NOT NULL,
    study_day INTEGER NOT NULL,
    rating INTEGER NOT NULL,
    kind TEXT NOT NULL,
    elapsed_days INTEGER NOT NULL,
    scheduled_days INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    state_before INTEGER NOT NULL,
    stability_before FLOAT,
    difficulty_before FLOAT,
    parameters_id INTEGER NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(card_id) REFERENCES cards (id) ON DELETE CASCADE,
    FOREIGN KEY(parameters_id) REFERENCES parameters (id)
);

CREATE INDEX reviews_by_card ON reviews (card_id, time);

CREATE INDEX reviews_by_day ON reviews (study_day, rating, duration, state_before);

CREATE VIRTUAL TABLE notes_search USING fts5(
        search_text, content='notes', content_rowid='id', tokenize="unicode61 remove_diacritics 2");

CREATE TRIGGER notes_search_insert AFTER INSERT ON notes BEGIN
        INSERT INTO notes_search(rowid, search_text) VALUES (new.id, new.search_text); END;

CREATE TRIGGER notes_search_delete AFTER DELETE ON notes BEGIN
        INSERT INTO notes_search(notes_search, rowid, search_text) VALUES ('delete', old.id, old.search_text); END;

CREATE TRIGGER notes_search_update AFTER UPDATE OF search_text ON notes BEGIN
        INSERT INTO notes_search(notes_search, rowid, search_text) VALUES ('delete', old.id, old.search_text);
        INSERT INTO notes_search(rowid, search_text) VALUES (new.id, new.search_text); END;

CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);

INSERT INTO alembic_version VALUES ('0001');
