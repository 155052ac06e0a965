/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Each mechanism that bends Karp and Flatt's serial fraction is named, exact and with scatter. */
#include "law_rows.h"
#include "model/shape.h"

static const double MARGIN = 0.01;
static const double COUNTS[] = {1, 2, 3, 4, 6, 8, 12, 16};
enum { COUNT_OF_COUNTS = 8 };

/* What a mechanism does to the cost, as one would write it down without a thought of e(n); `s` is
 * the serial fraction, `c` the mechanism's figure. */
struct mechanism {
    const char *name;
    double (*cost)(double n, const void *of);
    double s, c;
    enum model_shape shape;
    double figures[2]; /* s and c as they are to be found */
    const char *words;
};

static double flat_cost(double n, const void *of) {
    const struct mechanism *m = of;
    return m->s + (1 - m->s) / n;
}

static double usl_cost(double n, const void *of) {
    const struct mechanism *m = of;
    return flat_cost(n, of) + m->c * (n - 1);
}

/* A barrier: log2 n steps. */
static double tree_cost(double n, const void *of) {
    const struct mechanism *m = of;
    return flat_cost(n, of) + m->c * log2(n);
}

/* The parallel part's slowest worker has c times its share. */
static double imbalance_cost(double n, const void *of) {
    const struct mechanism *m = of;
    return m->s + (1 - m->s) / n * (n > 1 ? m->c : 1);
}

/* All cores run at c of the clock of one. */
static double turbo_cost(double n, const void *of) {
    const struct mechanism *m = of;
    return m->s + (1 - m->s) / (n > 1 ? n * m->c : 1);
}

/* n = 1 was a serial build, faster by c. */
static double build_cost(double n, const void *of) {
    const struct mechanism *m = of;
    return n > 1 ? flat_cost(n, of) / (1 - m->c) : 1;
}

/* No more than c workers' bandwidth. */
static double bandwidth_cost(double n, const void *of) {
    const struct mechanism *m = of;
    return m->s + (1 - m->s) / fmin(n, m->c);
}

static const struct mechanism MECHANISMS[] = {
    {"serial", flat_cost, 0.05, 0, MODEL_SHAPE_FLAT, {0.05, NAN}, "flat at 0.05: serial work"},
    {"nothing", flat_cost, 0, 0, MODEL_SHAPE_FLAT, {0, NAN}, "flat"},
    {"coherency",
     usl_cost,
     0.02,
     0.004,
     MODEL_SHAPE_RISING,
     {0.02, 0.004},
     "rises by 0.004 a core: coherency"},
    {"tree", tree_cost, 0.01, 0.02, MODEL_SHAPE_LOGARITHMIC, {0.01, 0.02}, "costs 0.02 of T(1)"},
    {"imbalance",
     imbalance_cost,
     0.02,
     1.25,
     MODEL_SHAPE_FALLING,
     {0.02, 0.98 * 0.25},
     "imbalance"},
    {"turbo", turbo_cost, 0.02, 0.8, MODEL_SHAPE_FALLING, {0.02, 0.98 * 0.25}, "clock"},
    {"build", build_cost, 0.02, 0.2, MODEL_SHAPE_FALLING, {0.025, 0.25}, "another build"},
    {"bandwidth",
     bandwidth_cost,
     0.02,
     6,
     MODEL_SHAPE_KINKED,
     {0.02, 0.98},
     "up to about n = 6 and rises"},
};
enum { MECHANISM_COUNT = sizeof MECHANISMS / sizeof MECHANISMS[0] };

static struct model_report find(const struct law_rows *rows) {
    struct strata strata = law_rows_strata(rows);
    struct model_report report = {.shape = MODEL_SHAPE_KINKED};
    struct fault fault = {0};
    CHECK_INT(model_shape_find(&strata, MARGIN, &report, &fault), 0);
    CHECK_STRING(fault.text, "");
    strata_release(&strata);
    return report;
}

static void test_exact(void) {
    for (int i = 0; i < MECHANISM_COUNT; i++) {
        const struct mechanism *m = &MECHANISMS[i];
        struct law_rows rows = {COUNTS, COUNT_OF_COUNTS, 1, 0, NULL, m->cost, m};
        struct model_report report = find(&rows);
        CHECK_REPORT(report.shape == m->shape, "%s: shape %d: %s", m->name, (int)report.shape,
                     report.shape_words);
        CHECK_NEAR(report.shape_figures[0], m->figures[0], 1e-8);
        CHECK_NEAR(report.shape_figures[1], m->figures[1], 1e-8);
        CHECK_NEAR(report.shape_figures[2], m->shape == MODEL_SHAPE_KINKED ? 6 : NAN, 0);
        CHECK_HOLDS(report.shape_words, m->words);
        CHECK(strstr(report.shape_words, "nearly as well") == NULL);
    }
}

