/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run against limits, decided on intervals. */
#ifndef AMDAHL_LIMITS_H
#define AMDAHL_LIMITS_H

#include "fault/fault.h"
#include "model/fit.h"
#include "record/summary_row.h"
#include "stats/interval.h"
#include "wire/measured.h"

#include <stddef.h>

enum limit_kind {
    LIMIT_EFFICIENCY, /* speedup/n is at least the bound, at n */
    LIMIT_SPEEDUP,    /* the speed-up is at least the bound, at n */
    LIMIT_SERIAL,     /* the serial fraction by Amdahl's law is at most the bound */
    LIMIT_BASELINE,   /* a point is no worse than another run's, but for the bound, a share */
};

struct limit {
    enum limit_kind kind;
    double bound;
    unsigned n; /* 0: of all n together */
};

/* "0.8@8", of a serial fraction "0.02". FAULT_USAGE names the option, what was given and what it
 * takes. A baseline is no text. */
int limit_parse(enum limit_kind kind, const char *text, struct limit *ret_limit,
                struct fault *fault);

enum limit_outcome { LIMIT_PASS, LIMIT_FAIL, LIMIT_INCONCLUSIVE, LIMIT_OUTCOMES };
const char *limit_outcome_word(enum limit_outcome outcome); /* "pass"; a literal */

/* A limit held against one series. */
struct limit_row {
    struct limit limit;
    char series[96];
    double p;               /* NAN: none */
    struct interval figure; /* of a baseline the ratio to it; an end that there is not is NAN */
    enum limit_outcome outcome;
    char why[MODEL_WORDS_BYTES]; /* why it is inconclusive; "" */
    bool oversubscribed;         /* at this n there were more workers than processing units */
};

struct limits_request {
    const char *name; /* of the run, for sentences */
    const struct limit *limits;
    size_t limit_count;
    const double *fractions; /* the limits are for these p; */
    size_t fraction_count;   /* 0: for the largest of each series */
    const struct summary_row *rows;
    size_t row_count;
    const struct measured *measured; /* of the same run */
    struct model_request model;      /* how the serial fraction is fitted; its group is not used */
};

/* A row for each limit and each series and tasks that it is for: "pass" when the whole interval is
 * on the good side of the bound, the bound included, "fail" when it is wholly on the other one;
 * else "inconclusive", and so it is where there is no interval, where more than half of a point's
 * samples are disturbed, of a serial fraction of any of its points, and where the rows refute the
 * law that the serial fraction is of. FAULT_INPUT: a p or n that was not measured, with those that
 * were; no row at all. FAULT_USAGE: a serial fraction of weak scaling alone. FAULT_SYSTEM: no
 * memory. The caller frees *ret_rows. */
int limits_check(const struct limits_request *request, struct limit_row **ret_rows,
                 size_t *ret_count, struct fault *fault);

/* Whether a limit of the serial fraction is for it: not of weak scaling, whose work grows. */
bool limits_have_serial(const struct series *series);

/* The outcome of an interval by itself: `least`, that the figure is at least the bound. */
enum limit_outcome limit_judge(const struct interval *figure, double bound, bool least);

/* The contract's exit status: 3 if a row fails, else 4 if one is inconclusive, else 0. */
int limits_exit_status(const struct limit_row *rows, size_t count);

#endif
