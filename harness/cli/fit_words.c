/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_words.h"
#include "cli/table.h"
#include "cli/units.h"
#include "model/limit_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Above this share the farther end is not what "±" would say of both. */
static const double UNEVEN = 1.5;
/* Ends that are nearer than rounding errors of a fit say nothing. */
static const double EXACT = 1e-9;
/* What is smaller, or as large as the second, is easier to read with an exponent. */
static const double SMALL = 1e-3, LARGE = 1e5;

/* To the tens or hundreds that an interval of this half leaves: two digits of it where it begins
 * with 1 or 2, else one, as decimals are rounded. */
static double round_large(double value, double half) {
    double unit = half > 0 ? pow(10, floor(log10(half))) : 1;
    if (half / unit < 2.95)
        unit /= 10;
    return unit > 1 ? round(value / unit) * unit : value;
}

static void format_within(double value, double lo, double hi, char *text, size_t bytes) {
    if (!isfinite(lo) || !isfinite(hi) ||
        hi - lo <= EXACT * fabs(value)) /* without scatter, or by definition: S(1) = 1 */
        lo = hi = NAN;
    double below = value - lo, above = hi - value;
    double near = fmin(below, above), far = fmax(below, above);
    char number[32], least[32], most[32];
    if (!(near > 0) || far <= UNEVEN * near) {
        double half = far > 0 ? round_large(far, far) : 0;
        value = round_large(value, far);
        table_format_interval(value, isnan(lo) ? lo : value - half, isnan(hi) ? hi : value + half,
                              text, bytes);
        return;
    }
    table_format_rounded(round_large(value, near), near, number, sizeof number);
    table_format_rounded(round_large(lo, near), near, least, sizeof least);
    table_format_rounded(round_large(hi, near), near, most, sizeof most);
    snprintf(text, bytes, "%s [%s, %s]", number, least, most);
}

void fit_words_interval(double value, double lo, double hi, char *text, size_t bytes) {
    double size = fabs(value);
    char inner[TEXT_TABLE_CELL_BYTES];
    text[0] = '\0';
    if (!isfinite(value))
        return;
    if (isfinite(lo) && isfinite(hi))
        size = fmax(size, fmax(fabs(lo), fabs(hi)));
    if (size == 0 || (size >= SMALL && size < LARGE)) {
        format_within(value, lo, hi, text, bytes);
        return;
    }
    int exponent = (int)floor(log10(size));
    double unit = pow(10, exponent);
    format_within(value / unit, lo / unit, hi / unit, inner, sizeof inner);
    bool is_one_word = strchr(inner, ' ') == NULL;
    snprintf(text, bytes, is_one_word ? "%se%d" : "(%s)e%d", inner, exponent);
}

void fit_words_estimate(const char *symbol, const struct model_estimate *estimate, double least,
                        char *text, size_t bytes) {
    const struct model_estimate *e = estimate;
    bool is_untold = e->kind == MODEL_UPPER || (e->kind != MODEL_WALD && e->lo <= least);
    bool is_endless = !isfinite(e->value) || (isinf(e->hi) && e->lo > least);
    char number[TEXT_TABLE_CELL_BYTES];
    text[0] = '\0';
    if (is_untold && isfinite(e->hi) && e->hi > least) { /* an end at the bound limits nothing */
        limit_words_put(e->hi, true, number, sizeof number);
        snprintf(text, bytes, "%s <= %s (95 %%)", symbol, number);
    } else if (is_endless && isfinite(e->lo) && e->lo > least) {
        limit_words_put(e->lo, false, number, sizeof number);
        snprintf(text, bytes, "%s > %s (95 %%)", symbol, number);
    } else if (isfinite(e->value)) {
        fit_words_interval(e->value, e->lo, e->hi, number, sizeof number);
        snprintf(text, bytes, "%s = %s", symbol, number);
    }
}

void fit_words_shape(const struct model_fit *fit, size_t k, char *text, size_t bytes) {
    const struct model_parameter *shape = &fit->law->shapes[k];
    fit_words_estimate(shape->symbol, &fit->shapes[k], shape->least, text, bytes);
}

void fit_words_scale(const struct model_fit *fit, enum measured_quantity quantity, char *text,
                     size_t bytes) {
    static const char *const symbols[] = {
        [MEASURED_TIME] = "T(1)", [MEASURED_THROUGHPUT] = "X(1)", [MEASURED_SPEEDUP] = "S(1)"};
    struct model_estimate scale = fit->scale;
    struct units_time unit = {"", 1};
    if (quantity == MEASURED_TIME && isfinite(scale.value))
        unit = units_choose_time(scale.value);
    scale.value /= unit.seconds;
    scale.lo /= unit.seconds;
    scale.hi /= unit.seconds;
    fit_words_estimate(symbols[quantity], &scale, 0, text, bytes);
    size_t used = strlen(text);
    if (used > 0 && unit.name[0] != '\0')
        snprintf(text + used, bytes - used, " %s", unit.name);
}

void fit_words_value(double value, enum measured_quantity quantity, char *text, size_t bytes) {
    int exponent = value > 0 ? (int)floor(log10(value)) : 0;
    if (quantity == MEASURED_TIME) {
        struct units_time unit = units_choose_time(value);
        snprintf(text, bytes, "%.4g %s", value / unit.seconds, unit.name);
    } else if (value >= LARGE) {
        snprintf(text, bytes, "%.5ge%d", value / pow(10, exponent), exponent);
    } else {
        snprintf(text, bytes, "%.5g", value);
    }
}

/* s of 1 and above has a ceiling of at most 1: what more cores cost is no speed-up. That of an s
 * below 0 is negative, which none has. */
static void put_ceiling(const struct model_estimate *ceiling, char *text, size_t bytes) {
    bool is_above = ceiling->value > 0; /* false of NAN */
    char number[TEXT_TABLE_CELL_BYTES];
    if (isnan(ceiling->value))
        return;
    if (is_above && ceiling->value <= 1) {
        snprintf(text, bytes, "S <= 1");
    } else if (is_above && isfinite(ceiling->value) && !isinf(ceiling->hi)) {
        fit_words_interval(ceiling->value, ceiling->lo, ceiling->hi, number, sizeof number);
        snprintf(text, bytes, "S < %s", number);
    } else if (is_above && isfinite(ceiling->lo) && ceiling->lo > 1) {
        limit_words_put(ceiling->lo, false, number, sizeof number);
        snprintf(text, bytes, "ceiling > %s (95 %%)", number);
    } else {
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
    } else if (isfinite(peak->lo) && peak->lo > 0) {
        limit_words_put(peak->lo, false, limit, sizeof limit);
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
