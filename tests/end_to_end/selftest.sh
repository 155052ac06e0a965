#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The selftest's four answers, by the scripted engine: it holds, it is missed, too few rounds, one core only.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# judged STATUS WORD DIR ARGUMENT…
judged() {
  local status=$1 word=$2 run=$3
  shift 3
  run "$status" "$amdahl" selftest --engine scripted --synthetic "core:2 pu:1" --seed 1 --out "$run" "$@"
  holds out "$word"
  same "the state of $run" "$(jq -r .state "$run/run.json")" complete
  for file in samples.csv summary.csv workers.csv; do
    is "$run/$file is missing" test -s "$run/$file"
  done
}

# By the law; and with workers that cost 3 % more each for every one beside them.
echo '{"unit_s": 2e-8, "jitter": 0.0003}' > law.json
echo '{"unit_s": 2e-8, "jitter": 0.0003, "growth": 0.03}' > inflated.json

judged 0 "points hold what was injected" holds --script law.json -n 2 --rounds 300
holds out " holds"
is "a point misses by the law" bash -c '! grep -q -e misses -e "cannot tell" out'
judged 3 "what was injected is missed" misses --script inflated.json -n 2 --rounds 300
holds out " misses"
judged 4 inconclusive few --script law.json -n 2 --rounds 3
holds out "cannot tell" "--budget"

judged 4 inconclusive one --script law.json -n 1 --rounds 20
holds out "one core has no speed-up"

run 2 "$amdahl" selftest --place spread,compact --engine scripted --script law.json --synthetic "core:2 pu:1"
holds err "selftest looks at one engine and one place"
finish
