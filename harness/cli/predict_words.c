/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How many cores are worth having, in sentences. */
#include "cli/predict_section.h"

#include <math.h>

enum { COUNT_BYTES = 48, WISH_BYTES = 96, BAND_BYTES = 3 * COUNT_BYTES };

static void format_count(double n, char text[COUNT_BYTES]) {
    if (n < 1)
        snprintf(text, COUNT_BYTES, "none");
    else if (isinf(n))
        snprintf(text, COUNT_BYTES, "more than %d", MODEL_CORES_MAX);
    else
        snprintf(text, COUNT_BYTES, "%.0f", n);
}

/* An end far from what was measured, rounded outwards to three digits. */
static void format_end(double n, double (*round)(double), char text[COUNT_BYTES]) {
    double unit = isfinite(n) && n >= 1000 ? pow(10, floor(log10(n)) - 2) : 1;
    format_count(round(n / unit) * unit, text);
}

/* " (95 %: 28 to 45)"; "" without a band. */
static void format_band(const struct model_answer *answer, bool is_fit, char text[BAND_BYTES]) {
    char lo[COUNT_BYTES], hi[COUNT_BYTES];
    text[0] = '\0';
    if (isnan(answer->lo) || isnan(answer->hi))
        return;
    format_count(answer->lo, lo);
    format_count(answer->hi, hi);
    snprintf(text, BAND_BYTES, " (%s%s to %s)", is_fit ? "95 %: " : "at the bounds: ", lo, hi);
}

static void format_wish(const struct model_answer *answer, char text[WISH_BYTES]) {
    if (answer->wish == MODEL_EFFICIENCY)
        snprintf(text, WISH_BYTES, "efficiency %g", answer->wanted);
    else if (answer->wish == MODEL_SPEEDUP)
        snprintf(text, WISH_BYTES, "speed-up %g", answer->wanted);
    else
        snprintf(text, WISH_BYTES, "one more core gives less than %g %% of one core's work",
                 100 * answer->wanted);
}

static void never_words(const struct model_answer *answer, const char *wish, char *text,
                        size_t bytes) {
    if (answer->wish == MODEL_SPEEDUP && answer->best_n < MODEL_CORES_MAX)
        snprintf(text, bytes, "%s: above the peak: at most S = %.4g, at n = %.0f", wish,
                 answer->best, answer->best_n);
    else if (answer->wish == MODEL_SPEEDUP)
        snprintf(text, bytes, "%s: above the ceiling: no number of cores reaches it", wish);
    else
        snprintf(text, bytes, "%s: no number of cores has it: at most %.4g, at n = %.0f", wish,
                 answer->best, answer->best_n);
}

/* Farther than the measurements carry: what may be said all the same. */
static void far_words(const struct model_answer *answer, const char *wish, char *text,
                      size_t bytes) {
    char lo[COUNT_BYTES], hi[COUNT_BYTES];
    format_end(answer->lo, floor, lo);
    format_end(answer->hi, ceil, hi);
    if (answer->range == MODEL_FAR)
        snprintf(text, bytes,
                 "%s: at n = %s%s%s (95 %%), which is past twice the largest n measured", wish, lo,
                 answer->lo < answer->hi ? " to " : "", answer->lo < answer->hi ? hi : "");
    else if (isinf(answer->lo))
        snprintf(text, bytes, "%s: %sif ever, far past what was measured", wish,
                 answer->wish == MODEL_EFFICIENCY ? "lost, " : "");
    else if (answer->lo > 1)
        snprintf(text, bytes, "%s: at n = %s or more (95 %%)", wish, lo);
    else
        snprintf(text, bytes, "%s: cannot be told from what was measured", wish);
}

/* Of formulas alone: it is so as far as anybody asks. */
static void endless_words(const struct model_answer *answer, const char *wish, char *text,
                          size_t bytes) {
    static const char *const forms[] = {[MODEL_EFFICIENCY] = "at every n up to",
                                        [MODEL_SPEEDUP] = "not up to n =",
                                        [MODEL_GAIN] = "at no n up to"};
    snprintf(text, bytes, "%s: %s %d", wish, forms[answer->wish], MODEL_CORES_MAX);
}

void predict_answer_words(const struct model_answer *answer, bool is_fit, char *text,
                          size_t bytes) {
    static const char *const forms[] = {
        [MODEL_EFFICIENCY] = "up to", [MODEL_SPEEDUP] = "from", [MODEL_GAIN] = "from"};
    char wish[WISH_BYTES], n[COUNT_BYTES], band[BAND_BYTES];
    format_wish(answer, wish);
    format_count(answer->n, n);
    format_band(answer, is_fit, band);
    if (isnan(answer->n))
        never_words(answer, wish, text, bytes);
    else if (answer->range == MODEL_REFUSED || answer->range == MODEL_FAR)
        far_words(answer, wish, text, bytes);
    else if (isinf(answer->n))
        endless_words(answer, wish, text, bytes);
    else
        snprintf(text, bytes, "%s: %s n = %s%s%s%s", wish, forms[answer->wish], n,
                 answer->wish == MODEL_GAIN ? " on" : "", band,
                 answer->range == MODEL_EXTRAPOLATED ? ", extrapolated" : "");
}
