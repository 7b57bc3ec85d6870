#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The workbench is killed with staged edits, while another program goes on writing to the file: nothing of it is locked,
# nothing is lost, and the next start offers the edits again.
# usage: killed.sh WORKBENCH CHINOOK.sql [FOLDER FOR PICTURES]
set -euo pipefail
# shellcheck source=tests/stranger/desk.sh
source "$(dirname "${BASH_SOURCE[0]}")/desk.sh"

start_workbench "$database"
until_title "chinook.db — Joinery"
palette "Album"
until_title "Album — chinook.db"
sleep 1
keys ctrl+Home
for name in First Second Third Fourth Fifth; do
    keys Right F2
    keys ctrl+a
    words "$name"
    keys Return
    keys Left
done
picture staged

# Another program writes as if nobody was there.
for ((i = 1; i <= 100; i++)); do
    sqlite3 "$database" "UPDATE Genre SET Name = 'g$i' WHERE GenreId = 1" || fail "commit $i of another program: locked"
done

kill -KILL "$process"
wait "$process" 2>/dev/null || true
same_sql "SELECT count(*) FROM Album WHERE Title IN ('First', 'Second', 'Third', 'Fourth', 'Fifth')" 0
same_sql "PRAGMA integrity_check" ok

start_workbench "$database"
until_title "chinook.db — Joinery"
sleep 1
picture offered
keys alt+r # Restore
sleep 1
picture restored
palette "Album"
until_title "Album — chinook.db"
sleep 1
keys ctrl+s
until_sql "SELECT group_concat(Title) FROM (SELECT Title FROM Album ORDER BY AlbumId LIMIT 5)" "First,Second,Third,Fourth,Fifth"
picture committed
echo "killed and restored: done in $SECONDS s"
