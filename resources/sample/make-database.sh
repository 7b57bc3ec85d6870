#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Makes record_shop.db: the schema by the revisions, then the rows. Leaves a database that is there alone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ ! -e record_shop.db ] || exit 0
joinery db migrate
joinery query sqlite:///record_shop.db "$(cat rows.sql)"
