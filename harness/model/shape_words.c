/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/shape_words.h"

#include <stdio.h>
#include <string.h>

enum { COUNTS_LEAST = 4 }; /* s, c and the scale leave one to test the shape by */

bool shape_is_loss(const struct shape_finding *finding) {
    return finding->shape == MODEL_SHAPE_FLAT || finding->c > 0;
}

/* What e(n) does, with the figure. */
static void put_course(const struct shape_finding *finding, char *ret_words) {
    size_t bytes = MODEL_WORDS_BYTES;
    switch (finding->shape) {
    case MODEL_SHAPE_RISING:
        snprintf(ret_words, bytes,
                 "e(n) rises by %.2g a core: coherency (cores wait for each other's data)",
                 finding->c);
        break;
    case MODEL_SHAPE_LOGARITHMIC:
        snprintf(
            ret_words, bytes,
            "e(n) rises as n log2(n)/(n - 1), each doubling of n costs %.2g of T(1): a tree, as "
            "of a barrier or a reduction",
            finding->c);
        break;
    case MODEL_SHAPE_FALLING:
        snprintf(
            ret_words, bytes,
            "e(n) falls as 1/(n - 1), from two cores on each one's share takes %.2g %% longer: "
            "imbalance, a lower clock of many cores, a cost once per worker, or another build "
            "at n = 1",
            100 * finding->c);
        break;
    case MODEL_SHAPE_KINKED:
        snprintf(ret_words, bytes,
                 "e(n) is flat at %.2g up to about n = %.2g and rises from there: memory bandwidth "
                 "used up, or slower cores",
                 finding->s, finding->kink_n);
        break;
    case MODEL_SHAPE_FLAT:
    case MODEL_SHAPE_UNKNOWN:
        snprintf(ret_words, bytes, "e(n) is flat at %.2g: %s", finding->s,
                 finding->s > 0 ? "serial work" : "no serial part is seen");
        break;
    }
}

/* The other sign: nothing that costs does this. */
static void put_gain(const struct shape_finding *finding, char *ret_words) {
    if (finding->shape == MODEL_SHAPE_FALLING)
        snprintf(ret_words, MODEL_WORDS_BYTES,
                 "e(n) rises as if n = 1 were slow for a reason of its own, by %.2g %% beside the "
                 "other n",
                 -100 * finding->c);
    else
        snprintf(ret_words, MODEL_WORDS_BYTES,
                 "e(n) falls as n grows: more cores do more than their share, as when the data fit "
                 "their caches");
}

void shape_put_gain_words(char ret_words[MODEL_WORDS_BYTES]) {
    snprintf(
        ret_words, MODEL_WORDS_BYTES,
        "e(n) is below 0 at every n: more cores do more than their share, as when the data fit "
        "their caches");
}

const char *shape_mechanism(enum model_shape shape) {
    switch (shape) {
    case MODEL_SHAPE_RISING:
        return "coherency";
    case MODEL_SHAPE_LOGARITHMIC:
        return "a tree";
    case MODEL_SHAPE_FALLING:
        return "imbalance or a lower clock";
    case MODEL_SHAPE_KINKED:
        return "bandwidth used up or slower cores";
    case MODEL_SHAPE_FLAT:
    case MODEL_SHAPE_UNKNOWN:
        break;
    }
    return "serial work";
}

void shape_put_words(const struct shape_finding *finding, const struct shape_finding *rival,
                     char ret_words[MODEL_WORDS_BYTES]) {
    if (!shape_is_loss(finding)) {
        put_gain(finding, ret_words);
        return;
    }
    put_course(finding, ret_words);
    size_t length = strlen(ret_words);
    if (rival != NULL && shape_is_loss(rival))
        snprintf(ret_words + length, MODEL_WORDS_BYTES - length, "; %s explains it nearly as well",
                 shape_mechanism(rival->shape));
}

const char *shape_find_lack(const struct strata *strata, const struct model_report *report) {
    bool has_one = false;
    for (size_t i = 0; i < strata->cell_count; i++)
        has_one = has_one || strata->sites[i].n == 1;
    if (!has_one || strata->counts < COUNTS_LEAST - 1)
        return "";
    if (strata->counts < COUNTS_LEAST)
        return "the shape of e(n) takes four core counts";
    if (report->best != NULL && report->best->law == &model_amdahl_clock)
        return "e(n) is as the measured clock has it";
    if (report->best != NULL && report->best->law == &model_capacity)
        return "e(n) is as the measured capacity has it";
    return NULL;
}
