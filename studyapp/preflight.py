"""Whether a window can open here: what Qt needs of a Linux system, asked before Qt is loaded.

Without it Qt ends the process with a core dump. Needs nothing but Python; run as a script it prints the Debian packages
that are missing, which is how the installing scripts know them.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping

# Each library with the Debian package that holds it. Qt needs a few more; these packages bring them along.
_EVERY_PLATFORM = {
    "libglib-2.0.so.0": "libglib2.0-0",  # since Debian 13 libglib2.0-0t64, which apt also finds by the old name
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
_PLATFORMS = {
    "xcb": {
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
    },
}
_WITHOUT_DISPLAY = "Open it from a desktop session; “studyapp --help” lists what it does without a window."


def obstacle(environ: Mapping[str, str]) -> str | None:
    """The sentence that says why no window can open with this environment and what to do, or nothing."""
    if sys.platform != "linux":
        return None
    platforms = _platforms(environ)
    if not platforms:
        return f"No display was found: neither DISPLAY nor WAYLAND_DISPLAY is set. {_WITHOUT_DISPLAY}"
    reasons = [_reason(platform, environ) for platform in platforms]
    return None if None in reasons else reasons[0]


def missing_packages(platforms: Iterable[str]) -> list[str]:
    """The Debian packages whose libraries Qt needs on these of its platforms and does not find."""
    wanted = dict(_EVERY_PLATFORM)
    for platform in platforms:
        wanted |= _PLATFORMS.get(platform, {})
    return [package for library, package in wanted.items() if not _loads(library)]


def describe(environ: Mapping[str, str]) -> list[str]:
    """What `studyapp doctor` prints, line by line: versions, and what a window needs and finds here."""
    import platform

    lines = [f"Python {platform.python_version()} on {platform.platform()}"]
    lines += [f"{name} {_version(name)}" for name in ("studyapp", "PySide6-Essentials", "SQLAlchemy")]
    if sys.platform == "linux":
        lines += [f"{name} is {environ.get(name) or 'not set'}" for name in _VARIABLES]
        missing = missing_packages(_platforms(environ) or ["xcb"])
        lines.append(_apt_sentence(missing) if missing else "The system libraries Qt needs are all there.")
    reason = obstacle(environ)
    lines.append(f"No window can open. {reason}" if reason else "A window can open.")
    return lines


_VARIABLES = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY", "XDG_SESSION_TYPE")


def _platforms(environ: Mapping[str, str]) -> list[str]:
    """Qt's platforms in the order in which it tries them, by the rules of QGuiApplication."""
    named = environ.get("QT_QPA_PLATFORM")
    if named:
        plain = [part.partition(":")[0] for part in named.split(";") if part]
        return ["wayland" if name.startswith("wayland") else name for name in plain]
    session = environ.get("XDG_SESSION_TYPE")
    wayland = bool(environ.get("WAYLAND_DISPLAY") or environ.get("WAYLAND_SOCKET")) or session == "wayland"
    x11 = bool(environ.get("DISPLAY"))
    return ["wayland"] * wayland + ["xcb"] * x11


def _reason(platform: str, environ: Mapping[str, str]) -> str | None:
    if platform == "xcb" and not environ.get("DISPLAY"):
        return f"No display was found: DISPLAY is not set. {_WITHOUT_DISPLAY}"
    missing = missing_packages([platform])
    if missing:
        return _apt_sentence(missing)
    if platform == "xcb" and not _x_server_answers(environ["DISPLAY"]):
        return (
            f"The display {environ['DISPLAY']} (DISPLAY) does not answer or refuses the connection. {_WITHOUT_DISPLAY}"
        )
    if platform == "wayland" and not _wayland_server_answers(environ):
        name = environ.get("WAYLAND_DISPLAY") or "wayland-0"
        return f"The Wayland display {name} (WAYLAND_DISPLAY) does not answer. {_WITHOUT_DISPLAY}"
    return None


def _apt_sentence(packages: list[str]) -> str:
    sudo = "" if os.geteuid() == 0 else "sudo "
    line = f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"
    return f"Qt needs system libraries that are missing. On Debian and Ubuntu this line brings them:\n{line}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x_server_answers(display: str) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)


def _wayland_server_answers(environ: Mapping[str, str]) -> bool:
    if environ.get("WAYLAND_SOCKET"):
        return True  # an open connection handed down: asking would use it up
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.argtypes = [ctypes.c_char_p]
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    display = environ.get("WAYLAND_DISPLAY")
    connection = wayland.wl_display_connect(os.fsencode(display) if display else None)
    if connection:
        wayland.wl_display_disconnect(connection)
    return bool(connection)


def _version(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return "is not installed"


if __name__ == "__main__":
    sys.stdout.write(" ".join(missing_packages(["xcb", *_platforms(os.environ)])))
