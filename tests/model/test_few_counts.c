/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What two and three core counts tell, and what they do not: no law that nothing tests is the
 * answer, nor is there a peak of one. */
#include "made.h"

/* Amdahl's law on cores of which the third and fourth are slow; with a seed of its own. */
static struct measured_group slow_cores(double slow, size_t repeats, uint64_t seed) {
    static const double counts[] = {1, 2, 4}, speeds[] = {1, 2, 4};
    size_t count = 0;
    for (size_t i = 0; i < repeats * 3; i++) {
        double speed = i % 3 == 2 ? 2 + 2 * slow : speeds[i % 3];
        made_rows[count++] = (struct measured_row){.n = counts[i % 3],
                                                   .value = 2 * (0.05 + 0.95 / speed) *
                                                            exp(0.01 * made_noise(&seed)),
                                                   .work = 1,
                                                   .capacity = NAN,
                                                   .clock = NAN,
                                                   .round = MEASURED_NO_ROUND};
    }
    return (struct measured_group){.p = NAN,
                                   .quantity = MEASURED_TIME,
                                   .scaling = MEASURED_STRONG,
                                   .scaling_is_known = true,
                                   .rows = made_rows,
                                   .count = count};
}

/* Through three points goes a USL with a peak, whatever made them. */
static void test_three_counts(void) {
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct measured_group group = slow_cores(0.5, 4, seed);
        struct model_analysis *analysis = made_analysis(&group);
        const struct model_report *report = model_analysis_report(analysis);
        const struct model_fit *usl = made_fit(analysis, &model_usl);
        CHECK(usl->identifiable && usl->shapes[1].lo > 0);
        CHECK(report->best != usl && report->best == NULL);
        CHECK(!isfinite(usl->peak_n.value) && isnan(usl->peak));
        CHECK(usl->peak_n.kind == MODEL_LOWER && isfinite(usl->peak_n.lo));
        CHECK_INT(report->outcome, MODEL_NONE_FITS);
        CHECK_HOLDS(report->words, "Amdahl's law does not fit: it misses n = ");
        CHECK_HOLDS(report->words, "; three core counts do not tell why");
        CHECK(strstr(report->words, "Universal") == NULL);
        model_analysis_free(analysis);
    }
}

/* Too little to refute Amdahl's law, and kappa is above 0 for sure: no certain answer. */
static void test_doubt(void) {
    struct measured_group group = slow_cores(0.975, 40, 3);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    const struct model_fit *usl = made_fit(analysis, &model_usl);
    CHECK(!made_fit(analysis, &model_amdahl)->is_refuted && usl->shapes[1].lo > 0);
    CHECK_INT(report->outcome, MODEL_CANNOT_TELL);
    CHECK(report->rivals[0] == made_fit(analysis, &model_amdahl) && report->rivals[1] == usl);
    CHECK_HOLDS(report->words, ": 3 core counts do not test the latter");
    CHECK_HOLDS(report->next_words, "would tell Amdahl's law from the Universal Scalability Law");
    model_analysis_free(analysis);
    /* Nothing but Amdahl's law in the rows: three counts test it. */
    group = slow_cores(1, 10, 3);
    analysis = made_analysis(&group);
    CHECK(model_analysis_report(analysis)->best == made_fit(analysis, &model_amdahl));
    model_analysis_free(analysis);
}

/* The next n is asked for serial work and overhead, and said of them, whatever stands. */
static void test_two_counts(void) {
    static const double serial[] = {0.1, 0.004, 0.0002};
    for (int i = 0; i < 3; i++) {
        struct made made = {.law = &model_amdahl,
                            .shapes = {serial[i]},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = 2,
                            .repeats = 30,
                            .noise = 0.02};
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis(&group);
        const struct model_report *report = model_analysis_report(analysis);
        CHECK_INT(report->outcome, MODEL_CANNOT_TELL);
        CHECK(report->rivals[0]->law == (i == 0 ? &model_amdahl : &model_linear));
        if (i < 2) {
            CHECK_NEAR(report->next_n, 4, 0);
            CHECK(report->next_errors >= 0.5);
            CHECK_HOLDS(report->next_words, "n = 4 would tell serial work from overhead best: ");
        } else { /* so little that no core count would show it */
            CHECK(isnan(report->next_n) && isnan(report->next_errors));
            CHECK_STRING(report->next_words, "");
        }
        CHECK(strstr(report->next_words, "e+") == NULL);
        model_analysis_free(analysis);
    }
}

