/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One measurement from the command line to the run directory: what `sweep`, `exec` and `selftest`
 * share. */
#ifndef AMDAHL_SESSION_H
#define AMDAHL_SESSION_H

#include "cli/option.h"
#include "cli/plugin_file.h"
#include "cli/private_dir.h"
#include "cli/sentinel.h"
#include "cli/session_stop.h"
#include "cli/surroundings.h"
#include "fault/fault.h"
#include "place/place.h"
#include "record/difference_row.h"
#include "record/machine.h"
#include "record/rule_row.h"
#include "record/summary_row.h"
#include "sweep/sweep.h"

#include <time.h>

struct session {
    const struct options *options;
    struct workload_card cards[SWEEP_SERIES_MAX];   /* of the workloads, as asked for */
    struct plugin_origin origins[SWEEP_SERIES_MAX]; /* of the same workloads */
    size_t workload_count;
    struct private_dir private_dir;         /* where workloads were compiled */
    struct series series[SWEEP_SERIES_MAX]; /* spec.series */
    const char *plugins[SWEEP_SERIES_MAX];  /* spec.plugins */
    struct place *places[PLACE_NONE + 1];   /* one for each policy asked for, in that order */
    size_t place_count;
    struct place_facts facts;
    struct machine machine;
    struct surroundings surroundings; /* -c resolved; what would disturb, unless nothing will run */
    struct sweep_spec spec;
    struct session_stop stop; /* spec.judge, where there is no number of rounds */
    char path[512];           /* of the run directory; "" until it is made */
    time_t start_utc;
    struct run_dir *run;
    struct sweep_result result;
    struct summary_row *rows;
    size_t row_count;
    struct difference_row *differences;
    size_t difference_count;
    struct sentinel sentinel;
    struct rule_row rules[RULE_COUNT]; /* the first of number 0: not judged yet */
    bool has_charts;
    bool is_whole;          /* of session_measure: nothing cut it short */
    time_t end_utc;         /* likewise; 0: not yet */
    char machine_line[256]; /* the machine in one line, for captions */
};

/* Everything that can be known before the first sample: workloads, lists, machine, binding.
 * Measures and writes nothing but the libraries of workloads that are files, in a directory that
 * goes with session_release. 130 or 143 where a signal came while one was compiled or loaded.
 * Faults: those of plugin_file_read; FAULT_USAGE, FAULT_INPUT, FAULT_UNMEASURABLE for a machine
 * that is not this one. Free with session_release, also after a fault. */
int session_plan(const struct options *options, struct session *ret_session, struct fault *fault);

/* The same for `exec`: the operands are a foreign program's command line, which is found, and
 * looked through for what can be known to be wrong. options->engine and scaling are "exec" and
 * "strong". */
int session_plan_program(const struct options *options, struct session *ret_session,
                         struct fault *fault);
bool session_is_of_program(const struct session *session);

/* The card of a workload of the session, and where it comes from. NULL: it has none of that name.
 */
const struct workload_card *session_card(const struct session *session, const char *name);
const struct plugin_origin *session_origin(const struct session *session, const char *name);

/* Whether all workloads are intrinsic: the session has no fractions then. */
bool session_is_intrinsic(const struct session *session);

/* The directory that the run will be in where --out does not say: results/<UTC time>-<name>. */
void session_name(struct session *session, const char *name);

/* Makes the run directory with what is known before, measures, and writes what came out, but no
 * charts. A fault on the way leaves in the directory what was measured until then, marked
 * `interrupted`. */
int session_measure(struct session *session, struct fault *fault);

/* After session_measure, which judged as if there were no charts: now that there are. Judges again
 * and replaces run.json. FAULT_SYSTEM when it cannot be written. */
int session_add_charts(struct session *session, struct fault *fault);

/* The longest correlation time of any row with n > 1, after session_measure; NAN where none is
 * known. */
double session_correlation_s(const struct session *session);

void session_release(struct session *session);

#endif
