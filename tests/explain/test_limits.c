/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Limits as text, held against intervals, and the points that they are for. */
#include "check.h"
#include "explain/limits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void test_parse(void) {
    struct limit limit;
    CHECK_INT(limit_parse(LIMIT_EFFICIENCY, "0.8@8", &limit, NULL), 0);
    CHECK_NEAR(limit.bound, 0.8, 0);
    CHECK_INT(limit.n, 8);
    CHECK_INT(limit_parse(LIMIT_SERIAL, "2e-2", &limit, NULL), 0);
    CHECK_NEAR(limit.bound, 0.02, 0);
    CHECK_INT(limit.n, 0);
    const char *bad[] = {"",          "@",     "2",    "@2",    "2@",       "2@1",
                         "2@1000001", "2@2.5", "x@2",  "-1@2",  "nan@2",    "inf@2",
                         "2@2@2",     " 2@2",  "2@ 2", "2,5@2", "1000001@2"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct fault fault = {.code = FAULT_NONE};
        CHECK_REPORT(limit_parse(LIMIT_SPEEDUP, bad[i], &limit, &fault) == -FAULT_USAGE,
                     "'%s' is taken for a limit", bad[i]);
        CHECK_HOLDS(fault.text, "--min-speedup");
    }
    CHECK_INT(limit_parse(LIMIT_SERIAL, "0.1@2", &limit, NULL), -FAULT_USAGE);
    CHECK_INT(limit_parse(LIMIT_SERIAL, "1.01", &limit, NULL), -FAULT_USAGE);
    CHECK_INT(limit_parse(LIMIT_SERIAL, "", &limit, NULL), -FAULT_USAGE);
}

/* The bound itself is on the good side. */
static void test_judge(void) {
    const struct interval figure = {2, 1.9, 2.1}, none = {2, NAN, NAN};
    CHECK_INT(limit_judge(&figure, 1.9, true), LIMIT_PASS);
    CHECK_INT(limit_judge(&figure, 1.91, true), LIMIT_INCONCLUSIVE);
    CHECK_INT(limit_judge(&figure, 2.1, true), LIMIT_INCONCLUSIVE);
    CHECK_INT(limit_judge(&figure, 2.11, true), LIMIT_FAIL);
    CHECK_INT(limit_judge(&figure, 2.1, false), LIMIT_PASS);
    CHECK_INT(limit_judge(&figure, 2, false), LIMIT_INCONCLUSIVE);
    CHECK_INT(limit_judge(&figure, 1.89, false), LIMIT_FAIL);
    CHECK_INT(limit_judge(&none, 1, true), LIMIT_INCONCLUSIVE);
    CHECK_INT(limit_judge(&none, 3, false), LIMIT_INCONCLUSIVE);
}

/* p = 0.5 and 0.9 at n = 1, 2, 4, with intervals of ± 0.1, and the times of s = 1 - p. */
enum { POINTS = 6, ROUNDS = 12 };

struct made {
    struct summary_row rows[POINTS];
    struct measured_group groups[2];
    struct measured measured;
    struct measured_row times[2][3 * ROUNDS];
    struct limit limits[4];
    struct limits_request request;
    struct limit_row *held;
    size_t count;
};

static void make(struct made *made) {
    *made = (struct made){.measured = {made->groups, 2}};
    for (size_t i = 0; i < POINTS; i++) {
        struct summary_row *row = &made->rows[i];
        row->p = i < 3 ? 0.5 : 0.9;
        row->n = 1u << (i % 3);
        double speedup = 1 / (1 - row->p + row->p / row->n);
        row->speedup = (struct interval){speedup, speedup - 0.1, speedup + 0.1};
        row->samples = row->rounds = ROUNDS;
    }
    for (size_t g = 0; g < 2; g++) {
        struct measured_group *group = &made->groups[g];
        *group = (struct measured_group){.p = g == 0 ? 0.5 : 0.9, .rows = made->times[g]};
        for (size_t i = 0; i < 3 * ROUNDS; i++) {
            double n = 1u << (i % 3), scatter = 1 + 1e-3 * ((double)((i * 37) % 11) / 11 - 0.5);
            group->rows[group->count++] = (struct measured_row){
                n, scatter * (1 - group->p + group->p / n), 1, NAN, NAN, (uint32_t)(i / 3)};
        }
    }
    made->request = (struct limits_request){.name = "run",
                                            .limits = made->limits,
                                            .rows = made->rows,
                                            .row_count = POINTS,
                                            .measured = &made->measured,
                                            .model = {.interval = MODEL_PROFILE, .margin = 0.01}};
}

