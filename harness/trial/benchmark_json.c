/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/benchmark_json.h"

#include "trial/gbench.h"

#include <errno.h>
#include <math.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A benchmark's name, shared by its runs; sorted in a tree. */
struct benchmark {
    char name[BENCHMARK_JSON_NAME_BYTES];
    bool has_base;
    uint32_t base_round; /* the round whose T(1) is in the list already */
};

struct selection {
    void *names; /* a tsearch tree of struct benchmark */
    struct gbench_run *runs;
    size_t count;
};

void benchmark_json_name(const struct sample *sample, char name[BENCHMARK_JSON_NAME_BYTES]) {
    const struct series *series = &sample->series;
    bool strong = strcmp(series->scaling, "strong") == 0 || series->scaling[0] == '\0';
    char p[32] = "", tasks[16] = "";
    if (!isnan(sample->p))
        snprintf(p, sizeof p, "/p:%.15g", sample->p);
    if (sample->tasks != 0)
        snprintf(tasks, sizeof tasks, "/t:%u", sample->tasks);
    snprintf(name, BENCHMARK_JSON_NAME_BYTES, "%s%s%s/%s/%s%s%s%s/n:%u%s", series->workload,
             series->params[0] == '\0' ? "" : "/", series->params, series->engine, series->place,
             strong ? "" : "/", strong ? "" : series->scaling, p, sample->n, tasks);
}

static int compare_names(const void *left, const void *right) {
    const struct benchmark *a = left, *b = right;
    return strcmp(a->name, b->name);
}

/* The benchmark of a sample, from the tree or new in it; NULL without memory. */
static struct benchmark *find_benchmark(struct selection *selection, const struct sample *sample) {
    struct benchmark sought = {.has_base = false};
    benchmark_json_name(sample, sought.name);
    struct benchmark **found = tfind(&sought, &selection->names, compare_names);
    if (found != NULL)
        return *found;
    struct benchmark *added = malloc(sizeof *added);
    if (added == NULL)
        return NULL;
    *added = sought;
    if (tsearch(added, &selection->names, compare_names) == NULL) {
        free(added);
        return NULL;
    }
    return added;
}

static bool is_wanted(const struct sample *sample, const struct benchmark *benchmark) {
    bool repeated = sample->n == 1 && benchmark->has_base && benchmark->base_round == sample->round;
    return !repeated && sample->validity != SAMPLE_DISTURBED;
}

static int select_runs(struct selection *selection, const struct sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[i];
        if (sample->role != SAMPLE_ASKED)
            continue;
        struct benchmark *benchmark = find_benchmark(selection, sample);
        if (benchmark == NULL)
            return -1;
        if (!is_wanted(sample, benchmark))
            continue;
        if (sample->n == 1) {
            benchmark->has_base = true;
            benchmark->base_round = sample->round;
        }
        selection->runs[selection->count++] = (struct gbench_run){
            .name = benchmark->name,
            .repetition = sample->round,
            .threads = 1,
            .real_s = sample->time_s,
            .cpu_s = sample->cpu_s,
            .error = sample->validity == SAMPLE_BROKEN ? sample->cause : NULL,
        };
    }
    return 0;
}

/* A repetition is a round: as many as the longest-lived benchmark saw. */
static void set_repetitions(struct selection *selection) {
    uint64_t repetitions = 0;
    for (size_t i = 0; i < selection->count; i++)
        if (selection->runs[i].repetition >= repetitions)
            repetitions = selection->runs[i].repetition + 1;
    for (size_t i = 0; i < selection->count; i++)
        selection->runs[i].repetitions = repetitions;
}

int benchmark_json_write(const char *path, const struct sample *samples, size_t count,
                         const char *const *context, size_t context_pairs, struct fault *fault) {
    struct selection selection = {.runs = calloc(count + 1, sizeof *selection.runs)};
    int code;
    if (selection.runs == NULL || select_runs(&selection, samples, count) != 0) {
        code = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold the runs of %s in memory", path);
    } else {
        set_repetitions(&selection);
        code =
            gbench_write_json(path, context, context_pairs, selection.runs, selection.count, fault);
    }
    tdestroy(selection.names, free);
    free(selection.runs);
    return code;
}
