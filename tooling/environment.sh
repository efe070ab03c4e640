#!/bin/sh
# Bring .venv up to the hash-locked versions: `tooling/environment.sh app` or `tooling/environment.sh dev`.
# When nothing changed it only compares file stamps: no Python is started, nothing is written.
set -eu
cd "$(dirname "$0")/.."

kind=$1
env=.venv
stamp=$env/.javari-installed
compiled=$env/.javari-compiled

say() { printf '%s\n' "$*" >&2; }
sum() { cksum <"requirements/$1.txt" | tr ' ' '-'; }
installed() { [ -x $env/bin/python ] && grep -qsx "$1 $(sum "$1")" $stamp; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if new_enough "$name"; then
            printf '%s' "$name"
            return
        fi
    done
}

need_python() {
    say "Javari needs Python 3.11 or newer, and found none that works${PYTHON:+ under the name $PYTHON}."
    say "  On this machine: $(python3 --version 2>&1 || true)"
    say "  Install one (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python)"
    say "  or name the one to use: make run PYTHON=/path/to/python3.12"
    exit 1
}

need_venv() {
    say "$1 cannot make environments: its “venv” module is missing or lacks pip."
    say "  Debian, Ubuntu: apt install python3-venv"
    say "  or install uv (https://docs.astral.sh/uv/), which needs neither."
    exit 1
}

create() {
    if command -v uv >/dev/null 2>&1; then
        say "Making the environment $env with uv…"
        uv venv --quiet --clear --python "${python:-3.11}" $env
        return
    fi
    [ -n "$python" ] || need_python
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || need_venv "$python"
    say "Making the environment $env with $($python --version)…"
    "$python" -m venv --clear $env || need_venv "$python"
}

install() {
    say "Installing the locked versions of requirements/$kind.txt…"
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --require-hashes --compile-bytecode --python $env/bin/python -r "requirements/$kind.txt"
        return
    fi
    # An environment that uv made has no pip.
    $env/bin/python -m pip --version >/dev/null 2>&1 || $env/bin/python -m ensurepip >/dev/null 2>&1 || create
    $env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$kind.txt"
}

if ! installed "$kind"; then
    if ! new_enough $env/bin/python; then
        python=$(find_python)
        create
    else
        python=$env/bin/python
    fi
    rm -f $stamp
    install
    # Explicitly, since PYTHONDONTWRITEBYTECODE would leave every start to compile everything anew. Some
    # packages carry files for other Pythons that do not compile: those are nobody's concern.
    $env/bin/python -m compileall -qq -j 0 $env/lib || true
    # The development versions hold those of the app, so a later `make run` has nothing to do.
    { echo "app $(sum app)"; [ "$kind" = app ] || echo "$kind $(sum "$kind")"; } >$stamp
    rm -f $compiled
fi

if [ ! -e $compiled ] || [ -n "$(find javari_tui -name '*.py' -newer $compiled | head -n 1)" ]; then
    $env/bin/python -m compileall -qq javari_tui || true
    : >$compiled
fi
