/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the benchmarks of the harness share. Each is called with an engine,
 *   PROGRAM threads | PROGRAM libgomp|libomp [default|active|passive]
 * and prints one line a figure, "program/engine/figure<tab>value<tab>unit". tools/bench makes the
 * table of them. Exit 77: cannot be measured here. */
#ifndef AMDAHL_BENCH_H
#define AMDAHL_BENCH_H

#include "place/place.h"
#include "team/team.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bench {
    const char *program;
    char label[32];     /* "threads", "libgomp-active" */
    const char *engine; /* as in team.h, and so are its params */
    char params[64];
    struct place *place;
    unsigned pus;
};

/* Reads the arguments and the machine. 0, or the exit status: 2 for wrong use, 77 for fewer than
 * two PUs. */
static inline int bench_open(int count, char **arguments, struct bench *ret_bench) {
    const char *name = strrchr(arguments[0], '/');
    *ret_bench = (struct bench){.program = name == NULL ? arguments[0] : name + 1};
    if (count == 2 && strcmp(arguments[1], "threads") == 0) {
        ret_bench->engine = "threads";
        snprintf(ret_bench->label, sizeof ret_bench->label, "threads");
    } else if (count == 2 || count == 3) {
        const char *wait = count == 3 ? arguments[2] : "default";
        ret_bench->engine = "openmp";
        snprintf(ret_bench->label, sizeof ret_bench->label, "%s-%s", arguments[1], wait);
        snprintf(ret_bench->params, sizeof ret_bench->params, "runtime=%s;wait=%s", arguments[1],
                 wait);
    } else {
        fprintf(stderr, "usage: %s threads | libgomp|libomp [default|active|passive]\n",
                ret_bench->program);
        return 2;
    }
    struct fault fault = {0};
    if (place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &ret_bench->place, &fault) != 0) {
        fprintf(stderr, "%s: %s\n", ret_bench->program, fault.text);
        return fault_exit_status(fault.code);
    }
    ret_bench->pus = (unsigned)place_pu_count(ret_bench->place);
    if (ret_bench->pus >= 2)
        return 0;
    fprintf(stderr, "%s: skipped: fewer than two PUs to run on\n", ret_bench->program);
    place_free(ret_bench->place);
    return 77;
}

/* Prints the fault, if there is one; gives the exit status. */
static inline int bench_close(struct bench *bench, const struct fault *fault) {
    if (fault->code != FAULT_NONE)
        fprintf(stderr, "%s: %s\n", bench->program, fault->text);
    place_free(bench->place);
    return fault_exit_status(fault->code);
}

static inline struct team_spec bench_team_spec(const struct bench *bench, unsigned workers) {
    return (struct team_spec){.engine = bench->engine,
                              .params = bench->params,
                              .place = bench->place,
                              .workers = workers};
}

static inline void bench_print(const struct bench *bench, const char *figure, double value,
                               const char *unit) {
    printf("%s/%s/%s\t%.6g\t%s\n", bench->program, bench->label, figure, value, unit);
}

static inline int bench_by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Sorts them; the upper one of an even count's two. */
static inline double bench_median(double *values, size_t count) {
    qsort(values, count, sizeof *values, bench_by_value);
    return values[count / 2];
}

#endif
