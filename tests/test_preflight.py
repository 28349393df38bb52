"""What stands in the way of a window is said in a sentence, before Qt ends the process."""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from studyapp import preflight

pytestmark = pytest.mark.usefixtures("linux")


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


@contextmanager
def x_server(status: int) -> Iterator[str]:
    """The display of a server that answers one connection as the X protocol says: 1 lets it in, 0 refuses it."""
    reason = b"not you!"
    body = struct.pack("<IIII", 1, 0x200000, 0x1FFFFF, 0) + bytes(16) if status else reason
    reply = struct.pack("<BBHHH", status, 0 if status else len(reason), 11, 0, len(body) // 4) + body

    def answer() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(reply)

    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(10)
        thread = Thread(target=answer)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1] - 6000}"
        thread.join()


def test_without_a_display_the_sentence_says_so() -> None:
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in str(preflight.obstacle({}))
    assert "DISPLAY is not set" in str(preflight.obstacle({"QT_QPA_PLATFORM": "xcb"}))


def test_an_offscreen_platform_needs_no_display() -> None:
    assert preflight.obstacle({"QT_QPA_PLATFORM": "offscreen"}) is None
    assert preflight.obstacle({"QT_QPA_PLATFORM": "offscreen:size=800x600"}) is None


def test_a_display_that_answers_is_no_obstacle() -> None:
    with x_server(status=1) as display:
        assert preflight.obstacle({"DISPLAY": display}) is None


def test_a_display_that_refuses_is_named() -> None:
    with x_server(status=0) as display:
        sentence = str(preflight.obstacle({"DISPLAY": display}))
    assert sentence.startswith(f"The display {display} (DISPLAY) does not answer or refuses")


def test_a_display_without_a_server_is_named() -> None:
    assert "The display :7654 (DISPLAY) does not answer" in str(preflight.obstacle({"DISPLAY": ":7654"}))


def test_a_wayland_display_is_asked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(preflight._PLATFORMS, "wayland", {})
    environ = {"WAYLAND_DISPLAY": str(tmp_path / "w")}
    assert f"The Wayland display {tmp_path / 'w'}" in str(preflight.obstacle(environ))
    with closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.bind(str(tmp_path / "w"))
        listener.listen()
        assert preflight.obstacle(environ) is None


def test_one_display_that_answers_is_enough(tmp_path: Path) -> None:
    with x_server(status=1) as display:
        environ = {"WAYLAND_DISPLAY": str(tmp_path / "none"), "DISPLAY": display}
        assert preflight.obstacle(environ) is None


def test_a_missing_library_is_told_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(preflight._EVERY_PLATFORM, "libnowhere.so.9", "libnowhere9")
    sentence = str(preflight.obstacle({"QT_QPA_PLATFORM": "offscreen"}))
    assert sentence.endswith("apt-get install --no-install-recommends libnowhere9")
    assert preflight.missing_packages([]) == ["libnowhere9"]


def test_elsewhere_than_on_linux_there_is_nothing_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert preflight.obstacle({}) is None


def test_the_description_names_versions_variables_and_the_obstacle() -> None:
    text = "\n".join(preflight.describe({"DISPLAY": ":7654"}))
    assert "studyapp " in text
    assert "PySide6-Essentials 6." in text
    assert "DISPLAY is :7654" in text
    assert "The system libraries Qt needs are all there." in text
    assert "No window can open. The display :7654" in text
    assert preflight.describe({"QT_QPA_PLATFORM": "offscreen"})[-1] == "A window can open."


def test_as_a_script_it_prints_missing_packages_and_needs_nothing_installed() -> None:
    done = subprocess.run([sys.executable, "-I", "-S", preflight.__file__], capture_output=True, text=True, check=True)
    assert done.stdout == " ".join(preflight.missing_packages(["xcb"]))
    assert done.stderr == ""
