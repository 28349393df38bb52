# Sourced by ./run and ./check, which set $root: installs what they need and sets $venv.
# POSIX sh, for dash on Debian as for the old bash of macOS.

venv=$root/.venv
unset PYTHONDONTWRITEBYTECODE PYTHONHOME
export PIP_DISABLE_PIP_VERSION_CHECK=1

# prepare app|dev: what the app needs, or what its tests need as well.
prepare() {
    if [ "$(cat "$venv/ready-$1" 2>/dev/null)" = "$(fingerprint)" ]; then
        return
    fi
    find_python
    if [ -e /etc/debian_version ]; then
        install_system_packages
    fi
    make_environment
    install_python_packages "$1"
}

# What an environment is good for: this place, this Python, these packages.
fingerprint() {
    printf '%s | Python %s | ' "$root" "$(python_version "$venv/bin/python")"
    cat "$root/pyproject.toml" "$root/.ci/constraints.txt" | cksum
}

python_version() {
    "$1" -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

# Sets $python and its $version, or an empty $python where apt can bring one.
find_python() {
    too_old=
    for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
        version=$(python_version "$python") || continue
        case $version in
            3.1[1-9] | 3.[2-9][0-9]) return ;;
        esac
        too_old=$version
    done
    python=
    if [ -n "$too_old" ]; then
        fail "studyapp needs Python 3.11 or newer; this computer has $too_old. Install a newer one and start again."
    elif [ ! -e /etc/debian_version ]; then
        fail "studyapp needs Python 3.11 or newer, and there is none here. Install it and start again."
    fi
}

install_system_packages() {
    if [ -z "$python" ]; then
        apt_install python3 python3-venv
        find_python
    fi
    packages=$("$python" -I "$root/studyapp/preflight.py")
    if ! "$python" -I -c 'import ensurepip' 2>/dev/null; then
        packages="python$version-venv $packages"
    fi
    if [ -n "$packages" ]; then
        # shellcheck disable=SC2086 # one word for each package
        apt_install $packages
    fi
}

apt_install() {
    if [ "$(id -u)" = 0 ]; then
        rights=
    elif sudo -n true 2>/dev/null; then
        rights='sudo -n'
    else
        line="apt-get update && apt-get install --no-install-recommends $*"
        command -v sudo >/dev/null && line="sudo sh -c '$line'" || line="su -c '$line'"
        fail 'System packages are missing. Type this line, then start again:' "$line"
    fi
    say "Installing system packages: $*"
    quietly $rights apt-get update || say 'apt-get update failed; going on with the package lists that are there.'
    quietly $rights env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" ||
        fail 'The system packages could not be installed; the reason stands above.' "$offline"
}

make_environment() {
    if ! environment_is_sound; then
        say "Making a Python environment in $venv"
        rm -rf "$venv"
        mkdir -p "$venv" || fail "The folder $root must be writable."
        : >"$venv/unfinished"
        quietly "$python" -m venv "$venv" || fail 'The Python environment could not be made; the reason stands above.'
    fi
    : >"$venv/unfinished"
}

# Not when an installation was cut short, the checkout has moved, or its Python was removed or replaced.
environment_is_sound() {
    in_venv=$(python_version "$venv/bin/python") || return 1
    [ -d "$venv/lib/python$in_venv/site-packages/pip" ] && [ ! -e "$venv/unfinished" ] || return 1
    for stamp in "$venv"/ready-*; do
        case $(cat "$stamp" 2>/dev/null) in
            '' | "$root | "*) ;;
            *) return 1 ;;
        esac
    done
}

install_python_packages() {
    say 'Installing Python packages (the first time some 100 MB are downloaded)'
    what=.
    [ "$1" = app ] || what=".[$1]"
    # The build backend comes first and pinned, so that building needs no second, hidden environment.
    (cd "$root" && pip_install hatchling && pip_install --no-build-isolation -e "$what") || exit 1
    rm "$venv/unfinished"
    fingerprint >"$venv/ready-app"
    [ "$1" = app ] || fingerprint >"$venv/ready-$1"
}

pip_install() {
    output=$("$venv/bin/python" -m pip install -qq --retries 3 -c .ci/constraints.txt "$@" 2>&1) && return
    case $output in
        *'connection broken by'*)
            # What pip says after this, of versions that conflict, is only its consequence.
            printf '%s\n' "$output" | sed -n 's/.*connection broken by \(.*\):.*/\1/p' | tail -n 1 >&2
            fail 'The Python packages could not be downloaded.' "$offline"
            ;;
    esac
    printf '%s\n' "$output" | tail -n 12 >&2
    fail 'The Python packages could not be installed; the reason stands above.' "$offline"
}

# Shows what a long command printed only if it fails, and then its end, where the reason is.
quietly() {
    output=$("$@" 2>&1) || {
        printf '%s\n' "$output" | tail -n 12 >&2
        return 1
    }
}

offline='If this computer is offline, connect it and start again.'

say() {
    printf '%s\n' "$@" >&2
}

fail() {
    say "$@"
    exit 1
}
