/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/fault_cost.h"
#include "trial/in_flight.h"
#include "trial/trial_state.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

struct phase_times {
    double least_s, median_s;
    int status; /* of a phase with tasks: in_flight_end's */
};

enum { REPETITIONS_MAX = 201, REPETITIONS_MIN = 5 };

/* Where others use the cores too, a fork-join can take a thousand times longer: then fewer must do.
 */
static const int64_t CALIBRATION_NS = 250000000;

/* Of up to `repetitions` of them, or until tasks of one are stuck, which `fault` then tells. */
static struct phase_times time_phases_of(struct trial *trial, struct phase phase,
                                         size_t repetitions, struct fault *fault) {
    double times_s[REPETITIONS_MAX];
    int64_t begin_ns = team_now_ns(trial->spec.team);
    size_t count = 0;
    struct fault own = {.code = FAULT_NONE};
    int status = 0;
    while (status == 0 && count < repetitions &&
           (count < REPETITIONS_MIN || team_now_ns(trial->spec.team) - begin_ns < CALIBRATION_NS)) {
        trial_prepare(trial, &phase);
        times_s[count++] = trial_phase(trial);
        if (phase.tasks > 0)
            status = in_flight_end(trial, &own);
    }
    if (status != 0)
        fault_set(fault, own.code, 0, "%.350s, while it was calibrated at n = %u, t = %u", own.text,
                  phase.n, phase.tasks);
    qsort(times_s, count, sizeof times_s[0], by_value);
    return (struct phase_times){times_s[0], times_s[count / 2], status};
}

/* Without tasks nothing gets stuck. */
static struct phase_times time_phases(struct trial *trial, struct phase phase, size_t repetitions) {
    return time_phases_of(trial, phase, repetitions, NULL);
}

/* Of one kernel, the parallel one or the serial one, on one core. The least: a unit that seems long
 * because others were using the core would make samples too short. But of two kernels, whose times
 * are to stand in a given ratio, the medians: theirs is the ratio that samples will have. */
static int time_unit(struct trial *trial, bool serial, double *ret_unit_s, struct fault *fault) {
    /* Doubled until a phase lasts 2 ms, so that its ends weigh nothing; this also ends the warm-up.
     */
    uint64_t units = 1;
    double time_s = 0;
    struct phase phase = {.n = 1};
    uint64_t *own = serial ? &phase.serial_units : &phase.parallel_units;
    for (; units < UINT64_C(1) << 40; units *= 2) {
        *own = units;
        if ((time_s = time_phases(trial, phase, 3).median_s) >= 2e-3)
            break;
    }
    if (time_s < 2e-3)
        return fault_set(fault, FAULT_WORKLOAD, 0,
                         "'%s' does 2^40 %sunits in %g s: its units are empty",
                         trial->spec.workload->name, serial ? "serial " : "", time_s);
    struct phase_times times = time_phases(trial, phase, 21);
    bool alone = trial->spec.workload->run_serial == NULL;
    *ret_unit_s = (alone ? times.least_s : times.median_s) / (double)units;
    return 0;
}

/* The fewest that samples of a workload with tasks of its own have; 0: it has none. */
static unsigned fewest_own_tasks(const struct trial *trial) {
    if (trial->spec.workload->run_tasks == NULL)
        return 0;
    return trial->spec.tasks_least > 0 ? trial->spec.tasks_least : trial->spec.workload->tasks;
}

/* What a unit takes in computing, c, where its tasks took `unit_s` for each: without what the last
 * run's worker had nothing to do; and where a unit waits L without leaving its worker, no more than
 * the bound k (L + c)/t leaves. Never nothing, for then it would be no work. */
static double computing_of(const struct trial *trial, double unit_s, double unit_wait_s) {
    const double least_s = 1e-9, tasks = trial->tasks;
    const struct team_span *span = &trial->spans[0];
    double share_s = 1e-9 * (double)(span->end_ns - span->begin_ns);
    double idle_share = share_s > 0 ? fmin(in_flight_idle_s(trial, 0) / share_s, 1) : 0;
    double computing_s = unit_s * (1 - idle_share);
    if (unit_wait_s > 0)
        computing_s = fmin(computing_s, unit_s * tasks - unit_wait_s);
    return fmax(computing_s, fmin(least_s, unit_s));
}

/* T(1) of an intrinsic workload, cut into its serial phases and its units as its last run was. The
 * first run ends the warm-up, too; a long one is the only one. */
