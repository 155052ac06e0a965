/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From what a fit says to the rows of its files. */
#ifndef AMDAHL_FIT_ROWS_H
#define AMDAHL_FIT_ROWS_H

#include "fault/fault.h"
#include "model/fit.h"
#include "record/fit_files.h"

#include <stddef.h>

/* A group that was analysed; borrowed. */
struct fit_source {
    const struct measured_group *group;
    const struct model_report *report;
    const struct model_analysis *analysis; /* that the report is of: for the curves */
    enum model_method method;
};

/* fits.csv: of each law its scale, its shapes, and what follows from them where the law has it,
 * `ceiling` and `peak_n`; and where the group states its span `span_over_work` and `parallelism` of
 * `work_span`. What is not identifiable has no figure. An end or a value that is
 * infinite is none: NAN. FAULT_SYSTEM: no memory. The caller frees *ret_rows. Any thread. */
int fit_rows_make(const struct fit_source *sources, size_t count, struct fit_row **ret_rows,
                  size_t *ret_count, struct fault *fault);

/* fit_curves.csv: the speed-up of each identifiable law, by ascending n, evenly in log n from the
 * least n measured to twice the largest, and at that; of a law of the cores' capacity or clock at
 * the measured n alone, for none other is known. is_best: of the best law, or where there is none
 * of its rivals. outcome: "best", "rival" of those that cannot be told apart, "refuted", or "".
 * peak_n: of the fit, NAN where it has none. */
int fit_rows_make_curves(const struct fit_source *sources, size_t count,
                         struct curve_row **ret_rows, size_t *ret_count, struct fault *fault);

/* fit_points.csv: the level at each n as a speed-up over the T(1) of the law that fit_rows_leader
 * gives, at which the logarithms' deviations from the law, each weighted by its rows, are 0 in the
 * mean; without such a law over n = 1 or the least n. Its ends are those of e(n), which hold for
 * all n together, and of which the base is the same. */
int fit_rows_make_levels(const struct fit_source *sources, size_t count,
                         struct level_row **ret_rows, size_t *ret_count, struct fault *fault);

/* The law that stands for a report: the best, else the simpler of those that cannot be told apart,
 * else of those that are identifiable the one with the least AICc, or where that cannot be had the
 * least sum of squares, those with fewer parameters than there are core counts first; NULL: there
 * is none. */
const struct model_fit *fit_rows_leader(const struct model_report *report);
/* Whether it is best, or where none is, one of the rivals. */
bool fit_rows_is_ahead(const struct model_report *report, const struct model_fit *fit);

/* What cell.speedup is multiplied by to be over the leader's T(1); 1 without a leader. */
double fit_rows_base(const struct fit_source *source, const struct model_fit *leader);

/* "profile", "upper", "lower", "bootstrap", "wald", "": literals. And "log", "raw". */
const char *fit_rows_interval_name(enum model_interval_kind kind);
const char *fit_rows_method_name(enum model_method method);

#endif