static int hold(struct made *made, struct fault *fault) {
    free(made->held);
    made->held = NULL;
    return limits_check(&made->request, &made->held, &made->count, fault);
}

static void test_largest(void) {
    struct made made;
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SPEEDUP, 2.9, 4};
    made.limits[1] = (struct limit){LIMIT_EFFICIENCY, 0.78, 4};
    made.limits[2] = (struct limit){LIMIT_SPEEDUP, 3.1, 4};
    made.request.limit_count = 3;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.count, 3);
    CHECK_NEAR(made.held[0].p, 0.9, 0);
    CHECK_NEAR(made.held[1].figure.value, 1 / (0.1 + 0.9 / 4) / 4, 1e-12);
    CHECK_INT(made.held[0].outcome, LIMIT_PASS);
    CHECK_INT(made.held[1].outcome, LIMIT_INCONCLUSIVE);
    CHECK_INT(made.held[2].outcome, LIMIT_INCONCLUSIVE);
    CHECK_INT(limits_exit_status(made.held, 1), 0);
    CHECK_INT(limits_exit_status(made.held, 3), 4);
    made.held[0].outcome = LIMIT_FAIL;
    CHECK_INT(limits_exit_status(made.held, 3), 3);
    const double both[] = {0.5, 0.9};
    made.request.fractions = both;
    made.request.fraction_count = 2;
    made.request.limit_count = 1;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.count, 2);
    CHECK_INT(made.held[0].outcome, LIMIT_FAIL); /* 1.6 at p = 0.5 */
    CHECK_INT(made.held[1].outcome, LIMIT_PASS);
    free(made.held);
}

/* A serial fraction of 0.1, known to far better than 0.01. */
static void test_serial(void) {
    struct made made;
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SERIAL, 0.11, 0};
    made.limits[1] = (struct limit){LIMIT_SERIAL, 0.09, 0};
    made.request.limit_count = 2;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.count, 2);
    CHECK_NEAR(made.held[0].figure.value, 0.1, 0.003);
    CHECK_INT(made.held[0].outcome, LIMIT_PASS);
    CHECK_INT(made.held[1].outcome, LIMIT_FAIL);
    made.groups[1].count = 3 * 5;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_INCONCLUSIVE);
    CHECK_HOLDS(made.held[0].why, "5 rounds: an interval needs 6");
    made.groups[1].count = 0;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_HOLDS(made.held[0].why, "no sample is valid");
    free(made.held);
}

/* An s of a law that the rows refute decides nothing, whatever it is; more workers than cores is
 * said. */
static void test_refuted(void) {
    struct made made;
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SERIAL, 1e-6, 0};
    made.limits[1] = (struct limit){LIMIT_SERIAL, 1, 0};
    made.limits[2] = (struct limit){LIMIT_SPEEDUP, 1, 4};
    made.request.limit_count = 3;
    for (size_t i = 0; i < made.groups[1].count; i++)
        made.groups[1].rows[i].value *= made.groups[1].rows[i].n == 2 ? 2 : 1;
    made.rows[5].oversubscribed = true;
    CHECK_INT(hold(&made, NULL), 0);
    for (size_t i = 0; i < 2; i++) {
        CHECK_INT(made.held[i].outcome, LIMIT_INCONCLUSIVE);
        CHECK_HOLDS(made.held[i].why, "Amdahl's law does not fit: it misses n = ");
        CHECK(!isnan(made.held[i].figure.value));
    }
    CHECK_INT(limits_exit_status(made.held, made.count), 4);
    CHECK(!made.held[0].oversubscribed && made.held[2].oversubscribed);
    CHECK_INT(made.held[2].outcome, LIMIT_PASS);
    free(made.held);
}