/* Where the rows are too few for one law's AICc there is none to be above: the least rss is the
 * nearest. The rows repeat once and exactly, so that each law is refuted. */
static void test_no_aicc(void) {
    struct measured_group group = slow_cores(0.5, 2, 1);
    static const double times[] = {1, 1, 0.9, 1};
    for (size_t i = 0; i < 4; i++) {
        made_rows[i].n = (double[]){1, 2, 4, 1}[i];
        made_rows[i].value = times[i];
    }
    group.count = 4;
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK(isfinite(made_fit(analysis, &model_linear)->aicc));
    for (size_t i = 0; i < report->fit_count; i++)
        CHECK(isnan(report->fits[i].delta_aicc));
    CHECK_INT(report->outcome, MODEL_NONE_FITS);
    CHECK_HOLDS(report->words, "Amdahl's law does not fit");
    model_analysis_free(analysis);
}

/* More than twice as slow: a percentage of three digits is written as such. */
static void test_large_percentage(void) {
    struct measured_group group = slow_cores(0.5, 3, 1);
    for (size_t i = 0; i < group.count; i++)
        if (made_rows[i].n == 4)
            made_rows[i].value *= 40;
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK_INT(report->outcome, MODEL_NONE_FITS);
    CHECK(strstr(report->words, "e+") == NULL);
    CHECK_HOLDS(report->words, "% slower");
    model_analysis_free(analysis);
}

/* Nor has the raw method a peak there; where kappa is 0 or less it is at infinity, as a ceiling
 * is. */
static void test_raw(void) {
    struct measured_group group = slow_cores(0.5, 4, 1);
    struct model_analysis *analysis = made_analysis_by(&group, MODEL_RAW, MODEL_PROFILE);
    const struct model_fit *usl = made_fit(analysis, &model_usl);
    CHECK(usl->identifiable && usl->shapes[1].value > 0);
    CHECK(isnan(usl->peak_n.value) && isnan(usl->peak));
    model_analysis_free(analysis);
    struct made made = {.law = &model_usl,
                        .shapes = {0.1, -0.0005},
                        .scale = 1,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 2,
                        .noise = 0.001};
    group = made_group(&made);
    analysis = made_analysis_by(&group, MODEL_RAW, MODEL_PROFILE);
    usl = made_fit(analysis, &model_usl);
    CHECK(usl->shapes[1].value < 0 && isinf(usl->peak_n.value) && isnan(usl->peak));
    model_analysis_free(analysis);
}

/* Weak scaling whose second core costs more than it does: two counts, and the only law there is
 * would have to leave its bounds. */
static void test_weak_below_one(void) {
    uint64_t seed = 5;
    for (size_t i = 0; i < 20; i++)
        made_rows[i] =
            (struct measured_row){.n = 1 + (double)(i % 2),
                                  .value = (i % 2 == 0 ? 1 : 2.4) * exp(0.005 * made_noise(&seed)),
                                  .work = i % 2 == 0 ? 1 : 1.9,
                                  .capacity = NAN,
                                  .clock = NAN,
                                  .round = MEASURED_NO_ROUND};
    struct measured_group group = {.p = NAN,
                                   .quantity = MEASURED_TIME,
                                   .scaling = MEASURED_WEAK,
                                   .scaling_is_known = true,
                                   .rows = made_rows,
                                   .count = 20};
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK_INT(report->outcome, MODEL_NONE_FITS);
    CHECK_HOLDS(report->words, "Gustafson's law does not fit: it misses n = ");
    model_analysis_free(analysis);
}

int main(void) {
    test_weak_below_one();
    test_three_counts();
    test_raw();
    test_doubt();
    test_two_counts();
    test_no_aicc();
    test_large_percentage();
    return check_done();
}
