/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a law is to a fit. Every law here is linear in its parameters once its scale is taken out:
 *
 *     f(n) = base(n) + sum over k of shape_k column_k(n),    f(1) = 1,
 *
 * f being the cost of one unit of work, T(n)/T(1), or for a law of weak scaling the rate. */
#ifndef AMDAHL_MODEL_LAW_H
#define AMDAHL_MODEL_LAW_H

#include <stdbool.h>
#include <stddef.h>

enum { MODEL_SHAPES_MAX = 3 };

/* Where a law is asked for its figure. */
struct model_site {
    double n;        /* cores, above 0 */
    double capacity; /* what they do together in units of the first one's; n where all are alike */
    double clock;    /* of a core while n work, over its own alone; 1 where it does not change */
};

struct model_parameter {
    const char *name;   /* in fits.csv and JSON: "serial_fraction" */
    const char *symbol; /* in formulas: "s" */
    double least, most; /* of a fit; INFINITY where there is no bound */
};

struct model_law {
    const char *name;    /* in files and on the command line: "usl" */
    const char *title;   /* "Universal Scalability Law" */
    const char *formula; /* "T(n) = T(1) (1/n + sigma (1 - 1/n) + kappa (n - 1))" */
    const char *source;  /* who said it, where and when */
    bool scale_is_rate;  /* the scale is named for a throughput, whatever was measured */
    bool of_rate;        /* f is a rate's: weak scaling */
    bool needs_capacity; /* it is another law only where capacity or clock was measured */
    struct model_parameter scale;
    size_t shape_count;
    struct model_parameter shapes[MODEL_SHAPES_MAX];
    /* base(n), and column_k(n) for each shape. */
    void (*put)(const struct model_site *site, double *ret_base, double *ret_columns);
    /* The speed-up that no n exceeds, 1 at the least, for n = 1 has it, INFINITY for none; and the
     * n of the largest one, NAN for none. Either may be NULL: there is never one. */
    double (*ceiling)(const double *shapes);
    double (*peak_n)(const double *shapes);
};

extern const struct model_law model_linear;       /* S = n */
extern const struct model_law model_amdahl;       /* s */
extern const struct model_law model_amdahl_clock; /* s, with n times the clock in place of n */
extern const struct model_law model_capacity;     /* s, with the capacity in place of n */
extern const struct model_law model_usl;          /* sigma, kappa */
extern const struct model_law model_gustafson;    /* s', of a rate */

/* Law number `index` of all, NULL behind the last; and the one of that name, or NULL. */
const struct model_law *model_law_at(size_t index);
const struct model_law *model_law_by_name(const char *name);

/* f at a site, for these shapes. */
double model_law_value(const struct model_law *law, const struct model_site *site,
                       const double *shapes);
/* The speed-up there: 1/f, or f for a law of a rate. */
double model_law_speedup(const struct model_law *law, const struct model_site *site,
                         const double *shapes);

#endif