/* 1 % of scatter, ten rows each: the name is right nearly always. */
static void test_scattered(void) {
    enum { REPLICATES = 60, REPEATS = 10 };
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    for (int i = 0; i < MECHANISM_COUNT; i++) {
        const struct mechanism *m = &MECHANISMS[i];
        struct law_rows rows = {COUNTS, COUNT_OF_COUNTS, REPEATS, 0.01, random, m->cost, m};
        int right = 0;
        for (int replicate = 0; replicate < REPLICATES; replicate++)
            right += find(&rows).shape == m->shape;
        printf("%-10s %2d of %d\n", m->name, right, REPLICATES);
        CHECK_REPORT(right >= 0.85 * REPLICATES, "%s: %d of %d", m->name, right, REPLICATES);
    }
    gsl_rng_free(random);
}

/* Bandwidth that ends between two core counts. */
static void test_kink_between(void) {
    static const double doubling[] = {1, 2, 4, 8, 16, 32};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    struct mechanism m = {.s = 0.02, .c = 5.2};
    struct law_rows rows = {doubling, 6, 10, 0.01, random, bandwidth_cost, &m};
    struct model_report report = find(&rows);
    CHECK_REPORT(report.shape == MODEL_SHAPE_KINKED, "shape %d: %s", (int)report.shape,
                 report.shape_words);
    CHECK_NEAR(report.shape_figures[2], 5.2, 0.6);
    gsl_rng_free(random);
}

/* M. J. Quinn's two tables (2003, section 7.5): eight speed-ups of two decimals. */
static void test_quinn(void) {
    static const double first[] = {1, 1.82, 2.50, 3.08, 3.57, 4.00, 4.38, 4.71};
    static const double second[] = {1, 1.87, 2.61, 3.23, 3.73, 4.14, 4.46, 4.71};
    struct measured_row rows[2][8];
    for (int i = 0; i < 8; i++) {
        rows[0][i] = (struct measured_row){i + 1, first[i], 1, NAN, NAN, MEASURED_NO_ROUND};
        rows[1][i] = (struct measured_row){i + 1, second[i], 1, NAN, NAN, MEASURED_NO_ROUND};
    }
    for (int i = 0; i < 2; i++) {
        struct measured_group group = {
            .p = NAN, .quantity = MEASURED_SPEEDUP, .rows = rows[i], .count = 8};
        struct strata strata;
        struct model_report report = {.best = NULL};
        CHECK_INT(strata_make(&group, false, &strata, NULL), 0);
        CHECK_INT(model_shape_find(&strata, MARGIN, &report, NULL), 0);
        CHECK_INT(report.shape, i == 0 ? MODEL_SHAPE_FLAT : MODEL_SHAPE_RISING);
        CHECK_NEAR(report.shape_figures[0], i == 0 ? 0.1 : 0.06, 0.002);
        if (i == 1)
            CHECK_NEAR(report.shape_figures[1], 0.005, 3e-4);
        strata_release(&strata);
    }
}

/* Both of a pair that three cores can hardly part are named. */
static void test_rival_is_named(void) {
    static const double few[] = {1, 2, 3, 4, 5, 6};
    int named = 0, bent = 0;
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    struct mechanism m = {.cost = usl_cost, .s = 0.02, .c = 0.01};
    struct law_rows rows = {few, 6, 8, 0.01, random, usl_cost, &m};
    for (int i = 0; i < 40; i++) {
        struct model_report report = find(&rows);
        bent += report.shape != MODEL_SHAPE_FLAT;
        named += strstr(report.shape_words, "explains it nearly as well") != NULL;
    }
    CHECK(bent > 30);
    CHECK(named > 5 && named < 40);
    gsl_rng_free(random);
}

static double gain_cost(double n, const void *of) {
    (void)of;
    return n > 1 ? 0.9 * (0.03 + 0.97 / n) : 1; /* n = 1 is slow */
}

static double superlinear_cost(double n, const void *of) {
    (void)of;
    return 1 / n + 0.2 * (1 - 1 / n) - 0.003 * (n - 1);
}

static double wild_cost(double n, const void *of) {
    (void)of;
    return 1 / n * (1 + 0.1 * sin(5 * (n - 1)));
}

