/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A test that is a conductor: its measuring processes are itself again, as with the real program.
 */
#ifndef AMDAHL_TEST_CONDUCTOR_H
#define AMDAHL_TEST_CONDUCTOR_H

#include "check.h"
#include "record/run_dir.h"
#include "sweep/sweep.h"
#include "trial/measurer.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The first line of main(): as in harness/cli/main.c. */
#define CONDUCTOR_MAIN(argc, argv)                                                                 \
    do {                                                                                           \
        if ((argc) == 4 && strcmp((argv)[1], AREA_MEASURER_COMMAND) == 0)                          \
            return measurer_main(atoi((argv)[2]), atoi((argv)[3]));                                \
    } while (0)

/* A sweep in a directory of its own, beneath the one that the test runs in. */
struct conductor {
    char directory[32], run_path[64], script_path[64];
    struct sweep_spec spec;
    struct series series[4]; /* spec.series */
    struct sweep_result result;
    struct fault fault;
    int status;
};

/* What the scripted engine plays on a machine of eight cores: a unit takes 1 us. */
static const char *const SCRIPT =
    "{\"unit_s\": 1e-6, \"fork_s\": 2e-7, \"join_s\": 1e-7, \"jitter\": 0}";

/* The workloads that are swept. */
static inline void conductor_measure(struct conductor *conductor, const char *engine,
                                     const char *const *names, size_t count) {
    conductor->spec.series = conductor->series;
    conductor->spec.series_count = count;
    for (size_t i = 0; i < count; i++) {
        conductor->series[i] = (struct series){"", "", "", "strong", "spread", "block"};
        snprintf(conductor->series[i].workload, WIRE_NAME_BYTES, "%s", names[i]);
        snprintf(conductor->series[i].engine, WIRE_WORD_BYTES, "%s", engine);
    }
}

static inline void conductor_open(struct conductor *conductor, const char *engine) {
    *conductor = (struct conductor){.directory = "sweep-XXXXXX"};
    CHECK(mkdtemp(conductor->directory) != NULL);
    snprintf(conductor->run_path, sizeof conductor->run_path, "%s/run", conductor->directory);
    snprintf(conductor->script_path, sizeof conductor->script_path, "%s/script",
             conductor->directory);
    FILE *file = fopen(conductor->script_path, "w");
    CHECK(file != NULL && fputs(SCRIPT, file) >= 0 && fclose(file) == 0);

    struct sweep_spec *spec = &conductor->spec;
    conductor_measure(conductor, engine, (const char *const[]){"honest"}, 1);
    spec->fractions = (struct plan_fractions){.count = 2, .value = {0.5, 0.9}};
    spec->cores = (struct plan_cores){.count = 1, .value = {1}};
    spec->pus = 8;
    spec->base = (struct area_setup){
        .workers = 1,
        .oversubscribed_from = UINT32_MAX,
    };
    spec->budget_s = 60;
    spec->min_time_s = 1e-3;
    spec->seed = 42;
    if (strcmp(engine, "scripted") != 0)
        return;
    spec->cores = (struct plan_cores){.count = 3, .value = {1, 2, 4}};
    spec->base.workers = 4;
    snprintf(spec->base.synthetic, sizeof spec->base.synthetic, "core:8 pu:1");
    snprintf(spec->base.script_path, sizeof spec->base.script_path, "%s", conductor->script_path);
}

/* Runs it. No measuring process may be left. */
static inline void conductor_run(struct conductor *conductor) {
    struct run_dir *run = NULL;
    CHECK_INT(run_dir_create(conductor->run_path, &run, &conductor->fault), 0);
    CHECK_STRING(conductor->fault.text, "");
    conductor->status = sweep_run(&conductor->spec, run, &conductor->result, &conductor->fault);
    run_dir_close(run);
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1);
    CHECK_INT(errno, ECHILD);
}

static inline void conductor_close(struct conductor *conductor) {
    static const char *const names[] = {"run/samples.csv", "run/workers.csv", "run/runnable.csv",
                                        "run/threads.csv", "script"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%.31s/%s", conductor->directory, names[i]);
        unlink(path);
    }
    rmdir(conductor->run_path);
    rmdir(conductor->directory);
    sweep_result_release(&conductor->result);
}

/* Beside the blocks' own, which there are depends on the machine. */
static inline bool conductor_is_extra(const struct sample *sample) {
    return sample->role != SAMPLE_WARMUP && !sample_is_of_speedup(sample);
}

/* The first sample of a block of that workload, round, p and n from index `from` on; the count:
 * none. */
static inline size_t conductor_find(const struct sweep_result *result, const char *workload,
                                    uint32_t round, double p, unsigned n, size_t from) {
    size_t i = from;
    while (i < result->sample_count &&
           !(strcmp(result->samples[i].series.workload, workload) == 0 &&
             result->samples[i].round == round && result->samples[i].p == p &&
             result->samples[i].n == n && !conductor_is_extra(&result->samples[i])))
        i++;
    return i;
}

/* How many samples of a workload's blocks are of that validity or a worse one. */
static inline size_t conductor_count(const struct sweep_result *result, const char *workload,
                                     enum sample_validity least) {
    size_t count = 0;
    for (size_t i = 0; i < result->sample_count; i++)
        count += strcmp(result->samples[i].series.workload, workload) == 0 &&
                 result->samples[i].validity >= least && !conductor_is_extra(&result->samples[i]);
    return count;
}

/* That the files hold what the result does, and that its sums are theirs. */
static inline void conductor_check_files(const struct conductor *conductor) {
    const struct sweep_result *result = &conductor->result;
    struct sample *samples = NULL;
    struct worker_span *spans = NULL;
    size_t count = 0, span_count = 0, spans_expected = 0;
    double all_s = 0, of_speedups_s = 0;
    struct fault fault = {0};
    CHECK_INT(run_dir_read_samples(conductor->run_path, &samples, &count, NULL, &fault), 0);
    CHECK_INT(run_dir_read_spans(conductor->run_path, &spans, &span_count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, result->sample_count);
    for (size_t i = 0; i < count && i < result->sample_count; i++) {
        CHECK_INT(samples[i].id, result->samples[i].id);
        CHECK_NEAR(samples[i].time_s, result->samples[i].time_s, 0);
        CHECK_INT(samples[i].validity, result->samples[i].validity);
        spans_expected += isnan(samples[i].time_s) ? 0 : samples[i].n;
        double time_s = isnan(samples[i].time_s) ? 0 : samples[i].time_s;
        bool is_own = samples[i].role == SAMPLE_ASKED || samples[i].role == SAMPLE_ANCHOR;
        all_s += time_s;
        of_speedups_s += is_own ? time_s : 0;
    }
    CHECK_NEAR(result->samples_s, all_s, 1e-9);
    CHECK_NEAR(result->speedup_samples_s, of_speedups_s, 1e-9);
    CHECK_INT(span_count, spans_expected);
    free(samples);
    free(spans);
}

static inline double conductor_now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

#endif
