#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Every command of docs/laws.md, from the root of the tree, as a reader would try it; and every chart of it is there.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

root=$here/../..
page=$root/docs/laws.md
commands=0
while read -r line; do
  read -r -a words <<< "${line#amdahl }"
  (cd "$root" && "$amdahl" "${words[@]}") > out 2> err < /dev/null
  same "the status of '$line'" $? 0
  commands=$((commands + 1))
done < <(sed -n 's/^    \(amdahl .*\)/\1/p' "$page")
same "the number of commands" "$commands" 8

charts=0
while read -r chart; do
  is "docs/$chart" test -s "$root/docs/$chart"
  charts=$((charts + 1))
done < <(sed -n 's/^!\[.*\](\(laws\/.*\.svg\))$/\1/p' "$page")
same "the number of charts" "$charts" 8

finish
