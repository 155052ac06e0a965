/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One row of fits.csv: a parameter of a law that was fitted to a series; and one of fit_curves.csv
 * and of fit_points.csv: what the chart of a fit is drawn from. */
#ifndef AMDAHL_FIT_ROW_H
#define AMDAHL_FIT_ROW_H

#include "wire/sample.h"

#include <stdbool.h>

enum { FIT_NAME_BYTES = 128, FIT_WORD_BYTES = 32 };

/* The key of a series less n: of a file that is not ours only `name` and series.workload. */
struct fit_key {
    char name[FIT_NAME_BYTES];
    struct series series;
    double p;
    uint32_t tasks;
};

struct fit_row {
    struct fit_key key;
    char law[FIT_WORD_BYTES], parameter[FIT_WORD_BYTES];
    double value, se, lo, hi;
    char interval[FIT_WORD_BYTES]; /* "profile", "upper", "lower", "bootstrap", "wald"; "" */
    bool identifiable;
    double aicc, delta_aicc, lack_p;
    bool is_best;
    char method[FIT_WORD_BYTES]; /* "log", "raw" */
};

/* A law's speed-up at one n. */
struct curve_row {
    struct fit_key key;
    char law[FIT_WORD_BYTES];
    char title[FIT_NAME_BYTES];
    double n, speedup, lo, hi;
    double peak_n;                /* of the law: where it is fastest; NAN: no such n was found */
    char outcome[FIT_WORD_BYTES]; /* of the law: "best", "rival", "refuted", ""; "": prediction */
    bool is_best;
    bool is_measured; /* n is within what was measured; else extrapolated */
};

/* What was measured at one n, as a speed-up over the base of the best law. */
struct level_row {
    struct fit_key key;
    double n, speedup, lo, hi;
    double karp_flatt, karp_flatt_lo, karp_flatt_hi;
    uint64_t rows;
};

#endif
