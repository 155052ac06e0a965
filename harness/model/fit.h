/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Fits the scaling laws to measurements, and says what they tell: docs/laws.md. */
#ifndef AMDAHL_MODEL_FIT_H
#define AMDAHL_MODEL_FIT_H

#include "fault/fault.h"
#include "model/law.h"
#include "wire/measured.h"

enum { MODEL_LAWS_MAX = 8, MODEL_WORDS_BYTES = 256 };

enum model_method {
    MODEL_LOG, /* least squares of the logarithm over all rows, robust, within bounds */
    MODEL_RAW, /* least squares of the throughput over all rows, as textbooks have it: no bounds,
                * no weights, normal errors */
};
enum model_interval_kind {
    MODEL_NO_INTERVAL,
    MODEL_PROFILE,   /* all values that an F-test of the sum of squares does not reject */
    MODEL_UPPER,     /* the same, one-sided: the estimate is 0 and `hi` is not exceeded, 95 % */
    MODEL_LOWER,     /* one-sided: there is no finite estimate, and `lo` is exceeded */
    MODEL_BOOTSTRAP, /* 2.5 % and 97.5 % quantiles */
    MODEL_WALD,      /* estimate -+ t se: of the raw method only */
};

struct model_estimate {
    double value;      /* NAN: none; INFINITY is one */
    double se, lo, hi; /* NAN: none; INFINITY is an end */
    enum model_interval_kind kind;
};

struct capacity_kinds;

struct model_request {
    const struct measured_group *group;
    enum model_method method;
    enum model_interval_kind interval; /* MODEL_PROFILE or MODEL_BOOTSTRAP */
    size_t bootstrap_rounds;
    uint64_t seed;
    double margin;      /* cells that a law misses by less than this share do not refute it */
    double next_n_most; /* the largest n that may be advised; 0: twice the largest measured */
    /* Not NULL: the kinds of cores that the rows' capacities are of, the speed of the last of which
     * was found from the same rows, to be found_speed (model/capacity_kinds.h). Borrowed. The
     * capacity's law then has it as one more parameter. */
    const struct capacity_kinds *found_kinds;
    struct model_estimate found_speed;
};

/* One law. */
struct model_fit {
    const struct model_law *law;
    bool identifiable;             /* else only `words` is to be printed */
    char words[MODEL_WORDS_BYTES]; /* why not, or what is to be minded; "" */
    /* T(1), the throughput or the speed-up at n = 1, whatever was measured; model_fit_scale has it
     * as the law names it. */
    struct model_estimate scale;
    struct model_estimate shapes[MODEL_SHAPES_MAX];
    size_t found; /* parameters beside the scale and the shapes: 1 where `speed` is, else 0 */
    struct model_estimate speed; /* of the last kind of cores, found from these rows */
    double correlation;          /* of two shapes; NAN */
    /* value NAN: the law has none; INFINITY: it grows, or there is no peak, for ever. A peak whose
     * kappa may be 0 by its interval is NAN with `lo`, INFINITY where kappa's estimate is 0. Where
     * nothing tests the law there is none. */
    struct model_estimate ceiling, peak_n;
    double peak;                         /* the figure measured, at peak_n; NAN */
    double free_shape[MODEL_SHAPES_MAX]; /* where a shape is at its bound: what it would be without
                                          * bounds, when that is beyond noise; else NAN */
    double bound_p; /* of an F-test of the first shape's bound, where it is at it; NAN: it is not */
    double rss;     /* of what the method squares */
    double aicc;    /* over rows; NAN: too few */
    double delta_aicc; /* above the least one; NAN of all laws where one of them has no aicc */
    /* The F-test of the lack of fit; NAN without repeats. */
    double lack_f, lack_p;
    double misfit_most; /* the largest abs(cell - law) / law; at misfit_n */
    double misfit_n;
    bool is_refuted; /* the lack of fit or the bound is rejected at 1 %, and misfit_most is above
                      * the margin. Within the margin the lack of fit is in the intervals. */
};

enum model_outcome {
    MODEL_BEST,        /* one law */
    MODEL_CANNOT_TELL, /* the rows do not separate the laws */
    MODEL_NONE_FITS,   /* each is refuted */
};

