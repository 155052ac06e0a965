/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Raw least squares of the throughput: published fits, and the least sum of squares that another
 * way of looking for it finds (Nelder and Mead's simplex, which knows no derivative). */
#include "check.h"
#include "model/raw.h"

#include <gsl/gsl_multimin.h>
#include <stdlib.h>

enum { ROWS_MOST = 256 };

static struct measured_group group_of(struct measured_row *rows, size_t count,
                                      enum measured_quantity quantity) {
    return (struct measured_group){
        .p = NAN, .quantity = quantity, .rows = rows, .count = count, .scaling_is_known = true};
}

static struct measured_row row_of(double n, double value) {
    return (struct measured_row){n, value, 1, NAN, NAN, MEASURED_NO_ROUND};
}

static struct model_fit fit(const struct measured_group *group, const struct model_law *law) {
    struct model_fit found = {.law = NULL};
    struct fault fault = {0};
    CHECK_INT(model_raw_fit(group, law, NULL, NAN, &found, &fault), 0);
    CHECK_STRING(fault.text, "");
    return found;
}

/* SPEC SDM of 1991 as N. J. Gunther and the R package usl have it. What nls gives for it there. */
static void test_published(void) {
    static const double sdm[][2] = {{1, 64.9},     {18, 995.9}, {36, 1652.4}, {72, 1853.2},
                                    {108, 1828.9}, {144, 1775}, {216, 1702.2}};
    struct measured_row rows[7];
    for (int i = 0; i < 7; i++)
        rows[i] = row_of(sdm[i][0], sdm[i][1]);
    struct measured_group group = group_of(rows, 7, MEASURED_THROUGHPUT);
    struct model_fit found = fit(&group, &model_usl);
    CHECK(found.identifiable);
    CHECK_NEAR(found.shapes[0].value, 0.0277285, 0.5e-7);
    CHECK_NEAR(found.shapes[1].value, 1.04365e-4, 0.5e-9);
    CHECK_NEAR(found.scale.value, 89.9952, 0.5e-4);
    CHECK_NEAR(found.peak_n.value, 96.5196, 0.5e-4);
    CHECK_NEAR(found.shapes[0].se, 0.00912, 0.5e-5);
    CHECK_NEAR(found.shapes[1].se, 1.99e-5, 0.5e-7);
    CHECK_NEAR(found.scale.se, 14.21, 0.5e-2);
    CHECK_NEAR(sqrt(found.rss / 4), 82.85, 0.5e-2);
    CHECK_NEAR(found.peak, 1884, 0.5);
    CHECK_INT(found.shapes[0].kind, MODEL_WALD);
    CHECK_INT(found.peak_n.kind, MODEL_NO_INTERVAL);
    /* Student's t of 4 degrees of freedom is 2.7764. */
    CHECK_NEAR(found.scale.hi - found.scale.value, 2.7764 * found.scale.se, 1e-3);
    CHECK_STRING(found.words, "");
    CHECK(isnan(found.lack_p));
    /* As times it is the same fit: T(1) = 1/lambda. */
    for (int i = 0; i < 7; i++)
        rows[i].value = 1 / sdm[i][1];
    group.quantity = MEASURED_TIME;
    struct model_fit of_times = fit(&group, &model_usl);
    CHECK_NEAR(of_times.scale.value, 1 / found.scale.value, 1e-9);
    CHECK_NEAR(of_times.scale.se, found.scale.se / pow(found.scale.value, 2), 1e-9);
    CHECK_NEAR(of_times.scale.lo, 1 / found.scale.hi, 1e-9);
    CHECK_NEAR(of_times.shapes[1].value, found.shapes[1].value, 1e-11);
    CHECK_NEAR(of_times.peak, 1 / found.peak, 1e-9);
}

static void test_published_small(void) {
    static const double exact[][2] = {{1, 1},      {2, 1.8868}, {4, 3.0769},
                                      {6, 3.5294}, {8, 3.5398}, {10, 3.3557}};
    struct measured_row rows[6];
    for (int i = 0; i < 6; i++)
        rows[i] = row_of(exact[i][0], exact[i][1]);
    struct measured_group group = group_of(rows, 6, MEASURED_SPEEDUP);
    struct model_fit found = fit(&group, &model_usl);
    CHECK_NEAR(found.shapes[0].value, 0.0200058, 0.5e-7);
    CHECK_NEAR(found.shapes[1].value, 0.0199997, 0.5e-7);
    CHECK_NEAR(found.scale.value, 1.00001, 0.5e-5);
}

/* The sum of squares as its definition has it. */
struct sum {
    const struct measured_group *group;
    const struct model_law *law;
    double unit[4];
};

static double sum_of(const gsl_vector *at, void *context) {
    const struct sum *sum = context;
    double shapes[MODEL_SHAPES_MAX] = {0}, total = 0;
    double scale = gsl_vector_get(at, 0) * sum->unit[0];
    for (size_t k = 0; k < sum->law->shape_count; k++)
        shapes[k] = gsl_vector_get(at, 1 + k) * sum->unit[1 + k];
    for (size_t i = 0; i < sum->group->count; i++) {
        const struct measured_row *row = &sum->group->rows[i];
        struct model_site site = {row->n, isnan(row->capacity) ? row->n : row->capacity, 1};
        double x = sum->group->quantity == MEASURED_TIME ? row->work / row->value : row->value;
        double speedup = model_law_speedup(sum->law, &site, shapes);
        total += speedup > 0 ? pow(x - scale * speedup, 2) : 1e30;
    }
    return total;
}

/* Nelder and Mead from `at`, begun anew until it finds nothing lower. */
static double go_down(struct sum *sum, gsl_vector *at) {
    gsl_multimin_function function = {sum_of, at->size, sum};
    gsl_multimin_fminimizer *search =
        gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, at->size);
    gsl_vector *step = gsl_vector_alloc(at->size);
    double before = INFINITY, least = sum_of(at, sum);
    for (int begin = 0; begin < 40 && !(begin > 8 && before == least); begin++) {
        before = least;
        gsl_vector_set_all(step, begin % 2 == 0 ? 0.05 : 0.0007);
        gsl_multimin_fminimizer_set(search, &function, at, step);
        for (int i = 0; i < 2000 && gsl_multimin_fminimizer_size(search) > 1e-13; i++)
            if (gsl_multimin_fminimizer_iterate(search) != GSL_SUCCESS)
                break;
        gsl_vector_memcpy(at, gsl_multimin_fminimizer_x(search));
        least = gsl_multimin_fminimizer_minimum(search);
    }
    gsl_vector_free(step);
    gsl_multimin_fminimizer_free(search);
    return least;
}

