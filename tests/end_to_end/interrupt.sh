#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# SIGINT and SIGTERM end a sweep early: what was measured is kept and summarised, 130 and 143.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# stopped SIGNAL STATUS
stopped() {
  local run=run-$1 child
  # A background job of a script ignores SIGINT: the program must undo that, or be started without it.
  env --default-signal=INT "$amdahl" sweep spin -p 0.5 -n 1 --budget 60s --out "$run" > out 2> err < /dev/null &
  child=$!
  for _ in $(seq 200); do
    [[ -s $run/samples.csv && $(wc -l < "$run/samples.csv") -gt 5 ]] && break
    sleep 0.05
  done
  kill -"$1" "$child"
  wait "$child"
  same "the status after SIG$1" "$?" "$2"
  same "the state after SIG$1" "$(jq -r .state "$run/run.json")" interrupted
  is "no summary after SIG$1" test -s "$run/summary.csv"
  run 0 "$amdahl" summary "$run"
  same "what the summary says of a torn row after SIG$1" "$(cat err)" ""
}

stopped INT 130
stopped TERM 143
finish
