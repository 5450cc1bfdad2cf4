# What the scripts here share: what docforge needs is installed once, and a second run only looks.
# Sourced by the scripts beside it; it needs apt (Debian 12 or later) and python3.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$root/.venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $*"
  exit 4
}

# Runs what talks a lot. One line says what is done, one that it is done; only if it fails, the
# end of what it said follows.
quietly() { # WHAT COMMAND...
  local log from=$SECONDS
  log="$(mktemp)"
  say "$1 ..."
  if ! "${@:2}" > "$log" 2>&1; then
    tail -n 30 "$log" >&2
    fail "$1: this failed after $((SECONDS - from)) s. Above are its last lines, all are in $log"
  fi
  rm -f "$log"
  say "  done in $((SECONDS - from)) s"
}

# --- Debian packages -----------------------------------------------------------------------------

missing=()

# Each of these adds its Debian packages to `missing` when what they bring is not there.
need_command() { # COMMAND PACKAGE...
  command -v "$1" > /dev/null || missing+=("${@:2}")
}

need_library() { # LIBRARY PACKAGE
  [[ "$libraries" == *"$1"* ]] || missing+=("$2")
}

need_package() { # PACKAGE, for what is neither a command nor a library
  [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" == installed ]] \
    || missing+=("$1")
}

install_missing() { # WHY
  ((${#missing[@]})) || return 0
  local needed="these Debian packages are needed $1: ${missing[*]}"
  command -v apt-get > /dev/null || fail "$needed
There is no apt-get here. Install what they bring by hand, then run this again."
  local as_root=()
  if ((EUID)); then
    command -v sudo > /dev/null || fail "$needed
Neither root nor sudo is to be had here. Ask whoever looks after this machine to run:
  apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends)
  quietly "Reading the lists of Debian packages" "${as_root[@]}" apt-get update
  quietly "Installing Debian packages $1: ${missing[*]} ($(effort))" "${install[@]}" "${missing[@]}"
  missing=()
}

# What `missing` takes, dependencies included, as apt would fetch it. The minutes are a guess (one,
# and another for each 200 MB): nobody knows the network beforehand.
effort() {
  apt-get install --print-uris -y -qq --no-install-recommends "${missing[@]}" \
    | awk '/^\x27/ { n++; bytes += $3 }
      END { mb = bytes / 1e6; printf "%d packages, %d MB, about %d min", n, mb + 1, 1 + mb / 200 }'
}

need_to_export() {
  libraries="$(/sbin/ldconfig -p)"
  need_library libpango-1.0.so.0 libpango-1.0-0
  need_library libpangoft2-1.0.so.0 libpangoft2-1.0-0
  need_library libharfbuzz-subset.so.0 libharfbuzz-subset0
  need_command fc-match fontconfig
  need_package fonts-noto-core
  need_package fonts-noto-cjk
  need_package fonts-noto-color-emoji
  python3 -c 'import ensurepip, venv' 2> /dev/null || missing+=(python3-venv)
  install_missing "for Python, PDF pages and the scripts of the world"
}

need_to_judge() {
  need_command javac default-jdk-headless
  need_command mvn maven
  need_command node nodejs
  need_command npm npm
  need_command chromium chromium
  need_command firefox-esr firefox-esr
  need_command nginx nginx-light
  need_command pdfinfo poppler-utils
  need_command mutool mupdf-tools
  need_command tesseract tesseract-ocr
  # A display, a bus, the tree of what programs tell screen readers, one of these, a mail program.
  need_command Xvfb xvfb
  need_command xvfb-run xvfb xauth
  need_command dbus-run-session dbus
  need_package at-spi2-core
  need_package python3-gi
  need_package gir1.2-atspi-2.0
  need_command orca orca speech-dispatcher
  need_command openbox openbox
  need_command xdotool xdotool
  need_command thunderbird thunderbird
  install_missing "for the judges of what is exported"
}

# --- Stamps --------------------------------------------------------------------------------------

digest() { cat -- "$@" | sha256sum | cut -d ' ' -f 1; }

is_done() { # STAMP KEY
  [[ -f "$1" && "$(< "$1")" == "$2" ]]
}

# --- Python --------------------------------------------------------------------------------------

use_python() { # LOCK MEGABYTES: makes .venv hold what the lock file says, and docforge itself
  is_done "$venv/$1.stamp" "$(python_key "$root/$1")" || install_python "$@"
  # Workers may write nothing here: what they import would be compiled by each run again.
  [[ -d "$root/src/docforge/__pycache__" ]] \
    || "$venv/bin/python" -m compileall -q "$root/src/docforge" || true
}

install_python() { # LOCK MEGABYTES
  local lock="$root/$1" stamp="$venv/$1.stamp"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
    || fail "docforge needs Python 3.11 or later; this is $(python3 -V)"
  local count
  count="$(grep -c == "$lock")"
  # A virtual environment knows its own path: one that was moved or half made is made anew.
  [[ -f "$venv/bin/docforge" && "$(head -n 1 "$venv/bin/docforge")" == "#!$venv/bin/"* ]] \
    || python3 -m venv --clear "$venv"
  quietly "Installing Python packages into .venv from $1 ($count packages, $2, about 1 min)" \
    "$venv/bin/python" -m pip install --quiet --require-hashes --requirement "$lock"
  quietly "Installing docforge itself into .venv" \
    "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation --editable "$root"
  "$venv/bin/python" -m pip check --quiet >&2 || fail "$1 does not fit pyproject.toml: run scripts/lock"
  python_key "$lock" > "$stamp"
}

python_key() { # LOCK
  local version
  version="$("$venv/bin/python" -V 2> /dev/null || true)"
  printf '%s\n' "$root $version $(digest "$1" "$root/pyproject.toml")"
}

# --- Judges --------------------------------------------------------------------------------------

tools="${DOCFORGE_TOOLS:-$root/.tools}"
export DOCFORGE_TOOLS="$tools"

use_judges() {
  local key
  # shellcheck disable=SC2046 # the names of our own files hold no spaces
  key="$(cd "$root" && digest $(find judges -type f | LC_ALL=C sort) scripts/setup.bash)"
  is_done "$tools/judges.stamp" "$key" && return
  rm -rf "$tools/judges.stamp" "$tools/java" "$tools/node"
  mkdir -p "$tools/java"
  cp -R "$root/judges/node" "$tools/node"
  quietly "Installing axe, Ace, Nu and reading programs into $tools (npm, 170 MB, about 1 min)" \
    npm ci --prefix "$tools/node" --no-audit --no-fund
  fetch_jars verapdf epubcheck
  (cd "$tools/java" && sha256sum --quiet --strict --check "$root/judges/java.sha256" >&2) \
    || fail "a judge's jar is not the one that judges/java.sha256 names"
  javac -proc:none -d "$tools/java/classes" -cp "$(judge_classes)" "$root"/judges/java/*.java >&2
  printf '%s' "$key" > "$tools/judges.stamp"
}

fetch_jars() { # PROFILE...
  local judge
  for judge in "$@"; do
    quietly "Installing $judge into $tools (Maven, 30 MB, about 1 min)" \
      mvn --batch-mode --no-transfer-progress \
      --file "$root/judges/pom.xml" --activate-profiles "$judge" \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
      "-DoutputDirectory=$tools/java/$judge"
  done
}

judge_classes() {
  local nu="$tools/node/node_modules/vnu-jar/build/dist/vnu.jar"
  printf '%s' "$tools/java/verapdf/*:$tools/java/epubcheck/*:$nu"
}
