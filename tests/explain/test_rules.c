/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Each of the twelve rules: met, not met, not applicable, and the figures in the reason. */
#include "check.h"
#include "explain/rules.h"

#include <stdbool.h>

/* Two cores, p = 0.9, 40 rounds. */
static struct summary_row make_row(unsigned n) {
    struct summary_row row = {
        .series = {.workload = "spin", .engine = "threads"},
        .p = 0.9,
        .p_basis = "work",
        .n = n,
        .time_s = {0.02 / n, 0.019 / n, 0.021 / n},
        .speedup = {n, 0.99 * n, 1.01 * n},
        .law_speedup = n,
        .attainable_speedup = NAN,
        .attainable_lo = NAN,
        .rounds = 40,
        .correlation_s = 0.25,
        .interval_kind = "time blocks",
        .bytes_per_s = NAN,
        .best_s = {NAN, NAN, NAN},
        .speedup_best = {NAN, NAN, NAN},
        .fitted_s = {NAN, NAN, NAN},
        .speedup_fitted = {NAN, NAN, NAN},
        .serial_fraction_seen = {NAN, NAN, NAN},
    };
    return row;
}

/* A run, and what the rules say of it. */
struct made {
    struct summary_row rows[4];
    struct difference_row differences[2];
    struct drift drifts[1];
    struct rules_facts facts;
    struct rule_row rules[RULE_COUNT];
};

static void make(struct made *made) {
    *made = (struct made){.rows = {make_row(1), make_row(2)}};
    made->facts = (struct rules_facts){
        .rows = made->rows,
        .row_count = 2,
        .differences = made->differences,
        .drifts = made->drifts,
        .machine = "AMD EPYC, 2 cores",
        .pus_used = 2,
        .pus = 2,
        .series_asked = 1,
        .series_measured = 1,
        .rounds = 41,
        .epochs = 6,
        .seed = 1967,
        .fork_join_s = 1.5e-6,
        .skew = 0.002,
        .margin = 0.01,
        .has_charts = true,
    };
}

static void check_rule(struct made *made, unsigned number, enum rule_outcome outcome,
                       const char *part) {
    rules_judge(&made->facts, made->rules);
    const struct rule_row *rule = &made->rules[number - 1];
    CHECK_INT(rule->number, number);
    CHECK_REPORT(rule->outcome == outcome, "rule %u is %s, expected %s", number,
                 rules_outcome_name(rule->outcome), rules_outcome_name(outcome));
    CHECK_HOLDS(rule->reason, part);
}

static void test_all(void) {
    struct made made;
    make(&made);
    rules_judge(&made.facts, made.rules);
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        CHECK_INT(made.rules[i].number, i + 1);
        CHECK(made.rules[i].name != NULL && made.rules[i].name[0] != '\0');
        CHECK(strlen(made.rules[i].reason) > 10 &&
              strlen(made.rules[i].reason) < sizeof made.rules[i].reason - 1);
    }
    CHECK_INT(rules_count(made.rules, RULE_MET), 11);
    CHECK_INT(rules_count(made.rules, RULE_NOT_MET), 0);
    CHECK_INT(rules_count(made.rules, RULE_NOT_APPLICABLE), 1);
    CHECK_STRING(rules_outcome_name(RULE_NOT_APPLICABLE), "not applicable");
}

static void test_base(void) {
    struct made made;
    make(&made);
    check_rule(&made, 1, RULE_MET,
               "over T(1), the parallel code at n = 1, 0.02 s; no best serial code was measured");
    made.rows[2] = make_row(1);
    made.rows[2].time_s.value = 0.5;
    made.rows[2].best_s.value = 0.4;
    made.facts.row_count = 3;
    check_rule(&made, 1, RULE_MET, "0.02 s to 0.5 s; the best serial code was measured for 1 of 2");
    made.rows[0].best_s.value = 0.01;
    check_rule(&made, 1, RULE_MET, "the best serial code was measured beside it");
    made.facts.rows = made.rows + 1; /* no T(1) */
    made.facts.row_count = 1;
    check_rule(&made, 1, RULE_NOT_MET, "no row of n = 1");
    made.rows[1].speedup = (struct interval){NAN, NAN, NAN};
    check_rule(&made, 1, RULE_NOT_APPLICABLE, "no speed-up");
}

static void test_whole(void) {
    struct made made;
    make(&made);
    check_rule(&made, 2, RULE_MET, "all 2 processing units were used");
    made.facts.pus = 8;
    check_rule(&made, 2, RULE_NOT_MET, "2 of 8 processing units were used: no reason is known");
    made.facts.left_out = "-n 1,2 was asked for";
    check_rule(&made, 2, RULE_MET, "2 of 8 processing units were used: -n 1,2 was asked for");
    made.facts.series_asked = 3;
    check_rule(&made, 2, RULE_NOT_MET, "; 1 of 3 series were measured: no reason is known");
    made.facts.series_reason = "crashed: SIGSEGV";
    check_rule(&made, 2, RULE_MET, "; 1 of 3 series were measured: crashed: SIGSEGV");
}

