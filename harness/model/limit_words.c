/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/limit_words.h"

#include <math.h>
#include <stdio.h>

/* What a rounding error puts beside a whole number of units does not change the limit. */
static const double WHOLE = 1e-9;

void limit_words_put(double limit, bool is_upper, char *text, size_t bytes) {
    double size = fabs(limit);
    text[0] = '\0';
    if (!isfinite(limit))
        return;
    int exponent = size > 0 ? (int)floor(log10(size)) : 0;
    double unit = pow(10, exponent - 1);
    double digits = is_upper ? ceil(limit / unit - WHOLE) : floor(limit / unit + WHOLE);
    if (digits == 0) /* never "-0" */
        digits = 0;
    if (size >= LIMIT_WORDS_LARGE)
        snprintf(text, bytes, "%.2ge%d", digits / 10, exponent);
    else
        snprintf(text, bytes, size >= 100 ? "%.0f" : "%.2g", digits * unit);
}
