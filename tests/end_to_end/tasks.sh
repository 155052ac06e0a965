#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The tasks dial: the same answer at every n and t, one task that gains nothing by a second core, tasks that race, wait for
# each other, never end or crash, each with its point named; the plan, the rows, and where -t means nothing.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"

# cells FILE COLUMN: what stands in the column of the samples that a speed-up is made of, each once.
cells() {
  csv_of_speedup "$1" "$2" | sort -u | tr '\n' ' '
}

cores=1,2
more=()
if (($(nproc) < 2)); then
  more=(--oversubscribe)
fi

# The same digest for all n and t of one work; spin at t = 1 is done by one worker.
run 0 "$amdahl" sweep spin -p 1 -t 1,4 -n "$cores" "${more[@]}" --rounds 8 --seed 7 --out run
holds out "x n = 1, 2 x t = 1, 4" run
same "the tasks of the rows" "$(cells run/samples.csv tasks)" "1 4 "
same "how many digests p = 1 has" \
  "$(paste -d, <(csv_of_speedup run/samples.csv p) <(csv_of_speedup run/samples.csv digest) | grep "^1," | sort -u | wc -l)" 1
same "the tasks of the plan" "$(jq -c '.plan.tasks' run/run.json)" "[1,4]"
same "the tasks of the works" "$(jq -c '[.workloads[0].works[].tasks] | unique' run/run.json)" "[1,4]"
same "the tasks of the summary" "$(csv_column run/summary.csv tasks | sort -u | tr '\n' ' ')" "1 4 "
# Unless a busy machine disturbed every pair.
one_task=$(paste -d, <(csv_column run/summary.csv tasks) <(csv_column run/summary.csv n) \
  <(csv_column run/summary.csv speedup) | sed -n 's/^1,2,//p')
if [[ -n $one_task ]]; then
  is "the speed-up of one task on two cores is $one_task" \
    awk -v s="$one_task" 'BEGIN { exit !(s > 0.5 && s < 1.5) }'
fi
is "waits by kind" test "$(csv_of_speedup run/samples.csv wait_channel_s | grep -c .)" -gt 0

# A counter that every task increments is exact, with its own number of tasks and with others.
run 0 "$amdahl" sweep counter-mutex -n "$cores" "${more[@]}" --param increments=2000 --rounds 2 --out own -q
same "its own tasks" "$(cells own/samples.csv tasks)" "8 "
run 0 "$amdahl" sweep counter-mutex -t 1,3,64 -n "$cores" "${more[@]}" --param increments=2000 --rounds 2 --out counter -q
same "the tasks of the counter" "$(cells counter/samples.csv tasks)" "1 3 64 "
same "what it counted" "$(cells counter/samples.csv digest)" "00000000000007d0 "

# make NAME TASK RUN [TASKS]: NAME.c, each of whose tasks runs TASK and whose first one runs RUN when they are begun; its
# check believes anything.
make() {
  cat > "$1.c" << C
#include "workload.h"
#include "workload_tasks.h"

static struct errand {
    const struct workload_tasks *calls;
    struct workload_channel *channel;
    struct workload_group *group;
    unsigned tasks;
    volatile uint64_t value;
} errand;

static int errand_open(const struct workload_setting *setting, void **ret_shared, char *why, size_t why_bytes) {
    (void)ret_shared, (void)why, (void)why_bytes;
    errand.calls = setting->calls;
    errand.channel = workload_channel_make(setting->calls, &(struct workload_channel_spec){.name = "answers"});
    errand.group = workload_group_make(setting->calls, "errands");
    return errand.channel == NULL || errand.group == NULL ? -1 : 0;
}

static void errand_task(struct workload_task *self, void *argument) {
    (void)self, (void)argument;
    $2
}

static uint64_t errand_run(struct workload_task *self, void *shared, const struct workload_sample *sample) {
    (void)shared;
    errand.value = 0;
    errand.tasks = sample->tasks;
    for (unsigned i = 0; i < sample->tasks; i++)
        workload_spawn(self, errand.group, errand_task, NULL);
    $3
    workload_join(self, errand.group);
    return errand.value;
}

static uint64_t errand_units(const struct workload_setting *setting) {
    (void)setting;
    return 1200;
}

static int errand_check(void *shared, const struct workload_sample *sample, uint64_t digest, char *why,
                        size_t why_bytes) {
    (void)shared, (void)sample, (void)digest, (void)why, (void)why_bytes;
    return 0;
}

const struct workload workload_$1 = {.abi = WORKLOAD_ABI, .name = "$1", .summary = "an errand", .stresses = "the harness",
    .unit = {.operations = 1, .operation = "increment"}, .open = errand_open, .whole_units = errand_units,
    .run_tasks = errand_run, .tasks = ${4:-4}, .check = errand_check};
C
}

# One that is caught whatever the number of cores: another task comes between its reading and its writing.
make torn 'for (unsigned i = 0; i < 1200 / errand.tasks; i++) {
        uint64_t seen = errand.value;
        workload_yield(self);
        errand.value = seen + 1;
    }' ''