/* The level at one n. */
struct model_cell {
    struct model_site site;
    double value;   /* robust mean of what was measured (T(n), …), freed of rounds' effects */
    double speedup; /* over the base that report.base_n names */
    double karp_flatt, karp_flatt_lo, karp_flatt_hi; /* NAN at n = 1 or without n = 1; the ends hold
                                                      * for all n together */
    size_t rows;
};

/* What shape e(n) has: Karp and Flatt's serial fraction over n. */
enum model_shape {
    MODEL_SHAPE_UNKNOWN,     /* fewer than four n, no n = 1, or nothing stands out */
    MODEL_SHAPE_FLAT,        /* a serial part */
    MODEL_SHAPE_RISING,      /* coherency: e grows with n */
    MODEL_SHAPE_LOGARITHMIC, /* a tree: a barrier or a reduction, n log2(n)/(n - 1) */
    MODEL_SHAPE_FALLING, /* as 1/(n - 1): a cost once per worker, imbalance, turbo, another build */
    MODEL_SHAPE_KINKED,  /* flat up to kink_n, then up: bandwidth, or cores of another kind */
};

struct model_report {
    size_t rows, counts, rounds; /* counts: different n; rounds: 0 without */
    double n_min, n_max;
    double base_n; /* 1, or the least n where there is no n = 1 */
    double noise;  /* scatter within a cell, relative; NAN without repeats */
    double memory; /* variance over that of independent rounds; NAN: not known */
    double drawn_in;
    double margin;   /* the request's */
    bool is_blocked; /* n was not shuffled: drift looks like scaling */
    struct model_fit fits[MODEL_LAWS_MAX];
    size_t fit_count;
    enum model_outcome outcome;
    const struct model_fit *best;      /* NULL unless MODEL_BEST; the simplest that stands for
                                        * predictions is best or rivals[0] */
    const struct model_fit *rivals[2]; /* whom the rows do not separate; NULL */
    char words[MODEL_WORDS_BYTES];     /* the outcome in a sentence */
    /* Where the rivals (of two core counts: serial work and overhead) differ most beside the noise:
     * n, and by how many standard errors as many rows there would tell them apart; NAN: none, or
     * too few to be seen. */
    double next_n, next_errors;
    /* That the speed-up falls, or the times rise, from the first n on; "": they do not. */
    char rise_words[MODEL_WORDS_BYTES];
    char next_words[MODEL_WORDS_BYTES]; /* what it would tell apart, in a sentence; "": none */
    enum model_shape shape;
    double shape_figures[3]; /* s, and what stands with the second column; kink_n */
    char shape_words[MODEL_WORDS_BYTES];
    struct model_cell *cells; /* by ascending n; owned by the analysis */
    size_t cell_count;
};

struct model_analysis;

/* All laws that the group's scaling kind admits: of weak scaling Gustafson's alone. FAULT_INPUT: no
 * rows. FAULT_SYSTEM: no memory. The caller frees. Borrows nothing. Any thread. */
int model_analyse(const struct model_request *request, struct model_analysis **ret_analysis,
                  struct fault *fault);
void model_analysis_free(struct model_analysis *analysis); /* accepts NULL */
/* Lives as long as the analysis. */
const struct model_report *model_analysis_report(const struct model_analysis *analysis);

/* The scale as the law names it, of a fit to that quantity: lambda of the USL is a throughput, also
 * where times were measured. */
struct model_estimate model_fit_scale(const struct model_fit *fit, enum measured_quantity quantity);

/* The speed-up that a fitted law gives at a site, with its interval of the analysis's kind; not
 * identifiable: all NAN. `fit` is one of the report's. */
struct model_estimate model_speedup_at(const struct model_analysis *analysis,
                                       const struct model_fit *fit, const struct model_site *site);

/* What if the shapes were others. */
struct model_change {
    const struct model_law *law; /* the fit's, or one that begins with its shapes and with others at
                                  * 0 is the fit's */
    double factor[MODEL_SHAPES_MAX], fixed[MODEL_SHAPES_MAX]; /* shape k is factor times what was
                                                               * fitted (0 of the others), and fixed
                                                               * more */
};
/* The same after a change, with the interval of what was estimated and is still in it. */
struct model_estimate model_speedup_if(const struct model_analysis *analysis,
                                       const struct model_fit *fit,
                                       const struct model_change *change,
                                       const struct model_site *site);

#endif
