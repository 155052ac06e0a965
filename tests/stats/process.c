/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "process.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static const double two_modes_duty = 0.4, modes_apart = 8;
static const double outlier_share = 0.05, outlier_most = 10;
static const double wander_share = 0.3, drift_sigmas = 4;

static double two_modes_share_below(double x, double duty) {
    return (1 - duty) * gsl_cdf_ugaussian_P(x) + duty * gsl_cdf_ugaussian_P(x - modes_apart);
}

static double one_sided_share_below(double x, double unused) {
    enum { STEPS = 1000 };
    (void)unused;
    double outliers = 0;
    for (int i = 0; i < STEPS; i++)
        outliers += gsl_cdf_ugaussian_P(log(x / (1 + outlier_most * (i + 0.5) / STEPS))) / STEPS;
    return (1 - outlier_share) * gsl_cdf_ugaussian_P(log(x)) + outlier_share * outliers;
}

static double bisect_median(double (*share_below)(double, double), double duty, double lo,
                            double hi) {
    for (int i = 0; i < 100; i++) {
        double middle = (lo + hi) / 2;
        if (share_below(middle, duty) < 0.5)
            lo = middle;
        else
            hi = middle;
    }
    return (lo + hi) / 2;
}

double process_median(const struct process *process) {
    switch (process->kind) {
    case PROCESS_ONE_SIDED:
        return bisect_median(one_sided_share_below, 0, 0.1, 10);
    case PROCESS_TWO_MODES:
        return bisect_median(two_modes_share_below, two_modes_duty, -5, modes_apart + 5);
    case PROCESS_SWITCHING:
        return bisect_median(two_modes_share_below, process->duty, -5, modes_apart + 5);
    case PROCESS_NORMAL:
    case PROCESS_HEAVY:
    case PROCESS_DISCRETE:
    case PROCESS_AR1:
    case PROCESS_WANDER:
    case PROCESS_DRIFT:
        break;
    }
    return 0;
}

/* What a process remembers from one round to the next. */
struct memory {
    double slow; /* unit variance */
    bool upper;
};

static void memory_step(const struct process *process, double gap_s, gsl_rng *random,
                        struct memory *memory) {
    double decay = process->correlation_s > 0 ? exp(-gap_s / process->correlation_s) : 0;
    memory->slow = decay * memory->slow + sqrt(1 - decay * decay) * gsl_ran_ugaussian(random);
    if (gsl_rng_uniform(random) >= decay)
        memory->upper = gsl_rng_uniform(random) < process->duty;
}

static double one_sided_draw(gsl_rng *random) {
    double value = exp(gsl_ran_ugaussian(random));
    if (gsl_rng_uniform(random) < outlier_share)
        value *= 1 + outlier_most * gsl_rng_uniform(random);
    return value;
}

static double value_draw(const struct process *process, const struct memory *memory,
                         double run_share, gsl_rng *random) {
    switch (process->kind) {
    case PROCESS_HEAVY:
        return gsl_ran_tdist(random, 2);
    case PROCESS_ONE_SIDED:
        return one_sided_draw(random);
    case PROCESS_DISCRETE:
        return round(gsl_ran_ugaussian(random));
    case PROCESS_TWO_MODES:
        return gsl_ran_ugaussian(random) + modes_apart * (gsl_rng_uniform(random) < two_modes_duty);
    case PROCESS_AR1:
        return memory->slow;
    case PROCESS_WANDER:
        return sqrt(wander_share) * memory->slow +
               sqrt(1 - wander_share) * gsl_ran_ugaussian(random);
    case PROCESS_SWITCHING:
        return gsl_ran_ugaussian(random) + modes_apart * memory->upper;
    case PROCESS_DRIFT:
        return gsl_ran_ugaussian(random) + drift_sigmas * (run_share - 0.5);
    case PROCESS_NORMAL:
        break;
    }
    return gsl_ran_ugaussian(random);
}

/* When a round begins, in rounds. */
static double round_place(const struct process *process, size_t round, size_t count) {
    size_t half = count / 2;
    if (!process->rests || round < half)
        return (double)round;
    return (double)(half + 4 * (round - half));
}

void process_draw(const struct process *process, double span_s, size_t count, gsl_rng *random,
                  double *ret_values, double *ret_times_s) {
    double round_s = span_s / round_place(process, count, count), last_s = -INFINITY;
    struct memory memory = {0, false};
    for (size_t i = 0; i < count; i++) {
        double jitter = 0.1 * gsl_rng_uniform(random);
        double time_s = round_s * (round_place(process, i, count) + jitter);
        memory_step(process, time_s - last_s, random, &memory);
        ret_values[i] = value_draw(process, &memory, time_s / span_s, random);
        ret_times_s[i] = last_s = time_s;
    }
}