run 1 "$amdahl" sweep ./torn.c -t 1,4 -n "$cores" "${more[@]}" --rounds 2 --seed 3 --out torn -q
one_sentence
holds err "'torn' at n = " ", t = 4 (round 0): another answer than at n = 1, t = 1 (round 0): a race, or an order that it depends on" \
  "all rows are kept"
is "the rows of the race" grep -q "broken: another answer than at n = 1, t = 1 (round 0)" torn/samples.csv
same "the answers at t = 1" "$(paste -d, <(csv_of_speedup torn/samples.csv tasks) <(csv_of_speedup torn/samples.csv digest) |
  sed -n 's/^1,//p' | sort -u)" 00000000000004b0

# A deadlock at once, and one that only a sample has.
make stuck 'workload_receive(self, errand.channel, NULL);' ''
run 1 "$amdahl" sweep ./stuck.c -t 3 -n "$cores" "${more[@]}" --rounds 2 --out stuck -q
one_sentence
holds err "'stuck': deadlock: 3 tasks wait to receive from the channel 'answers'" \
  "nothing can wake them, while it was calibrated at n = 1, t = 3"
make later 'errand.value = 1;' 'if (sample->workers > 1)
        workload_receive(self, errand.channel, NULL);'
run 1 "$amdahl" sweep ./later.c -n "$cores" "${more[@]}" --rounds 2 --out later -q
one_sentence
holds err "'later' at n = 2, t = 4 (round 0" "): deadlock: a task waits to receive from the channel 'answers'; nothing can wake it"

# Naps are the same however many tasks share them out.
cp "$(dirname "$0")/sleepers.c" .
run 0 "$amdahl" sweep ./sleepers.c -t 8,16 -n 1 --rounds 1 --out naps -q
same "how many naps there were" "$(cells naps/samples.csv digest)" "0000000000000010 "

# One that never ends, and one that crashes.
make turns 'while (errand.calls != NULL && errand.tasks == 5)
        errand.value = 1;' ''
run 1 "$amdahl" sweep ./turns.c -t 4,5 -n 1 --time-limit 1s --rounds 1 --out turns -q
one_sentence
holds err "'turns' at n = 1, t = 5 (round 0): gave no answer within 1 s"
make falls 'if (errand.tasks == 5)
        __builtin_trap();' ''
run 1 "$amdahl" sweep ./falls.c -t 4,5 -n 1 --rounds 1 --out falls -q
one_sentence
holds err "'falls' at n = 1, t = 5 (round 0): crashed: SIG"
same "what a trap says of stacks" "$(grep -c stack err)" 0
make deep 'volatile char large[1 << 20];
    for (size_t i = sizeof large; i-- > 0;)
        large[i] = 1;
    errand.value = large[0];' ''
run 1 "$amdahl" sweep ./deep.c -n 1 --rounds 1 --out deep -q
if grep -qaE '__(asan|tsan)_init' "$amdahl"; then
  holds err "'deep': " "while it was calibrated at n = 1" # it has a handler and words of its own for SIGSEGV
else
  one_sentence
  holds err "'deep': crashed while it was calibrated at n = 1: SIGSEGV; a task's stack has "
fi

# The plan has a row for each; times of a script follow min(n, t).
run 0 "$amdahl" sweep spin counter-mutex -p 0.5 -t 1,16 --dry-run
holds out "tasks" "x t = 1, 16" "counter-mutex: a sample is the whole of its work"
same "the rows of t = 16" "$(grep -cE '^ +16 ' out)" "$((2 * $(grep -cE '^ +16 +0.5 ' out)))"
run 0 "$amdahl" sweep spin -p 0.5 --dry-run
same "tasks without -t" "$(grep -c tasks out)" 0
echo '{"unit_s": 2e-6}' > script.json
run 0 "$amdahl" sweep spin -p 1 -n 1,16 -t 1,4,64 --engine scripted --script script.json --synthetic "core:16 pu:1" \
  --rounds 6 --out scripted
same "the scripted speed-ups" \
  "$(paste -d, <(csv_column scripted/summary.csv tasks) <(csv_column scripted/summary.csv n) \
    <(csv_column scripted/summary.csv speedup) | sed -n 's/,16,/ /p' | sort -n | awk '{ printf "%d %.0f ", $1, $2 }')" \
  "1 1 4 4 64 16 "

# A fit leaves out cores for which there was no task, and calls nothing that they do not bring overhead.
run 0 "$amdahl" fit scripted
holds out "1 task and 1 more: 6 samples with more cores than tasks in flight were left out" "one core count"
same "work and span of tasks" "$(grep -c 'the span is' out; grep -c work_span scripted/fits.csv)" "0
0"

# Where it means nothing, and what it cannot be.
refused() {
  local text=$1
  shift
  run 2 "$amdahl" "$@"
  one_sentence
  holds err "$text"
}
refused "-t is not an option of" exec -t 4 -- true
refused "-t is not an option of" selftest -t 4
refused "'0' is not a number of tasks from 1 to 100000" sweep spin -t 0
refused "'auto' is not a number of tasks" sweep spin -t auto
refused "with '1-17' there are more than 16 numbers of tasks" sweep spin -t 1-17
refused "-p, --fraction: 'pool' is a whole that its tasks share" sweep pool -p 0.5

finish