static int time_whole(struct trial *trial, struct area_calibration *found, struct fault *fault) {
    const struct phase whole = {
        .n = 1, .tasks = fewest_own_tasks(trial), .parallel_units = found->whole_units};
    struct phase_times times = time_phases_of(trial, whole, 1, fault);
    double time_s = times.median_s;
    if (times.status == 0 && time_s * REPETITIONS_MIN < (double)CALIBRATION_NS * 1e-9) {
        times = time_phases_of(trial, whole, 21, fault);
        time_s = times.least_s;
    }
    if (times.status != 0)
        return times.status;
    if (!(time_s > 0))
        return fault_set(fault, FAULT_WORKLOAD, 0,
                         "'%s' does its %" PRIu64 " units in no time: they are empty",
                         trial->spec.workload->name, found->whole_units);
    const struct team_times *last = &trial->times;
    double serial_ns = (double)(last->t1_ns - last->t0_ns + (last->t3_ns - last->t2_ns));
    double serial_share = serial_ns / (double)(last->t3_ns - last->t0_ns);
    found->phases_s = serial_share * time_s;
    found->unit_s = (1 - serial_share) * time_s / (double)found->whole_units;
    if (whole.tasks > 0)
        found->unit_s = computing_of(trial, found->unit_s, found->unit_wait_s);
    return 0;
}

/* Of a sentinel sample of that length on one core. */
static uint64_t find_sentinel_units(struct trial *trial) {
    struct phase phase = {.role = SAMPLE_SENTINEL, .n = 1, .parallel_units = 1};
    while (phase.parallel_units < UINT64_C(1) << 32 &&
           time_phases(trial, phase, 3).least_s < SAMPLE_SENTINEL_S)
        phase.parallel_units *= 2;
    double unit_s = time_phases(trial, phase, 21).least_s / (double)phase.parallel_units;
    double units = SAMPLE_SENTINEL_S / unit_s;
    return units >= 1 ? (uint64_t)units : 1;
}

static int find_whole_units(const struct trial *trial, uint64_t *ret_units, struct fault *fault) {
    const struct workload *workload = trial->spec.workload;
    if (workload->whole_units == NULL)
        return 0;
    *ret_units = workload->whole_units(&trial->setting);
    if (*ret_units > 0)
        return 0;
    return fault_set(fault, FAULT_WORKLOAD, 0,
                     "'%s' has no units in its parallel phase: its whole_units gave 0",
                     workload->name);
}

static int time_units(struct trial *trial, struct area_calibration *found, struct fault *fault) {
    const struct workload *workload = trial->spec.workload;
    if (workload->is_empty)
        return 0;
    if (found->whole_units > 0)
        return time_whole(trial, found, fault);
    int status = time_unit(trial, false, &found->unit_s, fault);
    if (status == 0 && workload->run_serial != NULL)
        status = time_unit(trial, true, &found->serial_unit_s, fault);
    return status;
}

int trial_calibrate(struct trial *trial, struct area_calibration *ret_calibration,
                    struct fault *fault) {
    const struct workload *workload = trial->spec.workload;
    struct area_calibration found = {.unit_bytes = workload->unit.bytes,
                                     .has_counters = team_has_counters(trial->spec.team),
                                     .has_best = trial->spec.runs && workload->run_best != NULL};
    found.tasks = workload->tasks;
    if (workload->unit_wait_ns != NULL)
        found.unit_wait_s = 1e-9 * (double)workload->unit_wait_ns(&trial->setting);
    int status = find_whole_units(trial, &found.whole_units, fault);
    if (status != 0)
        return status;
    if (!trial->spec.runs) {
        found.unit_s = workload->is_empty ? 0 : trial->spec.script_unit_s;
        found.fork_join_s = trial->spec.script_fork_join_s;
        *ret_calibration = found;
        return 0;
    }
    status = time_units(trial, &found, fault);
    if (status != 0)
        return status;
    char cause[WIRE_CAUSE_BYTES];
    if (!trial_is_clean(trial, cause, sizeof cause))
        return fault_set(fault, FAULT_WORKLOAD, 0,
                         "'%s' %s, in run while it was calibrated: a workload must not",
                         workload->name, cause);
    const struct phase empty = {.n = trial->spec.own_pus};
    found.fork_join_s = time_phases(trial, empty, REPETITIONS_MAX).median_s;
    found.sentinel_units = find_sentinel_units(trial);
    found.fault_cost_s = fault_cost_s();
    trial_know(trial, &found);
    *ret_calibration = found;
    return 0;
}
