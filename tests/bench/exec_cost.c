/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What measuring a foreign program adds to its time: `true` started by posix_spawn and waited for
 * by waitpid, from a process that is bound as the program is to be, beside a sample of `true`; one
 * after the other, 501 of each, at n = 1 and on all PUs. The medians, and their difference (goal:
 * at most 500 us); and what a sample costs besides its time. */
#include "bench.h"
#include "program/executable.h"
#include "program/program.h"
#include "program/words.h"
#include "team/clock.h"

#include <math.h>
#include <spawn.h>
#include <sys/wait.h>

enum { RUNS = 501 };

extern char **environ;

struct subject {
    const struct bench *bench;
    struct program *program;
    const char *path;
};

static double bare_us(const struct subject *subject, unsigned n, struct fault *fault) {
    char name[] = "true", *const words[] = {name, NULL};
    struct place_mask *mask = NULL;
    pid_t child = 0;
    int status = place_mask_make(subject->bench->place, n, &mask, fault);
    if (status != 0)
        return NAN;
    int error = place_mask_apply(mask);
    place_mask_free(mask);
    int64_t begin_ns = clock_now_ns();
    if (error == 0)
        error = posix_spawn(&child, subject->path, NULL, NULL, words, environ);
    if (error != 0 || waitpid(child, &status, 0) != child || status != 0)
        fault_set(fault, FAULT_SYSTEM, error, "cannot run %s", subject->path);
    return (double)(clock_now_ns() - begin_ns) / 1e3;
}

static double sample_us(const struct subject *subject, unsigned n, double *ret_whole_us,
                        struct fault *fault) {
    struct area_step step = {.sample = {.id = 1, .p = NAN, .n = n}};
    static struct watch watch;
    int64_t begin_ns = clock_now_ns();
    program_take(subject->program, &step, &watch, fault);
    *ret_whole_us = (double)(clock_now_ns() - begin_ns) / 1e3;
    if (fault->code == FAULT_NONE && step.sample.validity == SAMPLE_BROKEN)
        fault_set(fault, FAULT_WORKLOAD, 0, "%s %s", subject->path, step.sample.cause);
    return step.sample.time_s * 1e6;
}

static void print_cost(const struct subject *subject, unsigned n, const char *count,
                       struct fault *fault) {
    static double bares[RUNS], samples[RUNS], outside[RUNS];
    char figure[64];
    for (int i = 0; i < RUNS && fault->code == FAULT_NONE; i++) {
        double whole_us;
        bares[i] = bare_us(subject, n, fault);
        samples[i] = sample_us(subject, n, &whole_us, fault);
        outside[i] = whole_us - samples[i];
    }
    if (fault->code != FAULT_NONE)
        return;
    double bare = bench_median(bares, RUNS), sample = bench_median(samples, RUNS);
    snprintf(figure, sizeof figure, "bare/%s", count);
    bench_print(subject->bench, figure, bare, "us");
    snprintf(figure, sizeof figure, "sample/%s", count);
    bench_print(subject->bench, figure, sample, "us");
    snprintf(figure, sizeof figure, "added/%s", count);
    bench_print(subject->bench, figure, sample - bare, "us");
    snprintf(figure, sizeof figure, "outside-the-sample/%s", count);
    bench_print(subject->bench, figure, bench_median(outside, RUNS), "us");
}

int main(int count, char **arguments) {
    static struct area area;
    struct area_program *wanted = &area.setup.program;
    struct bench bench;
    struct fault fault = {0};
    int status = bench_open(count, arguments, &bench);
    if (status != 0)
        return status;
    struct subject subject = {.bench = &bench, .path = wanted->path};
    area.setup.workers = bench.pus;
    wanted->argument_count = 1;
    snprintf(wanted->words, sizeof wanted->words, "true");
    status = executable_find("true", wanted->path, sizeof wanted->path, &fault);
    if (status == 0)
        status = program_open(&area, bench.place, &subject.program, &fault);
    if (status == 0) {
        print_cost(&subject, 1, "n-1", &fault);
        print_cost(&subject, bench.pus, "n-all", &fault);
    }
    program_close(subject.program);
    return bench_close(&bench, &fault);
}