/* The simplex begins a tenth away from what was found: it must come back, and no lower. A sum of
 * squares is flat to within 1e-16 of itself where a parameter is off by 1e-8 of what the sum bends
 * over, so that no way of looking at sums alone can do better than about 1e-6. */
static void check_least(const struct measured_group *group, const struct model_law *law,
                        const struct model_fit *found) {
    struct sum sum = {group, law, {0}};
    gsl_vector *at = gsl_vector_alloc(1 + law->shape_count);
    CHECK(found->identifiable);
    sum.unit[0] = group->quantity == MEASURED_TIME ? 1 / found->scale.value : found->scale.value;
    for (size_t k = 0; k < law->shape_count; k++)
        sum.unit[1 + k] = found->shapes[k].value;
    for (size_t k = 0; k < at->size; k++)
        gsl_vector_set(at, k, k % 2 == 0 ? 1.1 : 0.9);
    double least = go_down(&sum, at);
    CHECK_REPORT(found->rss <= least * (1 + 1e-9), "%s: rss %.12g, the simplex found %.12g",
                 law->name, found->rss, least);
    for (size_t k = 0; k < at->size; k++)
        CHECK_NEAR(gsl_vector_get(at, k), 1, 1e-5);
    gsl_vector_free(at);
}

/* The same scatter on every run of the test: a tent map's. */
static double scatter_at(int i) {
    double golden = 0.6180339887498949 * (i + 1);
    return golden - floor(golden) - 0.5;
}

