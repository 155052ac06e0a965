#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# `amdahl fit --method raw` beside what R's nls finds in the same data: every parameter to 1e-5, its standard error to
# 1e-3. tests/data/nls.csv holds R's figures, so that R need not be installed.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

data=$here/../data
if ! command -v jq > /dev/null; then
  echo "jq is not installed"
  exit 77
fi

# parameter FILE LAW NAME: value and standard error.
parameter() {
  jq -r --arg law "$2" --arg name "$3" \
    '.models[] | select(.name == $law) | .params[$name] | "\(.value) \(.se)"' "$1.json"
}

looked_at=0
while IFS=, read -r file law name value se; do
  if [[ ! -e $file.json ]]; then
    run 0 "$amdahl" fit "$data/$file.csv" --method raw --json
    mv out "$file.json"
  fi
  found=$(parameter "$file" "$law" "$name")
  is "$file, $law, $name: value and standard error '$found', where nls finds $value $se" awk -v found="$found" \
    -v value="$value" -v se="$se" 'BEGIN {
      split(found, f, " "); d = (f[1] - value) / value; e = (f[2] - se) / se
      exit !(f[1] + 0 == f[1] && d * d < 1e-10 && e * e < 1e-6) }'
  looked_at=$((looked_at + 1))
done < <(tail -n +2 "$data/nls.csv")
same "the number of parameters looked at" "$looked_at" 40

finish
