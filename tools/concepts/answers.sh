# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors
# shellcheck shell=bash

# For tools/check-concepts: whether the answer depends on how many take part.

# The workloads of this kind, without `request` and the one that is wrong on purpose.
with_tasks=(counter-mutex counter-atomic counter-channel handoff pipeline squares pool fanout)
# Those whose units become tasks where -t says so.
without_tasks=(spin matmul triad sort)

# Two of `request`'s modes, in few requests; of all others everything there is, but for the work that is none.
row_12() {
  local all modes=concurrent-async,parallel-async
  command -v jq > /dev/null || { skip "jq is not installed: tools/install-packages test" && return; }
  mapfile -t all < <("$amdahl" list --json | jq -r '.workloads[].name' | grep -vxE 'null|race|request')
  sweep answers "${all[@]}" -p 0.9 -n "$n_list" -t 1,8 --rounds 3
  judge_answers answers
  if ! has_poller "$amdahl"; then
    modes=concurrent-sync,parallel-sync
    say "amdahl was built without libuv: request is asked in its synchronous modes"
  fi
  sweep asked request -n "$n_list" -t 1,8 --param requests=16 --param "mode=$modes" --rounds 2
  judge_answers asked
  judge_race
}

judge_race() {
  local status=0 named
  "$amdahl" sweep race -n "$n_list" -t 1,8 --rounds 10 --quiet --out "$scratch/runs/race" > "$scratch/race.out" \
    2> "$scratch/race.err" < /dev/null || status=$?
  named=$(grep -oE "'race'( at|:) n = [0-9]+, t = [0-9]+.*" "$scratch/race.err" | head -n 1) || true
  say "race: exit $status; ${named:-$(head -n 1 "$scratch/race.err")}"
  judge_if "the race is caught, and its point named" test "$status" -eq 1 -a -n "$named"
}

# A sanitized build of the program and of the tests of tasks: those, and every workload. clang's, as in tools/test,
# which asks the same of all other tests.
row_18() {
  local build=build/concepts-tsan prefix=() tests test workload
  builds_tsan || return 0
  # TSan wants its shadow where kernels with more than 28 random bits may put a library.
  ! setarch -R true 2> /dev/null || prefix=(setarch -R)
  CC=clang CXX=clang++ tools/set-up "$build" -Db_sanitize=thread -Db_lundef=false > "$scratch/tsan.log" 2>&1 ||
    give_up "the build for ThreadSanitizer cannot be set up: $(tail -n 1 "$scratch/tsan.log")"
  mapfile -t tests < <(meson introspect "$build" --tests |
    jq -r --arg root "$(realpath "$build")/" '.[] | select(any(.suite[]; test("(^|:)tasks$"))) | .cmd[0]
      | select(startswith($root)) | ltrimstr($root)')
  ninja -C "$build" amdahl "${tests[@]}" > "$scratch/tsan.log" 2>&1 || {
    tail -n 20 "$scratch/tsan.log" >&2
    give_up "the build for ThreadSanitizer failed"
  }
  mkdir "$scratch/tsan"
  for test in "${tests[@]}"; do
    judge_tsan "the test ${test##*/}" "${test##*/}" "$build/$test"
  done
  for workload in "${with_tasks[@]}"; do
    judge_workload "$workload"
  done
  for workload in "${without_tasks[@]}"; do
    judge_workload "$workload" -t 8 --budget 1s
  done
  if has_poller "$build/amdahl"; then
    judge_workload request
  else
    judge_workload request --param mode=parallel-sync
  fi
  judge_named "$build/amdahl"
}

# judge_workload NAME OPTION…: of row 18's build.
judge_workload() {
  local workload=$1
  shift
  judge_tsan "the workload $workload" "$workload" "$build/amdahl" sweep "$workload" -n "$n_list" "$@" \
    --rounds 1 --quiet --out "$scratch/tsan/run-$workload"
}

# judge_tsan WHAT NAME COMMAND…: ThreadSanitizer is content with it. A test that skips itself says nothing of that.
judge_tsan() {
  local what=$1 status=0
  shift
  under_tsan "$@" || status=$?
  if ((status == 77)); then
    say "$what: skipped itself"
  else
    judge_if "$what" test "$status" -eq 0
  fi
}

# judge_named PROGRAM: it names the race of `race`. Tasks of one worker run one after the other, and are no race to it.
judge_named() {
  local said
  if ((most == 1)); then
    say "the race is not asked for: it takes two cores to see it"
    return
  fi
  ! under_tsan race "$1" sweep race -n "$most" -t 8 --rounds 1 --quiet --out "$scratch/tsan/run-race" ||
    say "race ended as if all were well"
  said=$(grep -hm 1 -oE 'ThreadSanitizer: [a-z]+( [a-z]+)*' "$scratch"/tsan/race.* 2> /dev/null | head -n 1) || true
  judge_if "race is named: ${said:-nothing}" grep -qs 'data race' "$scratch"/tsan/race.*
}

# Whether there is what it takes; else says what there is not.
builds_tsan() {
  local tool
  for tool in clang clang++ meson ninja jq; do
    command -v "$tool" > /dev/null || { skip "$tool is not installed: tools/install-packages full" && return 1; }
  done
  echo 'int main(void) { return 0; }' > "$scratch/none.c"
  clang -fsanitize=thread "$scratch/none.c" -o "$scratch/none" 2> /dev/null ||
    { skip "clang has no ThreadSanitizer here" && return 1; }
}

# under_tsan NAME COMMAND…: gives the command's status, 1 where ThreadSanitizer says something; what it says is in
# files, as the program's processes each have their own.
under_tsan() {
  local name=$1 status=0
  shift
  TSAN_OPTIONS="halt_on_error=1:second_deadlock_stack=1:log_path=$scratch/tsan/$name" \
    timeout 120 "${prefix[@]}" "$@" > "$scratch/tsan/out" 2>&1 < /dev/null || status=$?
  ! compgen -G "$scratch/tsan/$name.*" > /dev/null || status=1
  return "$status"
}