/* 6 fast cores and 8 of 0.6, three rows each: the capacity is the right law, Gunther's the wrong
 * one; each has its least sum of squares. */
static void test_two_kinds(void) {
    struct measured_row rows[42];
    for (int i = 0; i < 42; i++) {
        double n = 1 + i % 14, capacity = fmin(n, 6) + 0.6 * fmax(n - 6, 0);
        double x = 120 / (0.04 + 0.96 / capacity) * (1 + 0.03 * scatter_at(i));
        rows[i] = (struct measured_row){n, 1 / x, 1, capacity, NAN, MEASURED_NO_ROUND};
    }
    struct measured_group group = group_of(rows, 42, MEASURED_TIME);
    struct model_fit capacity = fit(&group, &model_capacity), usl = fit(&group, &model_usl),
                     amdahl = fit(&group, &model_amdahl), linear = fit(&group, &model_linear);
    check_least(&group, &model_capacity, &capacity);
    check_least(&group, &model_usl, &usl);
    check_least(&group, &model_amdahl, &amdahl);
    check_least(&group, &model_linear, &linear);
    CHECK_NEAR(capacity.shapes[0].value, 0.04, 0.005);
    CHECK(capacity.aicc < usl.aicc - 20 && usl.aicc < amdahl.aicc && amdahl.aicc < linear.aicc);
    CHECK(capacity.lack_p > 0.01 && linear.lack_p < 1e-6);
    CHECK(capacity.misfit_most < 0.02 && linear.misfit_most > 0.2);
    CHECK_NEAR(linear.misfit_n, 1, 0); /* the large throughputs have drawn the line down */
    CHECK(capacity.shapes[0].lo < 0.04 && 0.04 < capacity.shapes[0].hi);
    CHECK_NEAR(amdahl.ceiling.lo, 1 / amdahl.shapes[0].hi, 1e-12);
}

/* No n = 1, and counts that are no integers. */
static void test_any_counts(void) {
    static const double counts[] = {1.5, 2.25, 3, 6.5, 12, 24, 31.7};
    struct measured_row rows[7];
    for (int i = 0; i < 7; i++) {
        double n = counts[i];
        rows[i] = row_of(n, 7e4 * n / (1 + 0.08 * (n - 1) + 0.001 * n * (n - 1)) *
                                (1 + 0.02 * scatter_at(i)));
    }
    struct measured_group group = group_of(rows, 7, MEASURED_THROUGHPUT);
    for (int i = 0; i < 3; i++) {
        const struct model_law *law =
            (const struct model_law *[]){&model_usl, &model_amdahl, &model_linear}[i];
        struct model_fit found = fit(&group, law);
        check_least(&group, law, &found);
    }
}

/* Four rows are one more than Gunther's law has parameters: an interval, but no AICc. */
static void test_four_rows(void) {
    struct measured_row rows[4] = {row_of(1, 10.2), row_of(2, 18.7), row_of(4, 34), row_of(8, 47)};
    struct measured_group group = group_of(rows, 4, MEASURED_THROUGHPUT);
    struct model_fit usl = fit(&group, &model_usl), amdahl = fit(&group, &model_amdahl);
    check_least(&group, &model_usl, &usl);
    check_least(&group, &model_amdahl, &amdahl);
    CHECK(isnan(usl.aicc) && isnan(amdahl.aicc));
    CHECK(usl.shapes[0].se > 0 && usl.shapes[0].lo < usl.shapes[0].value);
    CHECK(usl.correlation < -0.5 && usl.correlation > -1);
    /* As many as parameters: the law goes through them, and nothing tells an error. */
    group.count = 3;
    usl = fit(&group, &model_usl);
    CHECK(usl.identifiable && usl.rss < 1e-18 && isnan(usl.shapes[0].se));
    CHECK_INT(usl.shapes[0].kind, MODEL_NO_INTERVAL);
    group.count = 2;
    usl = fit(&group, &model_usl);
    CHECK(!usl.identifiable);
    CHECK_STRING(usl.words, "3 parameters, 2 core counts");
}

