/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What was estimated, as a person reads it: rounded to its interval, and never more than the data
 * say. Text is cut to `bytes`; UTF-8 for the plus-minus sign alone. */
#ifndef AMDAHL_FIT_WORDS_H
#define AMDAHL_FIT_WORDS_H

#include "cli/fit_case.h"

#include <stdbool.h>
#include <stddef.h>

/* "0.0331 ± 0.0021"; "0.033 [0.018, 0.058]" where the ends are of unlike distance; "(1.15 ±
 * 0.43)e-4" below a thousandth, and so from 1e5 on; without two finite ends the value alone. "" for
 * a value that is not finite. */
void fit_words_interval(double value, double lo, double hi, char *text, size_t bytes);

/* "s = 0.0331 ± 0.0021"; "s <= 0.003 (95 %)" where it is not told from `least`, its lower bound;
 * "N* > 34 (95 %)" where only a lower end is known; "" where there is nothing. */
void fit_words_estimate(const char *symbol, const struct model_estimate *estimate, double least,
                        char *text, size_t bytes);

/* Shape k of a fit with the law's symbol; and its scale with that of what was measured, a time with
 * a fitting unit: "T(1) = 10.02 ± 0.03 ms". */
void fit_words_shape(const struct model_fit *fit, size_t k, char *text, size_t bytes);
void fit_words_scale(const struct model_fit *fit, enum measured_quantity quantity, char *text,
                     size_t bytes);
/* A value as it was measured: "10.02 ms" of a time, above 0, else to five digits "12345", "2.1e7".
 */
void fit_words_value(double value, enum measured_quantity quantity, char *text, size_t bytes);
/* The ceiling or the peak: "S < 30.2 ± 1.4", "N* = 92 [78, 131]", "no peak seen; N* > 34 (95 %)",
 * "no ceiling", also where no speed-up ends, as of a serial part below 0; "S <= 1" where more cores
 * bring nothing; "" for a law without either. */
void fit_words_limit(const struct model_fit *fit, char *text, size_t bytes);

/* "0.43", "0.004", "< 0.001", or "-" for NAN. */
void fit_words_probability(double p, char *text, size_t bytes);

/* "time", "throughput", "speed-up": literals. */
const char *fit_words_quantity(enum measured_quantity quantity);

#endif