/* Of weak scaling there is no such limit; of a run with both kinds the other series are held. */
static void test_weak(void) {
    struct made made;
    struct fault fault = {.code = FAULT_NONE};
    const double both[] = {0.5, 0.9};
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SERIAL, 1, 0};
    made.request.limit_count = 1;
    made.groups[1].scaling = MEASURED_WEAK;
    snprintf(made.groups[1].series.scaling, sizeof made.groups[1].series.scaling, "weak");
    for (size_t i = 3; i < POINTS; i++)
        made.rows[i].series = made.groups[1].series;
    CHECK(!limits_have_serial(&made.rows[5].series) && limits_have_serial(&made.rows[0].series));
    made.request.fractions = &both[1];
    made.request.fraction_count = 1;
    CHECK_INT(hold(&made, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "run is of weak scaling, and the serial fraction of --max-serial is");
    made.request.fractions = both;
    made.request.fraction_count = 2;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.count, 1);
    CHECK_NEAR(made.held[0].p, 0.5, 0);
    CHECK_INT(made.held[0].outcome, LIMIT_PASS);
    free(made.held);
}

/* One point of which more than half is left out is enough, of those that the law is fitted to. */
static void test_serial_disturbed(void) {
    struct made made;
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SERIAL, 0.5, 0};
    made.request.limit_count = 1;
    made.rows[4].rounds = ROUNDS / 2;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_PASS);
    made.rows[4].rounds = ROUNDS / 2 - 1;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_INCONCLUSIVE);
    CHECK_STRING(made.held[0].why, "n = 2: more than half of the samples are disturbed");
    CHECK_NEAR(made.held[0].figure.value, 0.1, 0.003);
    made.rows[4].oversubscribed = true;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_PASS);
    /* Another series' points are its own affair. */
    made.rows[1].rounds = 0;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_PASS);
    /* A round has several samples at n = 1. */
    made.rows[3].samples = 3 * ROUNDS;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_PASS);
    made.rows[3].invalid = 2 * ROUNDS;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_INCONCLUSIVE);
    /* Where nothing is left there is no group. */
    made.measured.count = 1;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.count, 1);
    CHECK_NEAR(made.held[0].p, 0.9, 0);
    CHECK_HOLDS(made.held[0].why, "more than half of the samples are disturbed");
    CHECK(isnan(made.held[0].figure.value));
    free(made.held);
}

/* A run of which nothing has work on cores of its own. */
static void test_no_group(void) {
    struct made made;
    struct fault fault = {.code = FAULT_NONE};
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SERIAL, 0.5, 0};
    made.request.limit_count = 1;
    made.measured.count = 0;
    CHECK_INT(hold(&made, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "run has no time of work on its own cores");
}

static void test_few_and_disturbed(void) {
    struct made made;
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SPEEDUP, 1, 4};
    made.request.limit_count = 1;
    made.rows[5].rounds = 5;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_INCONCLUSIVE);
    CHECK_HOLDS(made.held[0].why, "more than half of the samples are disturbed");
    made.rows[5].samples = 5;
    made.rows[5].speedup.lo = made.rows[5].speedup.hi = NAN;
    CHECK_INT(hold(&made, NULL), 0);
    CHECK_INT(made.held[0].outcome, LIMIT_INCONCLUSIVE);
    CHECK_HOLDS(made.held[0].why, "5 rounds have a speed-up, an interval needs 6");
    free(made.held);
}

static void test_not_measured(void) {
    struct made made;
    struct fault fault = {.code = FAULT_NONE};
    const double other = 0.75;
    make(&made);
    made.limits[0] = (struct limit){LIMIT_SPEEDUP, 1, 8};
    made.request.limit_count = 1;
    CHECK_INT(hold(&made, &fault), -FAULT_INPUT);
    CHECK_STRING(fault.text, "run: n = 8 was not measured; there is 1, 2, 4");
    fault.code = FAULT_NONE;
    made.request.fractions = &other;
    made.request.fraction_count = 1;
    CHECK_INT(hold(&made, &fault), -FAULT_INPUT);
    CHECK_STRING(fault.text, "run: p = 0.75 was not measured; there is 0.5, 0.9");
    fault.code = FAULT_NONE;
    made.request.row_count = 0;
    made.measured.count = 0;
    CHECK_INT(hold(&made, &fault), -FAULT_INPUT);
    CHECK_STRING(fault.text, "run has no row to check");
}

int main(void) {
    test_parse();
    test_judge();
    test_largest();
    test_serial();
    test_refuted();
    test_weak();
    test_serial_disturbed();
    test_no_group();
    test_few_and_disturbed();
    test_not_measured();
    return check_done();
}
