/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* google-benchmark behind a C header. All C++ of this program is in gbench.cc; no exception leaves
 * it. The library keeps process-wide globals: one thread of a process uses this at a time. */
#ifndef AMDAHL_GBENCH_H
#define AMDAHL_GBENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#include "fault/fault.h" /* a C header, and C linkage for C++ too */

/* Runs the measured thing once and gives its seconds (manual time). */
typedef double gbench_body(void *context);

struct gbench_result {
    double real_s;       /* the manual time, as the library hands it back */
    double cpu_s;        /* CPU time of the calling thread over the iteration */
    uint64_t iterations; /* 1 */
};

/* Registers a benchmark named `name` with one iteration and manual time, runs it, takes its run,
 * and clears the registry again, so that it can be repeated without end; about 3 us a call. The
 * first call of a process also sets the library up, which reads /proc and may take milliseconds.
 * Nothing is printed, and the library's BENCHMARK_ variables in the environment are overruled.
 * FAULT_USAGE for a name that is empty or begins with "DISABLED_", which the library would pass
 * over in silence. */
int gbench_run_once(const char *name, gbench_body *body, void *context,
                    struct gbench_result *ret_result, struct fault *fault);

/* One run for benchmark.json. `name` is "workload/place/p:0.95/n:2"; `repetition` is the round. */
struct gbench_run {
    const char *name;
    uint64_t repetition, repetitions;
    unsigned threads; /* stays 1 in the file: Threads(n) of the library divides times by n */
    double real_s, cpu_s;
    const char *error; /* NULL: none. A broken sample is an errored run */
};

/* Writes `path` (beside it, then renamed) through the library's own JSONReporter, in the order
 * given, for Debian's and today's compare.py; times in ns, a time that is not finite as 0.
 * `context` holds `context_pairs` times key, value. FAULT_SYSTEM when it cannot be written. */
int gbench_write_json(const char *path, const char *const *context, size_t context_pairs,
                      const struct gbench_run *runs, size_t run_count, struct fault *fault);

/* For the programs of tests/peers only, where google-benchmark is measured as its own users have it
 * measure: loop, iterations, repetitions, statistics and report are the library's. */
struct gbench_state; /* its State, as the function of a benchmark gets it */
typedef void gbench_function(struct gbench_state *state, void *context);

/* The loop of a benchmark: `while (gbench_keep_running(state))`, on each of its threads. */
bool gbench_keep_running(struct gbench_state *state);
/* Which of the benchmark's threads calls: 0 … threads - 1. */
unsigned gbench_thread_index(struct gbench_state *state);
/* The seconds of this iteration, once in each, where the time is manual. */
void gbench_set_time(struct gbench_state *state, double seconds);

struct gbench_case {
    const char *name;
    gbench_function *function;
    void *context;    /* borrowed, and given to `function` */
    unsigned threads; /* Threads(n) with UseRealTime(); 0: the calling thread, UseManualTime() */
};

/* What BENCHMARK_MAIN() does: the cases, in their order, under the library's own options, with its
 * words on stdout and stderr; a bad value of an option of its own ends the process. Not in one
 * process with the functions above. FAULT_USAGE for an argument that is none of its options. */
int gbench_main(int argc, char **argv, const struct gbench_case *cases, size_t count,
                struct fault *fault);

/* The library's version as the build found it, "1.7.1"; "" if the build did not say. A literal. */
const char *gbench_version(void);

#ifdef __cplusplus
}
#endif

#endif
