"""`./run` and `./check` in a copy of the project: what they do when nothing or not everything is there yet."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("cat", "cksum", "dirname", "id", "mkdir", "rm", "sh", "tail")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the scripts in a folder with a space, with a package that prints its arguments."""
    folder = tmp_path / "my studyapp"
    (folder / "studyapp").mkdir(parents=True)
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    for name in ("run", "check", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "studyapp" / "__init__.py").touch()
    (folder / "studyapp" / "__main__.py").write_text("import sys\nprint(sys.argv[1:])\n")
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for PATH that holds nothing but what the scripts call; tests add the Pythons they want."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(str(shutil.which(tool)))
    return folder


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def environment(checkout: Path) -> None:
    """An environment as the scripts leave it, made of the Python that runs the tests."""
    program(checkout / ".venv/bin/python", f'PYTHONPATH="{checkout}" exec "{sys.executable}" "$@"')
    stamp = 'root=$1; . "$root/.ci/prepare.sh"; fingerprint > "$venv/ready-app"'
    subprocess.run(["sh", "-c", stamp, "sh", str(checkout)], check=True)


def run(checkout: Path, programs: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PATH": str(programs)}
    command = [str(checkout / "run"), *arguments]
    return subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=False)


def test_the_second_run_starts_at_once_and_passes_its_arguments_on(
    checkout: Path, programs: Path, tmp_path: Path
) -> None:
    environment(checkout)
    done = run(checkout, programs, "--data", "a b", "info", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "['--data', 'a b', 'info']\n", "")


@pytest.mark.parametrize("changed", ["pyproject.toml", ".ci/constraints.txt"])
def test_other_requirements_are_installed_before_the_start(checkout: Path, programs: Path, changed: str) -> None:
    environment(checkout)
    with (checkout / changed).open("a") as file:
        file.write("# changed\n")
    program(programs / "python3", "echo 3.9")
    assert "needs Python 3.11 or newer" in run(checkout, programs).stderr


def test_a_checkout_that_moved_is_not_taken_for_ready(checkout: Path, programs: Path) -> None:
    environment(checkout)
    moved = checkout.rename(checkout.with_name("moved"))
    program(programs / "python3", "echo 3.9")
    assert "needs Python 3.11 or newer" in run(moved, programs).stderr


def test_a_python_too_old_is_named(checkout: Path, programs: Path) -> None:
    program(programs / "python3", "echo 3.9")
    done = run(checkout, programs)
    assert done.returncode == 1
    assert done.stderr.startswith("studyapp needs Python 3.11 or newer; this computer has 3.9.")
    assert done.stderr.count("\n") == 1


def test_a_newer_python_under_another_name_is_found(checkout: Path, programs: Path) -> None:
    program(programs / "python3", "echo 3.9")
    program(programs / "python3.13", 'case "$*" in *version_info*) echo 3.13;; *venv*) echo made it >&2; exit 1;; esac')
    done = run(checkout, programs)
    assert done.returncode == 1
    assert "made it\nThe Python environment could not be made; the reason stands above.\n" in done.stderr
    assert (checkout / ".venv/unfinished").exists()


def test_an_installation_cut_short_is_begun_again(checkout: Path, programs: Path) -> None:
    environment(checkout)
    (checkout / ".venv/ready-app").unlink()
    (checkout / ".venv/unfinished").touch()
    program(programs / "python3.12", 'case "$*" in *version_info*) echo 3.12;; *venv*) exit 1;; esac')
    assert "Making a Python environment" in run(checkout, programs).stderr
    assert not (checkout / ".venv/bin").exists()


def test_both_scripts_are_plain_sh_and_may_be_run() -> None:
    for name in ("run", "check", ".ci/run", ".ci/prepare.sh"):
        assert subprocess.run(["sh", "-n", str(ROOT / name)], check=False).returncode == 0
    assert all(os.access(ROOT / name, os.X_OK) for name in ("run", "check", ".ci/run"))
