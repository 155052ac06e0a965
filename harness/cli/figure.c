/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Figures for a table: as many digits as mean something. */
#include "cli/table.h"
#include "cli/units.h"

#include <math.h>

/* Decimals that show the first digit of `half`, or the first two where it begins with 1 or 2:
 * rounding then changes it by a quarter at most. */
static int decimals_of(double half) {
    int exponent = (int)floor(log10(half));
    double leading = half / pow(10, exponent);
    int decimals = leading < 2.95 ? 1 - exponent : -exponent;
    return decimals < 0 ? 0 : decimals > 12 ? 12 : decimals;
}

void table_format_rounded(double value, double half, char *text, size_t bytes) {
    if (isnan(value))
        snprintf(text, bytes, "%s", "");
    else if (half > 0 && isfinite(half))
        snprintf(text, bytes, "%.*f", decimals_of(half), value);
    else
        snprintf(text, bytes, "%.4g", value);
}

void table_format_time(double seconds, double half_s, char *text, size_t bytes) {
    struct units_time unit = units_choose_time(fabs(seconds));
    char number[TEXT_TABLE_CELL_BYTES];
    table_format_rounded(seconds / unit.seconds, half_s / unit.seconds, number, sizeof number);
    snprintf(text, bytes, "%s%s%s", number, number[0] == '\0' ? "" : " ",
             number[0] == '\0' ? "" : unit.name);
}

void table_format_fixed(double value, int decimals, char *text, size_t bytes) {
    if (isnan(value))
        snprintf(text, bytes, "%s", "");
    else
        snprintf(text, bytes, "%.*f", decimals, value);
}

double table_half_of(const struct interval *interval) {
    return fmax(interval->hi - interval->value, interval->value - interval->lo);
}

void table_format_interval(double value, double lo, double hi, char *text, size_t bytes) {
    double half = fmax(hi - value, value - lo);
    if (isnan(value)) {
        snprintf(text, bytes, "%s", "");
    } else if (!isfinite(lo) || !isfinite(hi)) {
        snprintf(text, bytes, "%.4g", value);
    } else if (!(half > 0)) {
        snprintf(text, bytes, "%.6g \u00b1 0", value);
    } else {
        int decimals = decimals_of(half);
        snprintf(text, bytes, "%.*f \u00b1 %.*f", decimals, value, decimals, half);
    }
}
