/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is no answer: a law that is alone and far off, figures that may be anything, times that are
 * of no fixed work, a core count that would tell nothing. */
#include "made.h"

static struct measured_group times_of(const double *n, const double *times, size_t count) {
    for (size_t i = 0; i < count; i++)
        made_rows[i] = (struct measured_row){n[i], times[i], 1, NAN, NAN, MEASURED_NO_ROUND};
    return (struct measured_group){.p = NAN,
                                   .quantity = MEASURED_TIME,
                                   .scaling = MEASURED_STRONG,
                                   .rows = made_rows,
                                   .count = count};
}

static const double SIZES[] = {16, 32, 64, 128}, GROWING[] = {1.0, 2.05, 4.2, 8.1};
static const double NEAR[] = {1000, 1001, 1002, 1003}, LINEAR[] = {1, 0.999, 0.998, 0.997};
static const char QUESTION[] = "is n a number of cores, or is this weak scaling (--scaling weak)?";

/* n is a size, not a number of cores: linear speed-up is all that such n could tell. */
static void test_alone(void) {
    static const enum model_method methods[] = {MODEL_LOG, MODEL_RAW};
    for (int i = 0; i < 2; i++) {
        struct measured_group group = times_of(SIZES, GROWING, 4);
        struct model_analysis *analysis = made_analysis_by(&group, methods[i], MODEL_PROFILE);
        const struct model_report *report = model_analysis_report(analysis);
        CHECK(!made_fit(analysis, &model_amdahl)->identifiable);
        CHECK(made_fit(analysis, &model_linear)->misfit_most > 1);
        CHECK_INT(report->outcome, MODEL_CANNOT_TELL);
        CHECK(report->best == NULL && report->rivals[0] == NULL && report->rivals[1] == NULL);
        CHECK_HOLDS(report->words, "no law can be told from these core counts; linear speed-up "
                                   "misses n = 16 (717 % faster)");
        CHECK_STRING(report->next_words, "");
        CHECK_HOLDS(report->rise_words, "the times rise with n: ");
        CHECK_HOLDS(report->rise_words, QUESTION);
        model_analysis_free(analysis);
    }
    /* As linear as can be: no other law can be told, and none needs be. */
    struct measured_group group = times_of(NEAR, LINEAR, 4);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK(report->outcome == MODEL_BEST && report->best->law == &model_linear);
    CHECK_STRING(report->rise_words, "");
    model_analysis_free(analysis);
}

/* Each core makes it slower; nothing is asked that the run has said. Of weak scaling and of copies
 * times may rise; of throughputs nothing is asked. */
static void test_rising(void) {
    static const struct {
        double shapes[2];
        enum measured_scaling scaling;
        enum measured_quantity quantity;
        const char *words;
    } cases[] = {
        {{1, 0.2}, MEASURED_STRONG, MEASURED_TIME, "slower with every core: the fewest"},
        {{1, 0.2}, MEASURED_STRONG, MEASURED_TIME, "slower with every core: is n a number"},
        {{1, 0.2}, MEASURED_STRONG, MEASURED_THROUGHPUT, "slower with every core: the fewest"},
        {{1, 0.2}, MEASURED_COPIES, MEASURED_TIME, "slower with every core: the fewest"},
        {{0.3, 0}, MEASURED_COPIES, MEASURED_TIME, ""},
        {{0.05, 0.01}, MEASURED_STRONG, MEASURED_TIME, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made made = {.law = &model_usl,
                            .shapes = {cases[i].shapes[0], cases[i].shapes[1]},
                            .scale = 1,
                            .n = made_doubles,
                            .counts = 6,
                            .repeats = 5,
                            .noise = 0.01,
                            .scaling = cases[i].scaling,
                            .quantity = cases[i].quantity};
        struct measured_group group = made_group(&made);
        group.scaling_is_known = i == 0;
        struct model_analysis *analysis = made_analysis(&group);
        const char *words = model_analysis_report(analysis)->rise_words;
        if (cases[i].words[0] == '\0')
            CHECK_STRING(words, "");
        else
            CHECK_HOLDS(words, cases[i].words);
        model_analysis_free(analysis);
    }
}

/* s' of weak scaling is no time that rises. */
static void test_weak_is_not_asked(void) {
    struct made made = {.law = &model_gustafson,
                        .shapes = {0.4},
                        .scale = 1,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 3,
                        .noise = 0.01,
                        .scaling = MEASURED_WEAK};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    CHECK_STRING(model_analysis_report(analysis)->rise_words, "");
    model_analysis_free(analysis);
}

/* Where the columns are one another's sum the textbooks' figures are none. */
static void test_raw(void) {
    struct measured_group group = times_of(NEAR, LINEAR, 4);
    struct model_analysis *analysis = made_analysis_by(&group, MODEL_RAW, MODEL_PROFILE);
    const struct model_fit *amdahl = made_fit(analysis, &model_amdahl);
    CHECK(!amdahl->identifiable && isnan(amdahl->shapes[0].value) && isnan(amdahl->speed.value));
    CHECK_HOLDS(amdahl->words, "the core counts do not tell its parameters apart");
    CHECK(made_fit(analysis, &model_linear)->identifiable);
    model_analysis_free(analysis);
}

/* An s that may be anything is none, though the columns are well apart; one that is 0 but for noise
 * is one, however often its error is its value. */
static void test_raw_errors(void) {
    static const double n[] = {1, 1, 2, 2, 4, 4}, wild[] = {1e6, 1e5, 1, 1.1, 1, 0.9},
                        linear[] = {1.02, 0.98, 2.02, 1.98, 4.02, 3.98};
    for (int i = 0; i < 2; i++) {
        struct measured_group group = times_of(n, i == 0 ? wild : linear, 6);
        group.quantity = MEASURED_THROUGHPUT;
        struct model_analysis *analysis = made_analysis_by(&group, MODEL_RAW, MODEL_PROFILE);
        const struct model_fit *amdahl = made_fit(analysis, &model_amdahl);
        if (i == 0) {
            CHECK(!amdahl->identifiable && isnan(amdahl->shapes[0].value));
            CHECK_STRING(amdahl->words, "the measurements set no upper limit to s: measure more, "
                                        "or with less noise");
        } else {
            CHECK(amdahl->identifiable && fabs(amdahl->shapes[0].value) < 1e-9);
            CHECK(amdahl->shapes[0].se > 1e-3);
        }
        model_analysis_free(analysis);
    }
}

/* Gunther's law with kappa = 0 is Amdahl's: no core count would tell the two apart. */
static void test_next_n(void) {
    static const double n[] = {1, 2, 4, 8}, times[] = {1, 0.55, 0.3, 0.18};
    struct measured_group group = times_of(n, times, 4);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK(report->rivals[1] == made_fit(analysis, &model_usl));
    CHECK_NEAR(report->rivals[1]->shapes[1].value, 0, 0);
    CHECK(isnan(report->next_n) && isnan(report->next_errors));
    CHECK_STRING(report->next_words, "");
    model_analysis_free(analysis);
}

int main(void) {
    test_alone();
    test_rising();
    test_weak_is_not_asked();
    test_raw();
    test_raw_errors();
    test_next_n();
    return check_done();
}
