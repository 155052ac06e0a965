/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which law the rows speak for, and where to measure next. Of the room model/ alone. */
#ifndef AMDAHL_MODEL_CHOOSE_H
#define AMDAHL_MODEL_CHOOSE_H

#include "model/fit.h"
#include "model/strata.h"

/* An AICc that is lower by this much speaks clearly for a law: the other is at most exp(-2) as
 * likely (K. P. Burnham and D. R. Anderson, Model Selection and Multimodel Inference, 2002, 2.6).
 */
#define MODEL_AICC_CLEAR 4.0

/* A law that nothing tests and that misses a cell by so many margins is no answer, though it were
 * the only one that the rows could tell: what rows without repeats scatter is less. */
#define MODEL_MARGINS_FAR 10.0

/* Fills delta_aicc of every fit and outcome, best, rivals, words and next_… of the
 * report, whose fits (estimates, intervals, aicc, misfit_most, is_refuted, identifiable), rows,
 * rounds, counts, memory, n_min, n_max and
 * margin are there already. delta_aicc is of AICc with the
 * likelihood's part divided by report->memory, for rows that share their disturbance say less than
 * they are many (QAICc: Burnham and Anderson, 2.5); NAN where a fit is not identifiable, and of all
 * fits where one that is has none.
 *
 * Laws that are refuted or not identifiable do not compete, nor do those with as many parameters as
 * there are core counts, which any rows fit (but with two counts Amdahl's does, since it is all
 * that there is); where all others are refuted no law fits. Of two that compete one is ahead of the
 * other:
 *
 * - nested laws (linear, Amdahl's, Gunther's): the bigger when its AICc is lower by 4 and the
 *   interval of something that it has more excludes 0; the smaller when its AICc is not higher and
 *   none does (with few rows AICc charges more for a parameter than an interval does), or when it
 *   misses nothing. Where the rows are too few for an AICc the interval alone speaks, and for the
 *   bigger only.
 * - others (the laws of a measured capacity or clock): the one whose AICc is lower by 4. Within 4,
 * the one that takes nothing measured, if the two differ by less than 1 % at every n measured: then
 *   what was measured of the cores changes nothing here. Gunther's is never taken that way, for the
 *   two will part where nothing is measured.
 *
 * A law stands when none is ahead of it. One stands: it is the best, unless one that nothing tests
 * has something more that is above 0 for sure: then these two are the rivals. More: it cannot be
 * told, rivals[0] being the simplest of them and rivals[1] the one of the rest with the least AICc.
 * With two core counts serial work and overhead cannot be told apart, whatever stands (rivals[1]
 * may then be NULL). None identifiable, or the linear law alone, untested and
 * missing a cell by ten margins: it cannot be told, and both are NULL.
 *
 * next_n: where as many rows as a core count has on average would separate the two rivals by the
 * most standard errors; next_errors: by how many, with what is there already, were the fitted curve
 * of the one true and the other fitted anew; NAN both where that is below a half, which no
 * measurement would show. With the counts {1, N} the rivals are Amdahl's law and
 * coherency alone. `next_n_most`: the largest n that may be advised; 0: twice the largest measured.
 * A law on a measured capacity knows it where it was measured only: so next_n is of those.
 *
 * `strata` are those that the fits are of. FAULT_SYSTEM: no memory. Any thread. */
int model_choose(struct model_report *report, const struct strata *strata, double next_n_most,
                 struct fault *fault);

#endif
