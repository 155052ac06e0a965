/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whole analyses: the published fits, data without noise, which laws are fitted, and their figures.
 */
#include "made.h"
#include "published.h"

/* The default method's figures of SPEC SDM 91, found by others before. */
static void test_published(void) {
    struct measured_group group = published_sdm(made_rows);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_fit *amdahl = made_fit(analysis, &model_amdahl);
    const struct model_fit *usl = made_fit(analysis, &model_usl);
    CHECK(amdahl->identifiable && usl->identifiable);
    CHECK_NEAR(amdahl->shapes[0].value, 0.0331, 5e-5);
    CHECK_NEAR(amdahl->shapes[0].se, 0.0077, 5e-5);
    CHECK_NEAR(amdahl->shapes[0].lo, 0.0184, 5e-5);
    CHECK_NEAR(amdahl->shapes[0].hi, 0.0575, 5e-5);
    CHECK_NEAR(amdahl->ceiling.value, 1 / 0.0331, 0.05);
    CHECK_NEAR(amdahl->ceiling.lo, 1 / 0.0575, 0.05);
    CHECK_NEAR(usl->shapes[0].value, 0.01345, 5e-6);
    CHECK_NEAR(usl->shapes[0].se, 0.00404, 5e-6);
    CHECK_NEAR(usl->shapes[1].value, 1.151e-4, 5e-8);
    CHECK_NEAR(usl->shapes[1].se, 2.16e-5, 5e-8);
    CHECK_NEAR(usl->scale.value, 67.94, 5e-3);
    CHECK_NEAR(usl->scale.se, 4.54, 5e-3);
    CHECK_NEAR(usl->peak_n.value, 92.58, 5e-3);
    CHECK_INT(usl->peak_n.kind, MODEL_PROFILE);
    CHECK(made_holds(&usl->peak_n, 92.58) && usl->peak_n.lo > 60 && usl->peak_n.hi < 200);
    CHECK(usl->correlation < -0.5 && usl->correlation > -1);
    CHECK(isnan(usl->lack_p)); /* one row an n */
    model_analysis_free(analysis);
}