/* Falls from 16 threads on, to a tenth at 112. */
static void test_retrograde(void) {
    struct measured_row rows[112];
    for (int i = 0; i < 112; i++) {
        double n = 1 + i;
        rows[i] = row_of(n, 3.3e6 * n / (1 + 0.1 * (n - 1) + 0.0035 * n * (n - 1)) *
                                (1 + 0.1 * scatter_at(i)));
    }
    struct measured_group group = group_of(rows, 112, MEASURED_THROUGHPUT);
    struct model_fit found = fit(&group, &model_usl);
    check_least(&group, &model_usl, &found);
    CHECK_NEAR(found.peak_n.value, sqrt(0.9 / 0.0035), 2);
    /* Amdahl's has no least sum at a serial fraction that means anything; still its own least. */
    struct model_fit amdahl = fit(&group, &model_amdahl);
    if (amdahl.identifiable)
        check_least(&group, &model_amdahl, &amdahl);
    CHECK(!amdahl.identifiable || amdahl.rss > 10 * found.rss);
}

/* More than n times as fast: as it comes, with a word. */
static void test_superlinear(void) {
    struct measured_row rows[5] = {row_of(1, 1), row_of(2, 2.1), row_of(4, 4.5), row_of(8, 9.9),
                                   row_of(16, 20)};
    struct measured_group group = group_of(rows, 5, MEASURED_SPEEDUP);
    struct model_fit amdahl = fit(&group, &model_amdahl);
    check_least(&group, &model_amdahl, &amdahl);
    CHECK(amdahl.shapes[0].value < 0);
    CHECK_STRING(amdahl.words, "s is below 0: superlinear");
    CHECK(isinf(amdahl.ceiling.value));
    for (int i = 0; i < 5; i++) /* s = -0.01 for sure: no limit of a ceiling that there is not */
        rows[i].value = rows[i].n / (1 - 0.01 * (rows[i].n - 1) + 1e-6 * (i % 2));
    amdahl = fit(&group, &model_amdahl);
    CHECK(amdahl.shapes[0].hi < 0 && isinf(amdahl.ceiling.value));
    CHECK(isnan(amdahl.ceiling.lo) && isnan(amdahl.ceiling.hi));
}

/* Weak scaling: times in which work s' + (1 - s') n is done; a line through the rates. */
static void test_weak(void) {
    struct measured_row rows[4];
    for (int i = 0; i < 4; i++) {
        double n = 1 << i, work = 0.2 + 0.8 * n;
        rows[i] = (struct measured_row){
            n, 5 * work / (0.25 + 0.75 * n), work, NAN, NAN, MEASURED_NO_ROUND};
    }
    struct measured_group group = group_of(rows, 4, MEASURED_TIME);
    group.scaling = MEASURED_WEAK;
    struct model_fit found = fit(&group, &model_gustafson);
    CHECK_NEAR(found.shapes[0].value, 0.25, 1e-9);
    CHECK_NEAR(found.scale.value, 5, 1e-8);
}

/* Any unit of time; rows that stand there twice; a start of one's own. */
static void test_units_and_repeats(void) {
    for (int unit = -1; unit <= 1; unit++) {
        struct measured_row rows[12];
        double one = pow(10, 6.5 * unit);
        for (int i = 0; i < 12; i++) {
            double n = 1 << i % 6;
            rows[i] = row_of(n, one * (0.05 + 0.95 / n) * (1 + 0.02 * scatter_at(i)));
        }
        struct measured_group group = group_of(rows, 12, MEASURED_TIME);
        struct model_fit found = fit(&group, &model_amdahl), again;
        check_least(&group, &model_amdahl, &found);
        CHECK_NEAR(found.scale.value / one, 1, 0.02);
        CHECK(found.lack_p > 0 && found.lack_p <= 1);
        CHECK_INT(model_raw_fit(&group, &model_amdahl, &(double){0.3}, one, &again, NULL), 0);
        CHECK_NEAR(again.shapes[0].value, found.shapes[0].value, 1e-9);
    }
}

int main(void) {
    test_published();
    test_published_small();
    test_two_kinds();
    test_any_counts();
    test_four_rows();
    test_retrograde();
    test_superlinear();
    test_weak();
    test_units_and_repeats();
    return check_done();
}
