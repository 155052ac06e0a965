/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_words.h"
#include "cli/table.h"
#include "cli/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Above this share the farther end is not what "±" would say of both. */
static const double UNEVEN = 1.5;
/* Ends that are nearer than rounding errors of a fit say nothing. */
static const double EXACT = 1e-9;
/* What is smaller is easier to read with an exponent. */
static const double SMALL = 1e-3;

static void format_within(double value, double lo, double hi, char *text, size_t bytes) {
    if (hi - lo <= EXACT * fabs(value)) /* without scatter, or by definition: S(1) = 1 */
        lo = hi = NAN;
    double below = value - lo, above = hi - value;
    double near = fmin(below, above), far = fmax(below, above);
    char number[32], least[32], most[32];
    if (!(near > 0) || !isfinite(far) || far <= UNEVEN * near) {
        table_format_interval(value, lo, hi, text, bytes);
        return;
    }
    table_format_rounded(value, near, number, sizeof number);
    table_format_rounded(lo, near, least, sizeof least);
    table_format_rounded(hi, near, most, sizeof most);
    snprintf(text, bytes, "%s [%s, %s]", number, least, most);
}

void fit_words_interval(double value, double lo, double hi, char *text, size_t bytes) {
    double size = fmax(fabs(value), fmax(fabs(lo), fabs(hi))); /* a NAN is passed over */
    char inner[TEXT_TABLE_CELL_BYTES];
    if (!(size > 0 && size < SMALL)) {
        format_within(value, lo, hi, text, bytes);
        return;
    }
    int exponent = (int)floor(log10(size));
    double unit = pow(10, exponent);
    format_within(value / unit, lo / unit, hi / unit, inner, sizeof inner);
    bool is_one_word = strchr(inner, ' ') == NULL;
    snprintf(text, bytes, is_one_word ? "%se%d" : "(%s)e%d", inner, exponent);
    if (inner[0] == '\0')
        text[0] = '\0';
}

/* A limit to two digits, rounded to the side on which it stays true. */
static void format_limit(double value, double (*round)(double), char text[32]) {
    double unit = value > 0 ? pow(10, floor(log10(value)) - 1) : 1;
    double rounded = round(value / unit) * unit;
    snprintf(text, 32, rounded >= 100 ? "%.0f" : "%.2g", rounded);
}

void fit_words_estimate(const char *symbol, const struct model_estimate *estimate, double least,
                        char *text, size_t bytes) {
    const struct model_estimate *e = estimate;
    bool is_untold = e->kind != MODEL_WALD && e->lo <= least && isfinite(e->hi);
    bool is_endless = !isfinite(e->value) || (isinf(e->hi) && e->lo > least);
    char number[TEXT_TABLE_CELL_BYTES], limit[32];
    text[0] = '\0';
    if ((e->kind == MODEL_UPPER || is_untold) && isfinite(e->hi)) {
        format_limit(e->hi, ceil, limit);
        snprintf(text, bytes, "%s <= %s (95 %%)", symbol, limit);
    } else if (is_endless && e->lo > least) {
        format_limit(e->lo, floor, limit);
        snprintf(text, bytes, "%s > %s (95 %%)", symbol, limit);
    } else if (isfinite(e->value)) {
        fit_words_interval(e->value, e->lo, e->hi, number, sizeof number);
        snprintf(text, bytes, "%s = %s", symbol, number);
    }
}

void fit_words_shape(const struct model_fit *fit, size_t k, char *text, size_t bytes) {
    const struct model_parameter *shape = &fit->law->shapes[k];
    fit_words_estimate(shape->symbol, &fit->shapes[k], shape->least, text, bytes);
}

void fit_words_scale(const struct model_fit *fit, enum measured_quantity quantity, bool is_seconds,
                     char *text, size_t bytes) {
    static const char *const symbols[] = {
        [MEASURED_TIME] = "T(1)", [MEASURED_THROUGHPUT] = "X(1)", [MEASURED_SPEEDUP] = "S(1)"};
    struct model_estimate scale = fit->scale;
    struct units_time unit = {"", 1};
    if (is_seconds && quantity == MEASURED_TIME && isfinite(scale.value))
        unit = units_choose_time(scale.value);
    scale.value /= unit.seconds;
    scale.lo /= unit.seconds;
    scale.hi /= unit.seconds;
    fit_words_estimate(symbols[quantity], &scale, 0, text, bytes);
    size_t used = strlen(text);
    if (used > 0 && unit.name[0] != '\0')
        snprintf(text + used, bytes - used, " %s", unit.name);
}

static void put_ceiling(const struct model_estimate *ceiling, char *text, size_t bytes) {
    char number[TEXT_TABLE_CELL_BYTES], limit[32];
    if (isfinite(ceiling->value) && !isinf(ceiling->hi)) {
        fit_words_interval(ceiling->value, ceiling->lo, ceiling->hi, number, sizeof number);
        snprintf(text, bytes, "S < %s", number);
    } else if (ceiling->lo > 1) {
        format_limit(ceiling->lo, floor, limit);
        snprintf(text, bytes, "ceiling > %s (95 %%)", limit);
    } else if (!isnan(ceiling->value)) {
        snprintf(text, bytes, "no ceiling");
    }
}

void fit_words_limit(const struct model_fit *fit, char *text, size_t bytes) {
    const struct model_estimate *peak = &fit->peak_n;
    char limit[32];
    text[0] = '\0';
    if (!fit->identifiable)
        return;
    if (fit->law->ceiling != NULL)
        put_ceiling(&fit->ceiling, text, bytes);
    if (fit->law->peak_n == NULL)
        return;
    if (isfinite(peak->value)) {
        fit_words_estimate("N*", peak, 0, text, bytes);
    } else if (peak->lo > 0) {
        format_limit(peak->lo, floor, limit);
        snprintf(text, bytes, "no peak seen; N* > %s (95 %%)", limit);
    } else {
        snprintf(text, bytes, "no peak seen");
    }
}

void fit_words_probability(double p, char *text, size_t bytes) {
    if (isnan(p))
        snprintf(text, bytes, "-");
    else if (p < 0.001)
        snprintf(text, bytes, "< 0.001");
    else
        snprintf(text, bytes, p < 0.01 ? "%.3f" : "%.2f", p);
}

const char *fit_words_quantity(enum measured_quantity quantity) {
    static const char *const names[] = {[MEASURED_TIME] = "time",
                                        [MEASURED_THROUGHPUT] = "throughput",
                                        [MEASURED_SPEEDUP] = "speed-up"};
    return names[quantity];
}
