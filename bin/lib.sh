# Sourced by bin/demo, bin/test and bin/check: finds Python, makes .venv, installs what an extra needs.
# Plain bash 3.2, so that it runs on macOS too.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
ROOT=$PWD
VENV_PYTHON=$ROOT/.venv/bin/python

fail() { printf '%s\n' "$@" >&2; exit 1; }

# Runs a command so that SIGINT and SIGTERM stop it with everything it started, and then us.
run() {
  local pid code=0
  set -m
  "$@" </dev/null & pid=$!
  set +m
  trap 'kill -TERM -- "-$pid" 2>/dev/null; wait "$pid" 2>/dev/null; exit 130' INT
  trap 'kill -TERM -- "-$pid" 2>/dev/null; wait "$pid" 2>/dev/null; exit 143' TERM
  wait "$pid" || code=$?
  trap - INT TERM
  return "$code"
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local name
  for name in ${PYTHON:+"$PYTHON"} python3 python python3.14 python3.13 python3.12 python3.11; do
    if is_new_enough "$name"; then printf '%s\n' "$name"; return; fi
  done
  fail "Python 3.11 or newer is needed and was not found on PATH." \
       "Install it (Debian 12 or Ubuntu 24.04: apt install python3 python3-venv; macOS: brew install python)," \
       "or name one: PYTHON=/path/to/python3.12 $0"
}

has_pip() { "$VENV_PYTHON" -m pip --version >/dev/null 2>&1; }

# A Python without ensurepip (Debian without python3-venv) still makes a bare environment; pip then comes from elsewhere.
make_venv() {
  local python
  python=$(find_python) || exit 1
  echo "Making .venv with $("$python" --version)"
  rm -rf .venv
  if run "$python" -m venv .venv >/dev/null 2>&1 && has_pip; then return; fi
  rm -rf .venv
  if run "$python" -m venv --without-pip .venv >/dev/null 2>&1 && install_pip "$python"; then return; fi
  rm -rf .venv
  if run "$python" -m virtualenv --quiet .venv >/dev/null 2>&1 && has_pip; then return; fi
  rm -rf .venv
  fail "$python can make no environment with pip in it." \
       "Debian or Ubuntu: apt install python3-venv; elsewhere: install pip or virtualenv for $python. Then run $0 again."
}

install_pip() {
  local pip
  for pip in "$1 -m pip" pip3 pip; do
    if run $pip --python "$VENV_PYTHON" install --quiet pip >/dev/null 2>&1 && has_pip; then return; fi
  done
  return 1
}

# install EXTRA: "" for the program alone, "[test]", "[check]". Done again only when the lists of packages change.
install() {
  local stamp=.venv/.installed-${1:-program} wanted
  if ! is_new_enough "$VENV_PYTHON" || ! has_pip; then make_venv; fi
  wanted=$("$VENV_PYTHON" -c '
import hashlib, pathlib, sys
print(hashlib.sha256(b"".join(map(pathlib.Path.read_bytes, map(pathlib.Path, sys.argv[1:])))).hexdigest(), pathlib.Path.cwd())
' pyproject.toml constraints.txt) || exit 1
  if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return; fi
  echo "Installing into .venv (once; a minute or two)"
  run "$VENV_PYTHON" -m pip install -qq --disable-pip-version-check -c constraints.txt -e ".$1" ||
    fail "The installation did not succeed; the lines above say why. $0 tries again next time."
  printf '%s\n' "$wanted" >"$stamp"
}