static void test_means_and_ratios(void) {
    struct made made;
    make(&made);
    check_rule(&made, 3, RULE_MET,
               "by construction: times are summed up by medians and no rate is averaged");
    made.rows[0].bytes_per_s = made.rows[1].bytes_per_s = 1e9;
    check_rule(&made, 3, RULE_MET, "the bandwidths, of 2 points, are bytes over the median time");
    check_rule(&made, 4, RULE_MET,
               "by construction: a speed-up is the median of T(1)/T(n) of its rounds");
    made.facts.row_count = 1;
    check_rule(&made, 4, RULE_NOT_APPLICABLE, "no ratio");
}

static void test_intervals(void) {
    struct made made;
    make(&made);
    made.rows[1].rounds = 33;
    check_rule(&made, 5, RULE_MET, "all 2 points have a 95 % interval, from 33 rounds at least");
    made.rows[1].speedup_best = (struct interval){1.5, 1.4, 1.6};
    made.rows[1].attainable_speedup = 1.9;
    made.rows[1].attainable_lo = 1.8;
    check_rule(&made, 5, RULE_MET, "all 2 points");
    made.rows[1].speedup_fitted = (struct interval){1.7, 1.6, 1.8};
    check_rule(&made, 5, RULE_MET, "all 2 points");
    made.rows[1].speedup_fitted.lo = NAN;
    check_rule(&made, 5, RULE_NOT_MET, "; of the speed-ups over the fitted T(1) 1 have none");
    made.rows[1].speedup_fitted.value = NAN;
    made.rows[1].attainable_lo = NAN;
    check_rule(&made, 5, RULE_NOT_MET, "; of the attainable speed-ups 1 have none");
    made.rows[1].attainable_speedup = made.rows[1].speedup_best.lo = NAN;
    check_rule(&made, 5, RULE_NOT_MET, "; of the speed-ups over the best serial code 1 have none");
    made.rows[1].speedup.lo = made.rows[1].speedup.hi = NAN;
    check_rule(&made, 5, RULE_NOT_MET, "1 of 2 points have no interval, for want of 6 usable");
    made.rows[0].time_s.lo = NAN;
    check_rule(&made, 6, RULE_NOT_APPLICABLE, "there is no interval");
    made.facts.row_count = 0;
    check_rule(&made, 5, RULE_NOT_APPLICABLE, "nothing was measured");
    check_rule(&made, 8, RULE_NOT_APPLICABLE, "nothing was measured");
}

/* Which intervals take a shape for granted, and whether a drift was looked for. */
static void test_shape(void) {
    struct made made;
    make(&made);
    check_rule(&made, 6, RULE_MET, "correlated for up to 0.25 s, which widens them");
    check_rule(&made, 6, RULE_MET, "with Student's t for the counts of time blocks");
    check_rule(&made, 6, RULE_MET, "in ledger.csv are sums, whose intervals (jackknife, Student's");
    check_rule(&made, 6, RULE_MET, "; drift was not looked for: no sentinel was taken");
    made.rows[1].rounds = 15;
    check_rule(&made, 6, RULE_MET, "fewer than 16 rounds are taken as independent");
    snprintf(made.rows[1].interval_kind, sizeof made.rows[1].interval_kind, "this run only");
    check_rule(&made, 6, RULE_MET, "independent; 1 of 1 intervals speak of this run only");
    made.facts.is_program = true;
    check_rule(&made, 6, RULE_MET, "; drift was not looked for: no sentinel runs beside a program");
    made.facts.row_count = 0;
    check_rule(&made, 6, RULE_NOT_APPLICABLE, "there is no interval; drift was not looked for");
    check_rule(&made, 11, RULE_NOT_APPLICABLE,
               "no speed-up is stated; what these cores can attain");
    made.facts.row_count = 2;
    made.rows[1].serial_fraction_seen = (struct interval){0.1, 0.05, 0.15};
    check_rule(&made, 6, RULE_NOT_MET, "so do those of the serial fraction seen, at 1 points");
    made.rows[1].serial_fraction_seen.lo = NAN;
    made.rows[1].fitted_s = (struct interval){0.02, 0.019, 0.021};
    check_rule(&made, 6, RULE_NOT_MET,
               "; those of the fitted T(1) take a normal shape of what "
               "misses the law, at 1 points");
}

/* The rule and the sentence above it say the same: drift_is_notable. */
static void test_drift(void) {
    struct made made;
    make(&made);
    made.facts.drift_count = 1;
    made.drifts[0].is_trend = true;
    made.drifts[0].change = 0.005;
    rules_judge(&made.facts, made.rules);
    CHECK(strstr(made.rules[5].reason, "drift") == NULL);
    made.drifts[0].change = -0.02;
    check_rule(&made, 6, RULE_MET, "; the machine's speed drifted in 1 of 1 series");
    made.drifts[0].is_trend = false;
    rules_judge(&made.facts, made.rules);
    CHECK(strstr(made.rules[5].reason, "drift") == NULL);
}

