from __future__ import annotations

from pathlib import Path

import pytest

from studyapp.paths import shipped, user_folder


@pytest.mark.parametrize("name", ["decks", "resources"])
def test_what_ships_is_found_in_a_checkout(name: str) -> None:
    assert shipped(name).is_dir()


def test_the_folder_named_on_the_command_line_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "environment"))
    assert user_folder(tmp_path / "named") == tmp_path / "named"


def test_the_environment_names_the_folder_if_nothing_else_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDYAPP_DATA", str(tmp_path / "environment"))
    assert user_folder() == tmp_path / "environment"


def test_without_a_name_the_folder_is_the_systems_place_for_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDYAPP_DATA", raising=False)
    assert user_folder().name == "studyapp"
    assert user_folder().is_absolute()


def test_a_relative_folder_stays_where_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = user_folder(Path("mine"))
    monkeypatch.chdir("/")
    assert folder == tmp_path / "mine"
