#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Requests to a server: what waits for one at a time waits for all, what does not does not; the server that the
# workload starts is gone when the program is, however that ends; and one that goes first is named.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
export AMDAHL_TEST_MARK=$$.$RANDOM.$RANDOM

# servers: the processes of this test's servers.
servers() {
  local environment
  while IFS= read -r environment; do
    grep -qx request-server "${environment%environ}comm" 2> /dev/null && basename "${environment%/environ}"
  done < <(grep -lzxF "AMDAHL_TEST_MARK=$AMDAHL_TEST_MARK" /proc/[0-9]*/environ 2> /dev/null)
}

# gone WHAT: none is left; one that was killed a moment ago may still be on its way.
gone() {
  for _ in $(seq 100); do
    [[ -z $(servers) ]] && break
    sleep 0.05
  done
  same "the servers left $1" "$(servers)" ""
}

# begin DIR ROUNDS: a run of samples that take over a second each, of which $child is the process and $server the server.
begin() {
  env --default-signal=INT "$amdahl" sweep request --param mode="${modes##*,}" --param hold-us=20000 -n 1 -t 1 --rounds "$2" --out "$1" > out 2> err < /dev/null &
  child=$!
  server=
  for _ in $(seq 200); do
    server=$(servers)
    [[ -n $server ]] && break
    sleep 0.05
  done
  is "a server" test -n "$server"
  sleep 0.3 # into a sample
}

run 0 "$amdahl" list
holds out "mode=parallel-async (sequential-sync,"
run 0 "$amdahl" list --json
same "the words" "$(jq -r '.workloads[] | select(.name == "request") | .params[3].words | length' out)" 6
same "a number's words" "$(jq -r '.workloads[] | select(.name == "request") | .params[0].words' out)" null

run 2 "$amdahl" sweep request --param mode=paralel-async --out wrong
one_sentence
holds err "--param mode: 'paralel-async' is not one of sequential-sync|" "(did you mean parallel-async?)"

run 1 "$amdahl" sweep request --param requests=100000 -n 1 --rounds 1 --out long -q
one_sentence
holds err "amdahl: 'request' cannot start: one after the other"

modes=sequential-sync,parallel-sync
if ! "$amdahl" sweep request --param mode=sequential-async --param requests=1 -n 1 --rounds 1 --out parks > out 2> err; then
  holds err "built without libuv"
else
  modes+=,parallel-async
fi
run 0 "$amdahl" sweep request --param mode=$modes --param requests=16 --param work=1000 -n 1 -t 16 --rounds 6 --out run
gone "after a run"
csv_of_speedup run/samples.csv params | sort -u > of_params
holds of_params "requests=16;work=1000;mode=sequential-sync"
paste -d' ' <(csv_of_speedup run/samples.csv params) <(csv_of_speedup run/samples.csv time_s) > taken
least=$(awk '/-sync/ { if (!least || $2 < least) least = $2 } END { print least + 0 }' taken)
is "16 requests of 5 ms one by one take $least s" awk "BEGIN { exit !($least >= 0.080) }"
if [[ $modes == *-async ]]; then
  # The best of six: a busy machine may slow down some of them.
  best=$(awk '/-async/ { if (!best || $2 < best) best = $2 } END { print best + 0 }' taken)
  is "16 requests of 5 ms together take $best s" awk "BEGIN { exit !($best >= 0.005 && $best <= $least / 2) }"
fi

begin lost 1
kill -KILL "$server"
wait "$child"
same "the status after the server was killed" "$?" 1
is "a sentence" grep -q "the server was lost" lost/samples.csv
gone "after one was killed"

# It keeps to the cores that the program was given.
first=$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')
taskset -cp "$first" $$ > whole_mask
begin narrow 1
same "the server's cores of a program with core $first alone" "$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' "/proc/$server/status")" "$first"
kill -KILL "$child"
wait "$child" 2> /dev/null
gone "after one on a core"
taskset -cp "$(sed -n "s/.*current affinity list: //p" whole_mask)" $$ > /dev/null

begin crashed 1
kill -KILL "$(ps -o ppid= -p "$server" | tr -d ' ')" # the measuring process
wait "$child"
same "the status after the measuring process was killed" "$?" 1
gone "after the measuring process was killed"

begin interrupted 50
kill -INT "$child"
wait "$child"
same "the status after SIGINT" "$?" 130
gone "after SIGINT"

begin killed 50
kill -KILL "$child"
wait "$child" 2> /dev/null
gone "after the program was killed"
finish
