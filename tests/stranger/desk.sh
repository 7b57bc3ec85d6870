#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# A desk for tests that use the workbench from outside: an X server and a window manager of its own, Chinook, and what a
# person does with keys. Sourced with: WORKBENCH CHINOOK.sql [FOLDER FOR PICTURES]. Ends with 77 where something is missing.
set -euo pipefail

workbench=$1
script=$2
pictures=${3:-}
[ -f "$script" ] || { echo "there is no $script beside this checkout: skipped"; exit 77; }
for program in Xvfb openbox xdotool sqlite3; do
    command -v "$program" >/dev/null || { echo "$program is missing: skipped"; exit 77; }
done

folder=$(mktemp -d)
started=()
finish() {
    local status=$? each
    if [ $status != 0 ]; then
        picture failed
        cat "$folder/log" >&2 || true
    fi
    for each in "${started[@]}"; do kill "$each" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$folder"
    exit $status
}
trap finish EXIT

# --- what a stranger does -------------------------------------------------------------------------

step=0
picture() { # NAME
    step=$((step + 1))
    [ -z "$pictures" ] || import -window root "$pictures/$(printf %02d $step)-$1.png" 2>/dev/null || true
}
keys() { xdotool key --delay 40 "$@"; sleep 0.15; }
words() { xdotool type --delay 12 "$1"; sleep 0.15; }
title() { xdotool getwindowname "$(xdotool getactivewindow)" 2>/dev/null || true; }

fail() { echo "FAILED: $*" >&2; exit 1; }
until_title() { # PATTERN
    local i
    for ((i = 0; i < 100; i++)); do
        [[ "$(title)" != *"$1"* ]] || return 0
        sleep 0.1
    done
    fail "no window titled \"$1\" after 10 s; its title is \"$(title)\""
}
until_sql() { # QUERY EXPECTED
    local i found
    for ((i = 0; i < 100; i++)); do
        found=$(sqlite3 "$database" "$1" 2>&1 || true)
        [ "$found" != "$2" ] || return 0
        sleep 0.1
    done
    fail "$1 gives \"$found\", not \"$2\""
}
same_sql() { [ "$(sqlite3 "$database" "$1")" = "$2" ] || fail "$1 gives \"$(sqlite3 "$database" "$1")\", not \"$2\""; }
palette() { # WORDS: finds anything by Ctrl+P
    keys ctrl+p
    words "$1"
    keys Return
}

# --- the desk -------------------------------------------------------------------------------------

mkfifo "$folder/display"
Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp 3>"$folder/display" 2>/dev/null &
started+=($!)
read -r number <"$folder/display"
export DISPLAY=:$number XDG_RUNTIME_DIR=$folder HOME=$folder QT_SCALE_FACTOR=1
unset QT_QPA_PLATFORM
openbox >/dev/null 2>&1 &
started+=($!)
database=$folder/chinook.db
sqlite3 "$database" <"$script"

start_workbench() { # ARGUMENTS: sets $process
    "$workbench" --settings "$folder/settings.ini" "$@" >>"$folder/log" 2>&1 &
    process=$!
    started+=("$process")
}
