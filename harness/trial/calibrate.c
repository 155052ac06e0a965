/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/trial_state.h"

#include <stdlib.h>

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

struct phase_times {
    double least_s, median_s;
};

enum { REPETITIONS_MAX = 201, REPETITIONS_MIN = 5 };

/* Where others use the cores too, a fork-join can take a thousand times longer: then fewer must do.
 */
static const int64_t CALIBRATION_NS = 250000000;

/* Of up to `repetitions` phases of `units`, all of them parallel. */
static struct phase_times time_phases(struct trial *trial, unsigned n, uint64_t units,
                                      size_t repetitions) {
    double times_s[REPETITIONS_MAX];
    int64_t begin_ns = team_now_ns(trial->spec.team);
    size_t count = 0;
    while (count < repetitions &&
           (count < REPETITIONS_MIN || team_now_ns(trial->spec.team) - begin_ns < CALIBRATION_NS)) {
        trial_prepare(trial, n, 0, units);
        times_s[count++] = trial_phase(trial);
    }
    qsort(times_s, count, sizeof times_s[0], by_value);
    return (struct phase_times){times_s[0], times_s[count / 2]};
}

int trial_calibrate(struct trial *trial, struct area_calibration *ret_calibration,
                    struct fault *fault) {
    if (!trial->spec.runs) {
        *ret_calibration =
            (struct area_calibration){trial->spec.script_unit_s, trial->spec.script_fork_join_s};
        return 0;
    }
    /* Doubled until a phase lasts 2 ms, so that its ends weigh nothing; this also ends the warm-up.
     */
    uint64_t units = 1;
    double time_s = 0;
    while ((time_s = time_phases(trial, 1, units, 3).median_s) < 2e-3 && units < UINT64_C(1) << 40)
        units *= 2;
    if (time_s < 2e-3)
        return fault_set(fault, FAULT_WORKLOAD, 0,
                         "'%s' does 2^40 units in %g s: its units are empty",
                         trial->spec.workload->name, time_s);
    /* The least: a unit that seems long because others were using the core would make samples too
     * short. */
    ret_calibration->unit_s = time_phases(trial, 1, units, 21).least_s / (double)units;
    ret_calibration->fork_join_s =
        time_phases(trial, trial->spec.own_pus, 0, REPETITIONS_MAX).median_s;
    return 0;
}
