#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The main job on the record shop: a change of the models becomes a migration, is applied, looked at and taken back.
# It writes into this folder; `./dev run` runs it in a copy. Needs `joinery` on the PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
url=sqlite:///record_shop.db

step() { printf '\n== %s\n' "$1"; shift; printf '$ %s\n' "$*"; "$@"; }

bash make-database.sh
step 'Where the database stands' joinery db status
step 'What the models want' joinery diff head models || [ $? = 3 ]
step 'The change as a revision' joinery db makemigrations -m 'date and condition of a record' --no-input
step 'What would run' joinery db migrate --dry-run
step 'Apply it' joinery db migrate --yes --no-input
step 'Look at the rows' joinery query "$url" \
    'SELECT title, released_on, condition, price_cents FROM album ORDER BY released_on DESC LIMIT 5'
step 'The view still works' joinery query "$url" 'SELECT * FROM album_sales ORDER BY pieces DESC LIMIT 5'
step 'Go back' joinery db downgrade -1 --yes --no-input
step 'As before' joinery query "$url" 'SELECT title, released FROM album ORDER BY released DESC LIMIT 3'
step 'Where the database stands' joinery db status
