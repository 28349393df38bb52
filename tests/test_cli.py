"""The command line: what it prints, what it refuses and with which words, and that a refusal changes nothing."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from studyapp import formats, paths
from studyapp.cli import main
from studyapp.collection import Collection

TABLE = "front,back\nKaizen,Many small steps\nGemba,The place where it happens\n"


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Run:
    """Runs a command on a collection of the test's own, in the test's folder.

    What the first command that opens a collection brings in was made once for all tests, unless the test is on that.
    """
    monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    is_prepared = request.node.get_closest_marker("first_start") is None

    def command(*arguments: object) -> Result:
        brings_in = arguments[:1] in (("import",), ("export",), ("info",), ("binder",))
        if is_prepared and brings_in and "--dry-run" not in arguments and not (tmp_path / "data").exists():
            shutil.copytree(request.getfixturevalue("first_start"), tmp_path / "data")
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as usage:
            status = int(str(usage.code))
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return command


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with two rows."""
    (tmp_path / "terms.csv").write_text(TABLE)
    return tmp_path / "terms.csv"


def counts(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "collection.db")) as connection:
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("decks", "notes", "cards", "media")
        }


def refused(result: Result, *words: str) -> None:
    """A refusal: status 1, nothing but sentences on stderr, and these words in them."""
    assert result.status == 1, result
    assert result.err.startswith("studyapp: ")
    assert "Traceback" not in result.err
    for word in words:
        assert word in result.err


# Arguments


def test_no_command_an_unknown_one_and_a_missing_file_are_usage_errors(run: Run) -> None:
    for arguments in ((), ("fly",), ("import",), ("export",), ("restore",), ("info", "--jso"), ("info", "more")):
        result = run(*arguments)
        assert result.status == 2
        assert "usage: studyapp" in result.err


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.status == 0
    for command in ("import", "export", "info", "check", "backup", "restore", "doctor"):
        assert command in result.out
        assert run(command, "--help").status == 0


def test_the_folder_may_be_named_before_and_after_the_command(run: Run, tmp_path: Path) -> None:
    assert str(tmp_path / "one") in run("--data", tmp_path / "one", "info").out
    assert str(tmp_path / "two") in run("info", "--data", tmp_path / "two").out
    assert str(tmp_path / "data") in run("info").out