static void test_unknown(void) {
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    struct mechanism m = {.s = 0.05};
    struct law_rows rows = {COUNTS, 3, 10, 0, NULL, flat_cost, &m};
    struct model_report report = find(&rows);
    CHECK_INT(report.shape, MODEL_SHAPE_UNKNOWN);
    CHECK_STRING(report.shape_words, "the shape of e(n) takes four core counts");
    CHECK(isnan(report.shape_figures[0]));
    rows = (struct law_rows){COUNTS + 1, 6, 10, 0, NULL, flat_cost, &m};
    CHECK_STRING(find(&rows).shape_words, ""); /* without n = 1 there is no e(n) */
    rows = (struct law_rows){COUNTS, 2, 10, 0, NULL, flat_cost, &m};
    CHECK_STRING(find(&rows).shape_words, "");
    rows = (struct law_rows){COUNTS, 4, 1, 0, NULL, flat_cost, &m};
    CHECK_STRING(find(&rows).shape_words, "too few rows for the shape of e(n)");
    rows = (struct law_rows){COUNTS, 8, 10, 0.002, random, gain_cost, NULL};
    report = find(&rows);
    CHECK_INT(report.shape, MODEL_SHAPE_UNKNOWN);
    CHECK_HOLDS(report.shape_words, "n = 1 were slow for a reason of its own");
    rows.cost = superlinear_cost;
    report = find(&rows);
    CHECK_INT(report.shape, MODEL_SHAPE_UNKNOWN);
    CHECK_HOLDS(report.shape_words, "falls as n grows");
    rows.cost = wild_cost;
    report = find(&rows);
    CHECK_INT(report.shape, MODEL_SHAPE_UNKNOWN);
    CHECK_HOLDS(report.shape_words, "none of the shapes that have a name");
    gsl_rng_free(random);
}

/* Every e(n) below 0, and rising: no mechanism of loss is named, whatever its course. */
static void test_below_zero(void) {
    struct measured_row rows[6];
    struct model_analysis *analysis = NULL;
    struct mechanism m = {.s = -0.03, .c = 0.001};
    for (int i = 0; i < 6; i++)
        rows[i] = (struct measured_row){COUNTS[i], usl_cost(COUNTS[i], &m), 1, NAN,
                                        NAN,       MEASURED_NO_ROUND};
    struct measured_group group = {
        .p = NAN, .quantity = MEASURED_TIME, .rows = rows, .count = 6, .scaling = MEASURED_STRONG};
    struct model_request request = {.group = &group, .margin = MARGIN};
    CHECK_INT(model_analyse(&request, &analysis, NULL), 0);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK_INT(report->shape, MODEL_SHAPE_UNKNOWN);
    CHECK_HOLDS(report->shape_words, "e(n) is below 0 at every n");
    CHECK(strstr(report->shape_words, "coherency") == NULL);
    model_analysis_free(analysis);
    /* Flat, by so little that it may be scatter: no serial work is spoken of. */
    m = (struct mechanism){.s = -1e-9};
    struct law_rows flat = {COUNTS, COUNT_OF_COUNTS, 1, 0, NULL, flat_cost, &m};
    CHECK_HOLDS(find(&flat).shape_words, "e(n) is flat at -1e-09: no serial part is seen");
}

/* The clock or the capacity that was measured bends e(n): it has no other name then. */
static void test_measured_cores(void) {
    const struct model_law *laws[] = {&model_amdahl_clock, &model_capacity};
    static const char *const words[] = {"e(n) is as the measured clock has it",
                                        "e(n) is as the measured capacity has it"};
    struct measured_row rows[24];
    struct mechanism m = {.s = 0.05};
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    for (int law = 0; law < 2; law++) {
        struct model_analysis *analysis = NULL;
        for (int i = 0; i < 24; i++) { /* bent as no law of plain cores is */
            double n = COUNTS[i % 6], clock = n > 3 ? 0.85 : 1, capacity = n > 3 ? 0.7 * n : n;
            struct model_site site = {n, capacity, law == 0 ? clock : 1};
            double time = model_law_value(laws[law], &site, &m.s);
            time *= exp(gsl_ran_gaussian(random, 0.002));
            rows[i] = (struct measured_row){
                n, time, 1, law == 1 ? capacity : NAN, law == 0 ? clock : NAN, MEASURED_NO_ROUND};
        }
        struct measured_group group = {.p = NAN,
                                       .quantity = MEASURED_TIME,
                                       .rows = rows,
                                       .count = 24,
                                       .scaling = MEASURED_STRONG};
        struct model_request request = {.group = &group, .margin = MARGIN};
        CHECK_INT(model_analyse(&request, &analysis, NULL), 0);
        const struct model_report *report = model_analysis_report(analysis);
        CHECK(report->best != NULL && report->best->law == laws[law]);
        CHECK_INT(report->shape, MODEL_SHAPE_UNKNOWN);
        CHECK_STRING(report->shape_words, words[law]);
        model_analysis_free(analysis);
    }
    gsl_rng_free(random);
}

int main(void) {
    test_exact();
    test_scattered();
    test_kink_between();
    test_quinn();
    test_rival_is_named();
    test_unknown();
    test_below_zero();
    test_measured_cores();
    return check_done();
}
