#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# clang-tidy on one file; BUILD is a build folder with compile_commands.json made for GCC,
# whose precompiled headers clang cannot read, so the flags that name them are dropped.
# usage: tidy.sh BUILD FILE
set -euo pipefail
build=$1
file=$2
stripped=$(mktemp -d)
trap 'rm -rf "$stripped"' EXIT
sed -E 's/-Winvalid-pch//g; s/-fpch-preprocess//g; s/-include [^ "]*cmake_pch\.hxx//g' \
    "$build/compile_commands.json" >"$stripped/compile_commands.json"
clang-tidy --quiet -p "$stripped" "$file" 2> >(grep -vE '^[0-9]+ (warnings?|errors?) |^Suppressed|^Use -header' >&2)
