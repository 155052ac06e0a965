/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The laws as textbooks fit them. Of the room model/ alone. */
#ifndef AMDAHL_MODEL_RAW_H
#define AMDAHL_MODEL_RAW_H

#include "model/fit.h"

/* Unweighted least squares of the throughput over all rows, X(n) = scale / f(n) (scale f(n) for a
 * law of a rate), without bounds: what R's nls gives. X is work/value of a time, else the value as
 * it is. Fills all of *ret_fit: free_shape and delta_aicc are NAN, is_refuted is left to who knows
 * the margin. Intervals are estimate -+ t se (MODEL_WALD), se from (J'J)^-1 RSS/(N - p); none where
 * there are as many parameters as rows, and none for a peak. `scale` and `peak` are in the unit
 * that was measured: of times T(1) and the shortest time. A shape below 0 stands as it came, and
 * words say so. Not identifiable, with words: fewer core counts than parameters, a sum of
 * squares that is least at no finite parameters, columns of the Jacobian that are one another's
 * sum, or a standard error that leaves nothing of its figure.
 *
 * `start_shapes` and `start_scale` (in the unit that was measured) are another place to begin, such
 * as a fit of the logarithm; NULL: it needs none. FAULT_SYSTEM: no memory. Any thread. */
int model_raw_fit(const struct measured_group *group, const struct model_law *law,
                  const double *start_shapes, double start_scale, struct model_fit *ret_fit,
                  struct fault *fault);

#endif