def test_no_command_loads_qt(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom studyapp.cli import main\n"
        "for command in (['info'], ['check'], ['backup'], ['doctor']): main(['--data', sys.argv[1], *command])\n"
        "sys.exit(any('PySide6' in name for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# Info


@pytest.mark.first_start
def test_info_counts_the_shipped_deck_on_the_first_call(run: Run) -> None:
    result = run("info")
    assert (result.status, result.err) == (0, "")
    assert "“CMQ/OE 2026” (cmqoe): notes: " in result.out
    assert "reviews: 0" in result.out
    total, deck = re.findall(r"kept for mock exams: ([\d,]+)", result.out)
    assert total == deck != "0"
    assert "license: CC-BY-4.0, authors: studyapp contributors\n" in result.out


def test_info_for_programs_is_json_with_the_same_numbers(run: Run, table: Path) -> None:
    run("import", table)
    found = json.loads(run("info", "--json").out)
    assert {"folder", "notes", "cards", "reviews", "due", "new", "kept_for_mock_exams", "decks"} == set(found)
    assert found["kept_for_mock_exams"] == found["decks"][0]["kept_for_mock_exams"] > 0
    assert found["decks"][1]["kept_for_mock_exams"] == 0
    assert (found["decks"][0]["license"], found["decks"][0]["authors"]) == ("CC-BY-4.0", ["studyapp contributors"])
    assert (found["decks"][1]["license"], found["decks"][1]["authors"]) == ("", [])
    assert [deck["title"] for deck in found["decks"]] == ["CMQ/OE 2026", "terms"]
    assert found["notes"] == sum(deck["notes"] for deck in found["decks"])
    assert found["decks"][1]["notes"] == found["decks"][1]["new"] == 2


# Import


def test_a_table_is_imported_once(run: Run, table: Path) -> None:
    result = run("import", table)
    assert (result.status, result.err) == (0, "")
    assert result.out == "terms.csv: “terms” imported, notes: 2 new, 0 changed, 0 unchanged.\n"
    assert "0 new, 0 changed, 2 unchanged" in run("import", table).out


def test_a_table_can_go_into_a_deck_by_title_or_key(run: Run, table: Path, tmp_path: Path) -> None:
    assert "“Lean words” imported" in run("import", table, "--deck", " Lean  words ").out
    (tmp_path / "more.tsv").write_text("front\tback\nMuda\tWaste\n")
    assert "“Lean words” imported, notes: 1 new" in run("import", "more.tsv", "--deck", "lean WORDS").out
    assert "“CMQ/OE 2026” imported, notes: 2 new" in run("import", table, "--deck", "cmqoe").out
    decks = {deck["key"]: deck for deck in json.loads(run("info", "--json").out)["decks"]}
    assert len(decks) == 2
    assert decks["cmqoe"]["version"] == formats.read(paths.shipped("decks") / "cmqoe").version
    assert sum(deck["notes"] for deck in decks.values()) == 3 + decks["cmqoe"]["notes"]


def test_titles_in_any_letters_make_decks_of_their_own(run: Run, table: Path) -> None:
    for title in ("品質", "管理", "Qualität", "…"):
        assert run("import", table, "--deck", title).status == 0
    assert len(json.loads(run("info", "--json").out)["decks"]) == 5


def test_names_that_are_not_utf_8_are_taken_with_a_mark_in_them(run: Run, table: Path, tmp_path: Path) -> None:
    bad = tmp_path / os.fsdecode(b"bad\xffname.csv")
    bad.write_text(TABLE)

    by_file = run("import", bad)
    by_option = run("import", table, "--deck", os.fsdecode(b"x\xff"))

    assert (by_file.status, by_option.status) == (0, 0)
    assert "“bad\ufffdname” imported" in by_file.out
    assert "“x\ufffd” imported" in by_option.out


def test_a_deck_name_is_for_tables_of_one_deck(run: Run, tmp_path: Path, table: Path) -> None:
    run("export", "mine.toml", "--deck", "x")
    run("import", table)
    run("export", "mine.toml", "--deck", "terms")
    refused(run("import", "mine.toml", "--deck", "Other"), "mine.toml is a deck with a name of its own, “terms”")
    (tmp_path / "two.csv").write_text("front,back,deck\nA,B,One\nC,D,Two\n")
    refused(run("import", "two.csv", "--deck", "Other"), "two.csv names 2 decks in a column of its own")
    refused(run("import", table, "--deck", "  "), "a deck needs a title")
    assert "“One” imported" in run("import", "two.csv").out


def test_a_trial_run_says_the_same_and_writes_nothing(run: Run, table: Path, tmp_path: Path) -> None:
    result = run("import", table, "--dry-run")
    assert result.status == 0
    assert "“terms” would be imported, notes: 2 new" in result.out
    assert not (tmp_path / "data").exists()
    run("info")
    before = counts(tmp_path / "data")
    assert "would be imported" in run("import", "--dry-run", table).out
    assert counts(tmp_path / "data") == before


def test_rows_that_cannot_be_used_are_named_and_the_others_come_in(run: Run, tmp_path: Path) -> None:
    rows = "\n".join(f"front {n}" for n in range(25))
    (tmp_path / "ragged.csv").write_text(f"{TABLE}{rows}\n")
    result = run("import", "ragged.csv")
    assert result.status == 0
    assert "2 new, 0 changed, 0 unchanged, 25 left out" in result.out
    assert result.err.startswith("ragged.csv, row 4: left out. ")
    assert result.err.splitlines()[-1] == "ragged.csv: 5 more rows left out."
    assert len(result.err.splitlines()) == 21


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "empty.csv"),
    "zeros.csv": (bytes(5000), "zeros.csv"),
    "header-only.csv": (b"front,back\n", "header-only.csv"),
    "no-header.csv": (b"a,b\nc,d\n", "no-header.csv"),
    "latin.toml": (b'[deck]\nkey = "caf\xe9"\n', "UTF-8"),
    "broken.toml": (b"[deck\nkey = ", "broken.toml"),
    "cut.studydeck": (b"PK\x03\x04\x14\x00\x00", "cut.studydeck"),
    "anki.csv": (b"SQLite format 3\x00" + bytes(200), "is a database, not a deck"),
    "wrong.toml": (b'[deck]\nkey = "k"\ntitle = "T"\n[[note]]\nid = "a"\nkind = "term"\nfront = 3\n', "wrong.toml"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "picture.png"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_a_sentence_and_changes_nothing(run: Run, tmp_path: Path, name: str) -> None:
    content, words = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    run("info")
    before = counts(tmp_path / "data")
    refused(run("import", name), words)
    assert counts(tmp_path / "data") == before
    assert run("check", name).status == 1


def test_a_missing_file_a_folder_that_is_no_deck_and_a_pipe_are_refused(run: Run, tmp_path: Path) -> None:
    refused(run("import", "none.csv"), "none.csv does not exist")
    (tmp_path / "folder").mkdir()
    refused(run("import", "folder"), "folder has no deck.toml")
    os.mkfifo(tmp_path / "pipe.csv")
    refused(run("import", "pipe.csv"), "pipe.csv is not a file")
    refused(run("import", "n" * 300), "too long")


def test_of_several_files_all_come_in_or_none(run: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("nothing\n")
    (tmp_path / "worse.toml").write_text("= 3")
    run("info")
    before = counts(tmp_path / "data")
    refused(run("import", table, "bad.csv", "worse.toml"), "bad.csv", "worse.toml", "Nothing was imported")
    assert counts(tmp_path / "data") == before
    (tmp_path / "ragged.csv").write_text("front,back\nonly\n")
    result = run("import", table, "ragged.csv")
    assert result.status == 1
    assert "ragged.csv" in result.err
    assert counts(tmp_path / "data") == before


def test_a_deck_with_many_mistakes_gets_one_line_each(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deck.toml").write_text(
        '[deck]\nkey = "k"\ntitle = "T"\n[[note]]\nid = "a"\nkind = "term"\n[[note]]\nid = "a"\nkind = "termm"\nfront = "f"\n'
    )
    result = run("import", "deck.toml")
    refused(result, "note “a”", "field “kind”", "did you mean “term”?")
    lines = result.err.splitlines()
    assert len(lines) >= 4
    assert all("deck.toml" in line for line in lines)


# Export


def test_what_is_exported_comes_back_unchanged(run: Run, tmp_path: Path) -> None:
    result = run("export", "deck.studydeck")
    assert (result.status, result.err) == (0, "")
    assert "“CMQ/OE 2026” was written to deck.studydeck, notes: " in result.out
    assert "0 new, 0 changed" in run("import", "deck.studydeck").out
    assert run("check", "deck.studydeck").status == 0
    assert formats.read(tmp_path / "deck.studydeck").key == "cmqoe"


def test_a_deck_is_chosen_by_title_or_key(run: Run, table: Path) -> None:
    run("import", table)
    assert "“terms” was written" in run("export", "a.toml", "--deck", "TERMS").out
    assert "“CMQ/OE 2026” was written" in run("export", "b.studydeck", "--deck", "cmqoe").out
    assert "“CMQ/OE 2026” was written" in run("export", "c.studydeck").out
    refused(run("export", "d.toml", "--deck", "none"), "There is no deck “none”. There are: “CMQ/OE 2026”, “terms”.")


def test_an_export_that_cannot_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    refused(run("export", "deck.apkg"), "its name must end in .studydeck or .toml")
    refused(run("export", "none/deck.studydeck"), "its folder does not exist")
    refused(run("export", "deck.toml"), "has pictures")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


# Check


def test_a_sound_collection_is_called_sound(run: Run, tmp_path: Path) -> None:
    run("info")
    result = run("check")
    assert (result.status, result.out, result.err) == (0, f"The collection in {tmp_path / 'data'} is sound.\n", "")


def test_problems_of_a_collection_are_listed(run: Run, tmp_path: Path) -> None:
    run("info")
    with closing(sqlite3.connect(tmp_path / "data" / "collection.db")) as connection:
        connection.execute("DELETE FROM cards WHERE note_id = 1")
        connection.execute("UPDATE cards SET stability = -1 WHERE id = 5")
        connection.commit()
    refused(run("check"), "1 notes have no cards.", "1 cards have a memory that cannot be.")


def test_deck_files_are_checked_without_a_collection(run: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "leaf.csv").write_text("front,back,leaf\nA,B,I.A.1\nC,D,XX.Y.9\n")
    result = run("check", table, "leaf.csv")
    refused(result, "leaf.csv, row 3", "XX.Y.9")
    assert "terms.csv: “terms”, notes: 2." in result.out
    assert not (tmp_path / "data").exists()


DECK = """\
[deck]
key = "d"
title = "Mine"

[[note]]
id = "takt"
kind = "term"
front = "Takt"
back = "The pace of demand"
leaf = "IV.B.3"

[[note]]
id = "beat"
kind = "question"
front = "Is takt the beat of a line?"
back = "It is."
leaf = "IV.B.3"
"""


def test_advice_on_a_deck_is_printed_and_is_no_mistake(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deck.toml").write_text(DECK)
    result = run("check", "deck.toml")
    assert (result.status, result.err) == (0, "")
    assert "deck.toml: “Mine”, notes: 2." in result.out
    assert "Advice: deck.toml, beat, front: It can be answered by yes or no" in result.out


def test_mistakes_that_show_in_the_deck_as_a_whole_are_refused_with_note_and_field(run: Run, tmp_path: Path) -> None:
    deck = DECK.replace('front = "Is takt the beat of a line?"', 'front = "Takt"\nlevel = "create"')
    deck = deck.replace("It is.", r"It is ![](a.svg) $\\frac{1}$.")
    folder = tmp_path / "mine"
    (folder / "cards").mkdir(parents=True)
    (folder / "media").mkdir()
    (folder / "media" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    head, _, notes = deck.partition("[[note]]")
    (folder / "deck.toml").write_text(head + '[source.x]\ncitation = "X"\n')
    (folder / "cards" / "lean.toml").write_text(f"[[note]]{notes}".replace("leaf =", 'source = "own"\nleaf ='))
    result = run("check", folder)
    refused(result, "mine, cards/lean.toml, beat, front: “takt” asks the same")
    refused(
        result, "beat, level: IV.B.3 is examined up to “analyze”", "beat, back: The picture has no alternative text"
    )
    refused(result, "beat, back: The formula $\\frac{1}$ cannot be drawn")
    assert not (tmp_path / "data").exists()


def test_coverage_counts_notes_by_leaf_section_and_competency(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deck.toml").write_text(DECK)
    result = run("check", "--coverage", "deck.toml")
    assert (result.status, result.err) == (0, "")
    rows = {line.split()[0]: line.split()[1:4] for line in result.out.splitlines() if line}
    assert rows["IV.B.3"] == rows["IV"] == rows["All"] == ["2", "1", "1"]
    assert rows["IV.B.4"] == rows["I"] == rows["C1"] == ["·", "·", "·"]


def test_coverage_of_nothing_asks_for_a_deck(run: Run) -> None:
    refused(run("check", "--coverage"), "Name a deck folder or file")


def test_commands_that_need_a_collection_do_not_make_one(run: Run, tmp_path: Path) -> None:
    for command in ("check", "backup"):
        refused(run(command), f"There is no collection in {tmp_path / 'data'} yet.")
    assert run("backup", "--list").out == ""
    assert not (tmp_path / "data").exists()


def test_a_lost_collection_with_backups_is_not_replaced(run: Run, tmp_path: Path) -> None:
    run("info")
    run("backup")
    (tmp_path / "data" / "collection.db").unlink()
    for command in ("info", "check", "backup"):
        refused(run(command), "collection.db")
    assert not (tmp_path / "data" / "collection.db").exists()


# Backup and restore


def test_backups_are_made_listed_and_restored(run: Run, table: Path, tmp_path: Path) -> None:
    run("info")
    made = run("backup")
    assert made.status == 0
    assert "reviews: 0" in made.out
    (file,) = (tmp_path / "data" / "backups").iterdir()
    assert str(file) in run("backup", "--list").out
    before = counts(tmp_path / "data")
    run("import", table)
    restored = run("restore", file.name)
    assert restored.status == 0
    assert f"Restored from {file}" in restored.out
    assert "The collection as it was is kept as " in restored.out
    assert counts(tmp_path / "data") == before
    assert run("check").status == 0


def test_a_backup_goes_where_it_is_told_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    run("info")
    assert run("backup", tmp_path / "copy.db").status == 0
    content = (tmp_path / "copy.db").read_bytes()
    refused(run("backup", tmp_path / "copy.db"), "copy.db exists already; nothing was overwritten")
    assert (tmp_path / "copy.db").read_bytes() == content
    refused(run("backup", tmp_path / "none" / "copy.db"), "copy.db")
    assert run("restore", tmp_path / "copy.db").status == 0


def test_a_backup_can_be_made_while_the_window_is_open(run: Run, tmp_path: Path) -> None:
    run("info")
    window = Collection.open(tmp_path / "data")
    assert run("backup").status == 0
    refused(run("info"), "is open in another studyapp")
    refused(run("restore", next((tmp_path / "data" / "backups").iterdir())), "is open in another studyapp")
    window.close()


def test_a_file_that_is_no_backup_is_refused(run: Run, table: Path, tmp_path: Path) -> None:
    run("info")
    before = counts(tmp_path / "data")
    refused(run("restore", "none.db"), "There is no file none.db")
    refused(run("restore", table), "terms.csv", "does not begin like a database")
    assert counts(tmp_path / "data") == before


def test_a_damaged_collection_is_refused_by_every_command_until_it_is_restored(
    run: Run, table: Path, tmp_path: Path
) -> None:
    run("info")
    run("backup")
    file = tmp_path / "data" / "collection.db"
    damaged = file.read_bytes()[:9000]
    file.write_bytes(damaged)
    for arguments in (("info",), ("check",), ("backup",), ("import", table), ("export", "x.studydeck")):
        refused(run(*arguments), "collection.db in ", "is damaged: it breaks off", "studyapp restore FILE")
    assert file.read_bytes() == damaged
    (backup,) = (tmp_path / "data" / "backups").iterdir()
    assert run("restore", backup).status == 0
    assert run("check").status == 0


# Surroundings


def test_a_folder_that_cannot_be_used_is_a_sentence(run: Run, table: Path) -> None:
    for command in (("info",), ("import", table), ("restore", table)):
        refused(run("--data", table, *command), "terms.csv cannot be used")


def test_a_terminal_that_lacks_letters_is_no_obstacle(tmp_path: Path, table: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "STUDYAPP_DATA": str(tmp_path / "data")}
    command = [sys.executable, "-m", "studyapp", "import", os.fsencode(table).replace(b"terms", b"terms")]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"\\u201cterms\\u201d imported" in done.stdout


def test_a_reader_that_has_seen_enough_gets_no_traceback(tmp_path: Path) -> None:
    env = {**os.environ, "STUDYAPP_DATA": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1"}
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "studyapp", "info"], env=env, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_interrupted_import_leaves_nothing(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("info")
    before = counts(tmp_path / "data")

    def interrupt(path: Path, *_: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(formats, "read_all", interrupt)
    before_test = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    try:
        refused(run("import", table), "stopped")
    finally:
        signal.signal(signal.SIGINT, before_test)
    assert counts(tmp_path / "data") == before


def test_output_goes_to_any_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["--data", str(tmp_path), "info"]) == 0
    assert "Collection: " in stream.getvalue()


def test_the_binder_is_one_page_without_questions(run: Run, tmp_path: Path) -> None:
    result = run("binder", "binder.html")

    assert (result.status, result.err) == (0, "")
    page = (tmp_path / "binder.html").read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert "Special cause" in page
    assert "<script" not in page
    refused(run("binder", "nowhere/binder.html"), "its folder does not exist")