static void check_exact(const struct made *made) {
    struct measured_group group = made_group(made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_fit *fit = made_fit(analysis, made->law);
    CHECK(fit->identifiable);
    for (size_t k = 0; k < made->law->shape_count; k++)
        CHECK_NEAR(fit->shapes[k].value, made->shapes[k], 1e-9 * made->shapes[k]);
    CHECK_NEAR(fit->scale.value, made->scale, 1e-9 * made->scale);
    CHECK(made_holds(&fit->scale, fit->scale.value) && fit->scale.hi < made->scale * (1 + 1e-6));
    CHECK(!fit->is_refuted);
    CHECK(fit->misfit_most < 1e-9);
    model_analysis_free(analysis);
}

/* No noise: what made the data, in any unit, with repeats and without, with rounds, of any kind. */
static void test_exact(void) {
    static const double odd[] = {0.5, 1.5, 2.5, 7, 11.25, 48};
    for (size_t i = 0; i < 12; i++) {
        struct made made = {.law = &model_amdahl,
                            .shapes = {0.07},
                            .scale = (double[]){1e-8, 1, 1e5}[i % 3],
                            .n = i % 2 == 0 ? made_doubles : odd,
                            .counts = 6,
                            .repeats = i < 6 ? 1 : 4};
        check_exact(&made);
        made.quantity = MEASURED_THROUGHPUT;
        check_exact(&made);
        made.scaling = MEASURED_COPIES;
        made.quantity = MEASURED_TIME;
        check_exact(&made);
        made.law = &model_usl;
        made.shapes[1] = 2e-4;
        check_exact(&made);
        made.law = &model_linear;
        check_exact(&made);
        made.law = &model_gustafson;
        made.scaling = MEASURED_WEAK;
        check_exact(&made);
        made.quantity = MEASURED_THROUGHPUT;
        check_exact(&made);
    }
}

/* Of weak scaling Gustafson's law and no other; of the others all but his. */
static void test_admitted(void) {
    struct made made = {.law = &model_gustafson,
                        .shapes = {0.2},
                        .scale = 3,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 8,
                        .noise = 0.01,
                        .scaling = MEASURED_WEAK};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK_INT(report->fit_count, 1);
    CHECK(report->fits[0].law == &model_gustafson);
    CHECK(made_holds(&report->fits[0].shapes[0], 0.2));
    CHECK_NEAR(report->cells[3].value, 3 * 7.3 / (0.2 + 0.8 * 8), 0.05);
    CHECK_NEAR(report->cells[3].speedup, 0.2 + 0.8 * 8, 0.1);
    CHECK(isnan(report->cells[3].karp_flatt));
    model_analysis_free(analysis);
    group.scaling = MEASURED_STRONG;
    for (size_t i = 0; i < group.count; i++) {
        made_rows[i].work = 1;
        made_rows[i].capacity = made_rows[i].n;
        made_rows[i].clock = 1;
    }
    analysis = made_analysis(&group);
    CHECK_INT(model_analysis_report(analysis)->fit_count, 3); /* the capacity is n: no other law */
    model_analysis_free(analysis);
    for (size_t i = 0; i < group.count; i++) {
        made_rows[i].capacity = sqrt(made_rows[i].n);
        made_rows[i].clock = 1 / (1 + made_rows[i].n / 100);
    }
    analysis = made_analysis(&group);
    CHECK_INT(model_analysis_report(analysis)->fit_count, 5);
    CHECK(made_fit(analysis, &model_gustafson) == NULL);
    model_analysis_free(analysis);
}

/* The speed-up of a law and the measured one: its interval holds it, and is wider beyond. */
static void test_speedup(void) {
    struct made made = {.law = &model_usl,
                        .shapes = {0.03, 5e-4},
                        .scale = 1,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 10,
                        .noise = 0.02};
    for (int kind = 0; kind < 3; kind++) {
        struct measured_group group = made_group(&made);
        struct model_analysis *analysis = made_analysis_by(
            &group, kind == 2 ? MODEL_RAW : MODEL_LOG, kind == 1 ? MODEL_BOOTSTRAP : MODEL_PROFILE);
        const struct model_fit *fit = made_fit(analysis, &model_usl);
        double widths[9];
        for (int i = 0; i < 9; i++) {
            double n = ldexp(1, i);
            struct model_site site = {n, n, 1};
            struct model_estimate speedup = model_speedup_at(analysis, fit, &site);
            double truth = model_law_speedup(&model_usl, &site, made.shapes);
            CHECK(made_holds(&speedup, truth) && made_holds(&speedup, speedup.value));
            widths[i] = (speedup.hi - speedup.lo) / truth;
        }
        CHECK_NEAR(widths[0], 0, 0);
        CHECK(widths[5] > 0 && widths[5] < 0.1);
        CHECK(widths[8] > widths[5]);
        CHECK_INT(fit->shapes[0].kind, kind == 0   ? MODEL_PROFILE
                                       : kind == 1 ? MODEL_BOOTSTRAP
                                                   : MODEL_WALD);
        model_analysis_free(analysis);
    }
}

/* e(n) and its ends. */
static void test_cells(void) {
    struct made made = {.law = &model_amdahl,
                        .shapes = {0.05},
                        .scale = 4,
                        .n = made_doubles,
                        .counts = 6,
                        .repeats = 20,
                        .noise = 0.02};
    struct measured_group group = made_group(&made);
    struct model_analysis *analysis = made_analysis(&group);
    const struct model_report *report = model_analysis_report(analysis);
    CHECK_INT(report->cell_count, 6);
    CHECK_NEAR(report->base_n, 1, 0);
    CHECK_NEAR(report->cells[0].value, 4, 0.1);
    CHECK(isnan(report->cells[0].karp_flatt));
    for (size_t i = 1; i < 6; i++) {
        const struct model_cell *cell = &report->cells[i];
        CHECK(cell->karp_flatt_lo < 0.05 && 0.05 < cell->karp_flatt_hi);
        CHECK(cell->karp_flatt_lo < cell->karp_flatt && cell->karp_flatt < cell->karp_flatt_hi);
        CHECK_NEAR(cell->speedup, 1 / (0.05 + 0.95 / cell->site.n), 0.02 * cell->speedup);
        CHECK_INT(cell->rows, 20);
    }
    model_analysis_free(analysis);
    made.n = made_doubles + 1;
    made.counts = 5;
    group = made_group(&made);
    analysis = made_analysis(&group);
    report = model_analysis_report(analysis);
    CHECK_NEAR(report->base_n, 2, 0);
    CHECK_NEAR(report->cells[0].speedup, 1, 0);
    CHECK(isnan(report->cells[4].karp_flatt));
    CHECK(made_holds(&made_fit(analysis, &model_amdahl)->scale, 4)); /* T(1), never measured */
    model_analysis_free(analysis);
}

static void test_none(void) {
    struct measured_group group = {.name = "nothing"};
    struct model_request request = {.group = &group};
    struct model_analysis *analysis = NULL;
    struct fault fault = {0};
    CHECK_INT(model_analyse(&request, &analysis, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "nothing");
    model_analysis_free(NULL);
}

int main(void) {
    test_published();
    test_exact();
    test_admitted();
    test_speedup();
    test_cells();
    test_none();
    return check_done();
}
