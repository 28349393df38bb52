"""The way in: which arguments open the window, which do their work without one, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studyapp import __version__, app
from studyapp.__main__ import COMMANDS, main

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")


def start(*arguments: str) -> subprocess.CompletedProcess[str]:
    """studyapp as its own process."""
    command = [sys.executable, "-m", "studyapp", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def modules_after(*arguments: str) -> set[str]:
    """The modules a process has loaded once `main` has done what these arguments ask, without a display."""
    call = (
        "import sys; from studyapp.__main__ import main\n"
        "sys.platform = 'linux'\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit: pass\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    env = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
    done = subprocess.run([sys.executable, "-c", call], env=env, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path | None, list[Path]]]:
    """With what the window was opened; the window itself has its own tests."""
    calls: list[tuple[Path | None, list[Path]]] = []

    def run(data: Path | None, files: list[Path]) -> int:
        calls.append((data, files))
        return 0

    monkeypatch.setattr(app, "run", run)
    return calls


def test_without_arguments_the_window_opens(opened: list[tuple[Path | None, list[Path]]]) -> None:
    assert main([]) == 0
    assert opened == [(None, [])]


def test_files_and_a_folder_reach_the_window(
    opened: list[tuple[Path | None, list[Path]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "terms.csv").write_text("front,back\n")
    monkeypatch.chdir(tmp_path)
    assert main(["--data", "here", "terms.csv"]) == 0
    assert opened == [(Path("here"), [tmp_path / "terms.csv"])]


def test_a_command_does_its_work_without_a_window(
    opened: list[tuple[Path | None, list[Path]]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path), "doctor"]) == 0
    assert f"studyapp {__version__}" in capsys.readouterr().out
    assert opened == []


def test_the_version_is_printed() -> None:
    done = start("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"studyapp {__version__}\n", "")


def test_help_names_every_command() -> None:
    done = start("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_that_help_names_is_one(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"studyapp {command}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["improt"], ["no such file.csv"], ["--colour"], ["--data"], ["--dat", "x"]])
def test_what_is_not_understood_gives_the_usage_and_status_2(arguments: list[str]) -> None:
    done = start(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage: studyapp ")


def test_without_a_display_one_sentence_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("studyapp: No display was found")
    assert err.count("\n") == 1


def test_the_way_to_the_window_loads_neither_argparse_nor_qt_before_it_is_clear_that_one_can_open() -> None:
    loaded = modules_after()
    assert "studyapp.preflight" in loaded
    assert not loaded & {"argparse", "PySide6", "sqlalchemy", "studyapp.app"}


def test_version_and_doctor_load_no_qt() -> None:
    assert "PySide6" not in modules_after("--version")
    assert "PySide6" not in modules_after("doctor")
