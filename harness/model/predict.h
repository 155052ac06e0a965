/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a curve of speed-up says of core counts: where it may be believed, and how many cores are
 * worth having. Of any law, with its band where it was fitted. Any thread. */
#ifndef AMDAHL_MODEL_PREDICT_H
#define AMDAHL_MODEL_PREDICT_H

#include "model/fit.h"

/* The most cores that a prediction takes; the largest machines of the Top500 list have about ten
 * times as many, and no program whose law is Amdahl's sees a difference there. */
enum { MODEL_CORES_MAX = 1000000 };

/* S(n). It rises to one peak at most, S(n)/n has one at most, and each further core brings less
 * than the one before it, at least up to the peak: so it is with every law here. */
struct model_curve {
    double (*speedup)(const void *context, double n);
    /* The same with its ends; NULL: it has none. */
    struct model_estimate (*band)(const void *context, double n);
    const void *context;
    double n_least;    /* whole; below it there is no speed-up: 1 */
    double n_measured; /* the largest that was measured; INFINITY: it is a formula */
    double n_last;     /* whole; past it the law's time is no longer above 0: model_curve_last */
    struct model_estimate ceiling; /* that no n exceeds; INFINITY or NAN: none is known */
};

/* How far a prediction may be believed. */
enum model_range {
    MODEL_BY_FORMULA,   /* nothing was measured */
    MODEL_WITHIN,       /* n is among what was measured */
    MODEL_EXTRAPOLATED, /* past it, up to twice as far */
    MODEL_FAR,          /* farther: the band is all that may be said */
    MODEL_REFUSED,      /* there is no band, or its ends are more than a factor of 2 apart, or the
                         * law's time is not above 0 */
};
/* Of the curve at n, where its figure is `speedup`. */
enum model_range model_range_at(const struct model_curve *curve, double n,
                                const struct model_estimate *speedup);
const char *model_range_name(enum model_range range); /* "formula", "measured", "extrapolated",
                                                       * "far", "refused": literals */

/* The n_last of a curve whose other fields are set: a law that is fitted without bounds may have a
 * serial part below 0, whose time 1/n + s (1 - 1/n) ends at n = 1 - 1/s. MODEL_CORES_MAX where it
 * does not end; counts without a figure are passed over. */
double model_curve_last(const struct model_curve *curve);

/* The figure at n; without a band its ends are NAN. */
struct model_estimate model_curve_at(const struct model_curve *curve, double n);

enum model_wish {
    MODEL_EFFICIENCY, /* the largest n with S(n)/n >= wanted. Amdahl: 1 + (1/E - 1)/s */
    MODEL_SPEEDUP,    /* the least n with S(n) >= wanted. USL: the smaller root of kappa S n^2 +
                       * (sigma S - kappa S - 1) n + S (1 - sigma) = 0 (Gunther's law solved for n,
                       * the coherency kept); no real root: it is above the peak */
    MODEL_GAIN,       /* the least n with S(n + 1) - S(n) < wanted: one more core there brings less
                       * than that share of one core's work */
};

/* Whole core counts. NAN: no n fulfils it; INFINITY: it is more than n_last. */
struct model_answer {
    enum model_wish wish;
    double wanted;
    double n;
    double lo, hi; /* where the ends of the band answer it: exact for one shape, else all that its
                    * band holds; NAN without a band */
    enum model_range range; /* of n; refused where hi is more than twice lo */
    double best, best_n;    /* where no n does: the largest figure wished for, and its n */
};
/* By bisection over whole n, exact to rounding (1e-12): what has its own formula above gives the
 * same. `wanted` is above 0. */
struct model_answer model_answer(const struct model_curve *curve, enum model_wish wish,
                                 double wanted);

#endif
