#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# A stranger's five minutes: the workbench in a real window, used from outside the process by keys alone. Each step is
# checked by the window's title and by what the sqlite3 shell finds in the file.
# usage: five_minutes.sh WORKBENCH CHINOOK.sql [FOLDER FOR PICTURES]
set -euo pipefail
# shellcheck source=tests/stranger/desk.sh
source "$(dirname "${BASH_SOURCE[0]}")/desk.sh"
before=$(sqlite3 "$database" "SELECT count(*) || sum(AlbumId * length(Title)) FROM Album")

# --- start, open Chinook --------------------------------------------------------------------------

start_workbench
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