static void test_comparison(void) {
    struct made made;
    make(&made);
    check_rule(&made, 7, RULE_NOT_APPLICABLE, "there is one series");
    made.facts.series_measured = 2;
    check_rule(&made, 7, RULE_NOT_APPLICABLE, "are not compared with each other");
    made.facts.difference_count = 2;
    check_rule(&made, 7, RULE_NOT_MET, "2 differences");
    check_rule(&made, 7, RULE_NOT_MET, "not widened for their number");
    made.facts.difference_count = 1;
    check_rule(&made, 7, RULE_MET, "one difference, the median of ratios of the same rounds");
    made.facts.difference_count = 2;
    made.differences[1].speedup_ratio = (struct interval){1, NAN, NAN};
    check_rule(&made, 7, RULE_NOT_MET, "1 of 2 differences have no interval");
}

static void test_setup_and_time(void) {
    struct made made;
    make(&made);
    check_rule(&made, 8, RULE_MET, "over 41 rounds of");
    check_rule(&made, 8, RULE_MET, "when its slowest worker has");
    check_rule(&made, 8, RULE_MET, "; the means are within 1 % of the medians");
    made.facts.skew = 0.123;
    check_rule(&made, 8, RULE_MET,
               "differ by up to 12 %: some runs are far slower: see the samples");
    made.facts.skew = -0.05;
    check_rule(&made, 8, RULE_MET,
               "differ by up to 5 %: some runs are far faster: see the samples");
    made.facts.skew = NAN;
    check_rule(&made, 8, RULE_MET, "; samples.csv has all times");
    check_rule(&made, 9, RULE_MET, "(AMD EPYC, 2 cores), all factors");
    check_rule(&made, 9, RULE_MET, "seed 1967");
    check_rule(&made, 10, RULE_MET, "by construction: by CLOCK_MONOTONIC");
    check_rule(&made, 10, RULE_MET, "together 1.5 us at the largest n");
    made.facts.is_program = true;
    check_rule(&made, 10, RULE_MET, "to its end by wait4");
    check_rule(&made, 1, RULE_MET, "the same program at n = 1");
    made.facts.is_scripted = true;
    check_rule(&made, 10, RULE_NOT_APPLICABLE, "nothing ran");
    made.facts.machine = NULL;
    check_rule(&made, 9, RULE_NOT_MET, "not known what the machine is");
}

static void test_bounds(void) {
    struct made made;
    make(&made);
    check_rule(&made, 11, RULE_MET, "1 of 1 points have the law beside them; what these cores");
    made.rows[1].attainable_speedup = 1.9;
    check_rule(&made, 11, RULE_MET, "and 1 what these cores can attain of it, as measured");
    made.rows[1].law_speedup = NAN;
    check_rule(&made, 11, RULE_NOT_MET, "0 of 1 points have the law");
    made.facts.is_program = true;
    check_rule(&made, 11, RULE_MET, "the bound is n");
    check_rule(&made, 11, RULE_MET,
               "; what these cores can attain was not looked for: no sentinel");
    check_rule(&made, 12, RULE_MET, "by construction: points with their intervals");
    made.facts.has_charts = false;
    check_rule(&made, 12, RULE_NOT_MET, "no chart was drawn");
}

/* A workload without work states times only, and lacks no law. */
static void test_without_work(void) {
    struct made made;
    make(&made);
    for (unsigned i = 0; i < 2; i++) {
        made.rows[2 + i] = make_row(i + 1);
        made.rows[2 + i].p_basis[0] = '\0';
        made.rows[2 + i].time_s.value = 0;
        made.rows[2 + i].speedup = (struct interval){NAN, NAN, NAN};
        made.rows[2 + i].law_speedup = NAN;
    }
    made.facts.row_count = 4;
    check_rule(&made, 1, RULE_MET, "at n = 1, 0.02 s; no best");
    check_rule(&made, 5, RULE_MET, "all 4 points have a 95 % interval");
    check_rule(&made, 11, RULE_MET, "1 of 1 points have the law");
    made.facts.rows = made.rows + 2;
    made.facts.row_count = 2;
    check_rule(&made, 5, RULE_MET, "all 2 points have a 95 % interval");
    check_rule(&made, 11, RULE_NOT_APPLICABLE, "no speed-up is stated");
}

int main(void) {
    test_all();
    test_base();
    test_whole();
    test_means_and_ratios();
    test_intervals();
    test_shape();
    test_drift();
    test_comparison();
    test_setup_and_time();
    test_bounds();
    test_without_work();
    return check_done();
}
