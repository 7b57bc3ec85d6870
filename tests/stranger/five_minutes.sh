#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# A stranger's five minutes: the workbench in a real window, used from outside the process by keys alone. Each step is
# checked by the window's title and by what the sqlite3 shell finds in the file.
# usage: five_minutes.sh WORKBENCH CHINOOK.sql [FOLDER FOR PICTURES]
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
    local status=$? process
    if [ $status != 0 ]; then
        picture failed
        cat "$folder/log" >&2 || true
    fi
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
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
before=$(sqlite3 "$database" "SELECT count(*) || sum(AlbumId * length(Title)) FROM Album")

# --- start, open Chinook --------------------------------------------------------------------------

"$workbench" --settings "$folder/settings.ini" >"$folder/log" 2>&1 &
started+=($!)
until_title "Joinery"
picture start
keys ctrl+o
sleep 0.7
words "$database"
keys Return
until_title "chinook.db — Joinery"
picture opened

# --- rename a column, add a column ----------------------------------------------------------------

palette "Design Album"
until_title "Album (design) — chinook.db"
sleep 0.5
keys Down F2
keys ctrl+a
words "Name"
keys Return
keys Insert
words "Year"
keys Return
sleep 0.5
picture designed
same_sql "SELECT count(*) FROM pragma_table_info('Album')" 3 # nothing has happened yet

# --- review, apply --------------------------------------------------------------------------------

keys ctrl+s
until_title "Review"
sleep 1
picture review
keys ctrl+s
until_sql "SELECT group_concat(name) FROM pragma_table_info('Album')" "AlbumId,Name,ArtistId,Year"
same_sql "SELECT count(*) || sum(AlbumId * length(Name)) FROM Album" "$before"
same_sql "SELECT count(*) FROM joinery_revision" 2 # as it was found, and the change
sleep 1
picture applied

# --- edit three cells, commit ---------------------------------------------------------------------

palette "Album"
until_title "Album — chinook"
sleep 1
keys ctrl+Home
for name in First Second Third; do
    keys Right F2
    keys ctrl+a
    words "$name"
    keys Return # commits the cell and moves down
    keys Left
done
picture staged
same_sql "SELECT count(*) FROM Album WHERE Name IN ('First', 'Second', 'Third')" 0
keys ctrl+s
until_sql "SELECT group_concat(AlbumId || Name) FROM Album WHERE AlbumId <= 3" "1First,2Second,3Third"
picture committed

# --- undo by downgrade ----------------------------------------------------------------------------

keys ctrl+shift+h
until_title "History"
sleep 1
picture history
keys Down Return # from the newest revision to the one before: as it was found
until_title "chinook"
sleep 1.5
picture downgrade
keys ctrl+s
until_sql "SELECT group_concat(name) FROM pragma_table_info('Album')" "AlbumId,Title,ArtistId"
same_sql "SELECT group_concat(AlbumId || Title) FROM Album WHERE AlbumId <= 3" "1First,2Second,3Third"
same_sql "SELECT count(*) FROM Album" 347
same_sql "SELECT count(*) FROM joinery_revision" 1
same_sql "PRAGMA integrity_check" ok
picture back
echo "a stranger's five minutes: done in $SECONDS s"
