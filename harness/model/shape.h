/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What Karp and Flatt's serial fraction e(n) does as n grows, and what does such a thing. Of the
 * room model/ alone. */
#ifndef AMDAHL_MODEL_SHAPE_H
#define AMDAHL_MODEL_SHAPE_H

#include "model/fit.h"
#include "model/strata.h"

/* Fills shape, shape_figures and shape_words of the report, whose best and cells are there. A shape
 * of e(n) is a term of the cost, f(n) = 1/n + s (1 - 1/n) + c g(n), since e(n) = (f - 1/n)/(1 -
 * 1/n):
 *
 *     flat         c = 0                  a serial part s
 *     rising       g = n - 1              e = s + c n: coherency
 *     logarithmic  g = log2 n             e = s + c n log2(n)/(n - 1): a tree
 *     falling      g = [n > 1]/n          e = s + c/(n - 1): imbalance, turbo, another build, …
 *     kinked       g = [n > b] (1/b - 1/n)   e = s + c (1/b - 1/n)/(1 - 1/n): bandwidth of b cores
 *
 * fitted to the logarithm of the cost; c of either sign, but of a kink above 0. b is anything from
 * the second measured n to the last but one and counts as a parameter. The shape with the least
 * AICc is named when it is 4 below flat, and flat misses some n by more than `margin`
 * or Gunther's law was found; one within 2 of it is named in words, too. shape_figures:
 * s; c; b of a kink, else NAN.
 *
 * MODEL_SHAPE_UNKNOWN, with the reason in words: with three n (without words: without n = 1, or
 * with fewer, which the outcome speaks of); where what is named has c < 0, which is no loss that
 * grows; where e(n) is below 0 at every n, and that is no scatter nor within the margin; where the
 * law that was found takes the measured clock or capacity, which is what bends e(n) then; where
 * rows repeat and reject every shape (F-test at 1 %, and some cell more than `margin` away).
 * `strata` are those of strong scaling or of throughput: y = log cost. FAULT_SYSTEM: no memory. Any
 * thread. */
int model_shape_find(const struct strata *strata, double margin, struct model_report *report,
                     struct fault *fault);

#endif
