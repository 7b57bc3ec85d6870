#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Takes over what the last test run wrote differently from the golden files, and shows the changes.
# usage: tests/update-goldens.sh [BUILD FOLDER]      (default: build/dev)
set -eu
cd "$(dirname "$0")/.."
actual="${1:-build/dev}/actual"
if [ ! -d "$actual" ] || [ -z "$(find "$actual" -type f)" ]; then
    echo "Nothing differs: $actual holds no files."
    exit 0
fi
cp -R "$actual"/. tests/
find "$actual" -type f -delete
git --no-pager diff --stat -- tests
git status --short -- tests
