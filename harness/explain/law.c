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

double law_measured_p(const struct sample *base) {
    return 1 - base->serial_s / base->time_s;
}

double law_p(const struct sample *sample, const struct sample *base) {
    if (strcmp(sample->p_basis, "measured") == 0)
        return law_measured_p(base);
    return sample->p_work;
}

double law_work(const struct sample *sample, double p) {
    if (sample->units == 0)
        return 1; /* no work that could grow */
    if (is_throughput(sample->series.scaling))
        return sample->n;
    if (is_weak(sample->series.scaling))
        return model_gustafson_work(p, sample->n);
    return 1;
}

/* An oversubscribed sample's n workers share the PUs there are. */
static unsigned cores_there_are(const struct sample *sample) {
    unsigned pus = sample->pus;
    return sample->oversubscribed && pus > 0 && pus < sample->n ? pus : sample->n;
}

unsigned law_cores(const struct sample *sample) {
    unsigned cores = cores_there_are(sample);
    return sample->tasks > 0 && sample->tasks < cores ? sample->tasks : cores;
}

double law_speedup(const struct sample *sample, double p) {
    unsigned cores = law_cores(sample);
    if (is_throughput(sample->series.scaling))
        return cores;
    if (is_weak(sample->series.scaling))
        return model_gustafson_speedup(p, sample->n, cores);
    return model_amdahl_speedup(p, cores);
}

/* T(n)/T(1) = (1 - p)/clock + work p/capacity: the parallel part is n times as long where the work
 * grows with n. Without a serial part, as in throughput, the n copies are done at the capacity. */
double law_attainable(const struct sample *sample, double p, double capacity, double clock) {
    if (sample->units == 0)
        return NAN;
    if (sample->tasks > 0 && sample->tasks < sample->n)
        capacity *= (double)sample->tasks / sample->n;
    if (is_throughput(sample->series.scaling))
        return capacity;
    double parallel = is_weak(sample->series.scaling) ? p * sample->n : p;
    return law_work(sample, p) / ((1 - p) / clock + parallel / capacity);
}

/* Seconds a unit, of all units: each core does one after the other, each task too, and waits. */
static double core_s(unsigned cores, double compute_s) {
    return compute_s / cores;
}

static double task_s(double tasks, double compute_s, double unit_wait_s) {
    return (compute_s + (isnan(unit_wait_s) ? 0 : unit_wait_s)) / tasks;
}

double law_bound_s(const struct sample *sample, double compute_s) {
    double units = (double)sample->units, tasks = sample->tasks < units ? sample->tasks : units;
    if (isnan(compute_s) || !(tasks > 0))
        return NAN;
    return units * fmax(core_s(cores_there_are(sample), compute_s),
                        task_s(tasks, compute_s, sample->unit_wait_s));
}

bool law_is_held_by_waiting(unsigned n, unsigned tasks, double compute_s, double unit_wait_s) {
    return unit_wait_s > 0 && task_s(tasks, compute_s, unit_wait_s) > core_s(n, compute_s);
}

const char *law_owner(const char *scaling) {
    if (is_throughput(scaling))
        return "the ideal";
    return is_weak(scaling) ? "Gustafson's" : "Amdahl's";
}
