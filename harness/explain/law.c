/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/law.h"
#include "model/model.h"

#include <math.h>
#include <string.h>

static bool is_weak(const char *scaling) {
    return strcmp(scaling, "weak") == 0;
}

static bool is_throughput(const char *scaling) {
    return strcmp(scaling, "throughput") == 0;
}

double law_work(const struct sample *sample) {
    if (is_throughput(sample->series.scaling))
        return sample->n;
    if (is_weak(sample->series.scaling))
        return model_gustafson_work(sample->p_work, sample->n);
    return 1;
}

double law_speedup(const struct sample *sample, double p) {
    unsigned pus = sample->pus;
    unsigned cores = sample->oversubscribed && pus > 0 && pus < sample->n ? pus : sample->n;
    if (is_throughput(sample->series.scaling))
        return cores;
    if (is_weak(sample->series.scaling))
        return model_gustafson_speedup(p, sample->n, cores);
    return model_amdahl_speedup(p, cores);
}

const char *law_owner(const char *scaling) {
    if (is_throughput(scaling))
        return "the ideal";
    return is_weak(scaling) ? "Gustafson's" : "Amdahl's";
}
