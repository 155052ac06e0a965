/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The rows of ledger.csv. */
#include "check.h"
#include "made.h"
#include "parts.h"
#include "programs.h"

enum { ROUNDS = 40 };

/* The sum of what has that parent, at one point. */
static double sum_of(const struct made *made, const char *row, const char *parent, double p,
                     unsigned n) {
    double sum = 0;
    for (size_t i = 0; i < made->count; i++)
        if (strcmp(made->rows[i].row, row) == 0 && strcmp(made->rows[i].parent, parent) == 0 &&
            made->rows[i].n == n && (made->rows[i].p == p || isnan(p)))
            sum += made->rows[i].value.value;
    return sum;
}

/* All rows hold it, as all rounds are alike and valid here. */
static void check_value(const struct made *made, const char *component, const char *parent,
                        double value) {
    const struct ledger_row *valid = find(made, VALID, component),
                            *summed = find(made, SUMMED, component),
                            *experienced = find(made, EXPERIENCED, component);
    CHECK_STRING(valid->parent, parent);
    CHECK_STRING(summed->parent, parent);
    CHECK_NEAR(summed->value.value, value, 1e-12);
    CHECK_NEAR(valid->value.value, value, 1e-12);
    CHECK_NEAR(valid->value.lo, value, 1e-12);
    CHECK_NEAR(valid->value.hi, value, 1e-12);
    CHECK(valid->method[0] != '\0');
    CHECK_STRING(experienced->parent, parent);
    CHECK_NEAR(experienced->value.value, value, 1e-12);
    CHECK(experienced->method[0] != '\0');
}

/* tests/explain/programs.h: T = 0.6 s; one runnable in 0.4 of the looks leaves one of two cores
 * idle; 0.15 s were idle, of which one core has 0.02 s as well. */
static void test_program(void) {
    struct run run = {0};
    program_add_rounds(&run, ROUNDS, NAN, 0);
    struct made made = make(&run);
    /* Speed-up, inflation, idle and its parts, unexplained, three times; none at n = 1. */
    CHECK_INT(made.count, 3 * 7);
    check_value(&made, "speedup", "", 1 / 0.6);
    check_value(&made, "inflation", "", 0.07 / 0.6);
    check_value(&made, "idle", "", 0.13 / 0.6);
    check_value(&made, "unexplained", "", 0);
    check_value(&made, "idle at n = 1", "idle", -0.02 / 0.6);
    check_value(&made, "one runnable", "idle", 0.4);
    check_value(&made, "the rest", "idle", 0.15 / 0.6 - 0.4);
    free_both(&made, &run);
}

/* Parts sum to what they are parts of, components to n - S, and every interval holds its value. */
static void test_sums_with_noise(void) {
    struct run run = {.random = 9};
    program_add_rounds(&run, ROUNDS, NAN, 0.05);
    for (size_t i = 1; i < run.count; i += 6)
        run.samples[i].looks_one += 5;
    run.samples[3].looks = run.samples[3].looks_one = run.samples[3].looks_runnable = 0;
    struct made made = make(&run);
    CHECK_NEAR(sum_of(&made, VALID, "", NAN, 2), 2, 1e-9);
    CHECK_NEAR(find(&made, VALID, "idle")->value.value, made.summary[1].loss.idle, 0);
    CHECK_NEAR(sum_of(&made, VALID, "idle", NAN, 2), made.summary[1].loss.idle, 1e-9);
    CHECK_NEAR(sum_of(&made, EXPERIENCED, "", NAN, 2), 2, 1e-9);
    CHECK_NEAR(sum_of(&made, EXPERIENCED, "idle", NAN, 2),
               find(&made, EXPERIENCED, "idle")->value.value, 1e-9);
    for (size_t i = 0; i < made.count; i++)
        CHECK_REPORT(made.rows[i].value.lo <= made.rows[i].value.value &&
                         made.rows[i].value.value <= made.rows[i].value.hi,
                     "%s: %g [%g, %g]", made.rows[i].component, made.rows[i].value.value,
                     made.rows[i].value.lo, made.rows[i].value.hi);
    free_both(&made, &run);
}

/* Nothing was looked at: what is idle is not taken apart further. */
static void test_program_not_seen(void) {
    struct run run = {0};
    program_add_rounds(&run, ROUNDS, NAN, 0);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].looks = run.samples[i].looks_one = run.samples[i].looks_runnable = 0;
    struct made made = make(&run);
    CHECK_INT(made.count, 3 * 6);
    check_value(&made, "the rest", "idle", 0.15 / 0.6);
    free_both(&made, &run);
}

/* A workload's are of the clocks; points without a speed-up and anchors have none. */
static void test_workload(void) {
    struct run run = {.random = 5};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct block block = {
            .p = 0.9, .work_s = 0.01, .join_s = 1e-4, .jitter = 0.01, .round = round};
        run_add_block(&run, &block, 4);
        block.p = 1;
        block.role = SAMPLE_ANCHOR;
        run_add_block(&run, &block, 4);
        block.p = 0.5;
        block.role = SAMPLE_ASKED;
        run_add_block(&run, &block, 2);
        run.samples[run.count - 1].validity = SAMPLE_BROKEN;
    }
    struct made made = make(&run);
    /* Speed-up, serial, fork, imbalance, join and what is left, at n = 2, 4, three times; and at p
     * = 0.5 nothing, where all are broken. */
    CHECK_INT(made.count, 3 * 2 * 6);
    for (unsigned n = 2; n <= 4; n *= 2) {
        CHECK_NEAR(sum_of(&made, VALID, "", 0.9, n), n, 1e-9);
        CHECK_NEAR(sum_of(&made, EXPERIENCED, "", 0.9, n), n, 1e-9);
    }
    const struct summary_row *row = row_find(made.summary, made.summary_count, 0.9, 2);
    const struct ledger_row *speedup = find(&made, VALID, "speedup");
    CHECK_NEAR(speedup->value.value, row->speedup.value, 0);
    CHECK_NEAR(speedup->value.lo, row->speedup.lo, 0);
    CHECK_NEAR(speedup->value.hi, row->speedup.hi, 0);
    CHECK_STRING(speedup->method, "median over rounds of T(1) / T(n)");
    CHECK_STRING(find(&made, VALID, "serial")->method, "worker clocks: (n - 1) (t1 - t0)");
    CHECK_STRING(find(&made, VALID, "unexplained")->method,
                 "what is left; no hardware counters: clock, memory and extra work are in it");
    free_both(&made, &run);
}

/* 10 s of work on one core, and of two 10.5 s at a clock that is 5 % slower, of which 0.125 s are
 * page faults; with `counted` rounds beside it, whose work takes 1.1 times the cycles. */
static struct made make_of_parts(struct run *run, bool counted, bool by_chain) {
    struct parts of_one = {.n = 1, .serial_s = 1, .share_s = 9, .chain_s = by_chain ? 1e-5 : 0},
                 of_two = {.n = 2, .serial_s = 1, .share_s = 9.5, .fork_s = 0.25};
    of_two.chain_s = by_chain ? 1.05e-5 : 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct sample one = parts_sample(&of_one), two = parts_sample(&of_two);
        one.fault_s = 0;
        two.fault_s = 0.125;
        parts_add_round(run, round, &one, &two);
        if (!counted)
            continue;
        parts_count(&one, 1e9, 1e9);
        parts_count(&two, 1e9, 1.1e9);
        parts_add_round(run, round, &one, &two);
    }
    return make(run);
}

static void test_parts_by_chain(void) {
    struct run run = {0};
    struct made made = make_of_parts(&run, false, true);
    check_value(&made, "inflation", "", 0.625 / 6);
    check_value(&made, "clock", "inflation", 0.5 / 6);
    check_value(&made, "page faults", "inflation", 0.125 / 6);
    check_value(&made, "wait", "", 0);
    CHECK(look_for(&made, VALID, "memory") == NULL &&
          look_for(&made, EXPERIENCED, "extra work") == NULL);
    CHECK_STRING(
        find(&made, VALID, "inflation")->method,
        "chain, page faults; no hardware counters: memory and extra work are in unexplained");
    CHECK_STRING(find(&made, VALID, "unexplained")->method,
                 "what is left; no hardware counters: memory and extra work are in it");
    CHECK_STRING(find(&made, VALID, "fork")->method,
                 "worker clocks: a_i - t1, and late wakes that all waited for");
    CHECK_STRING(find(&made, VALID, "join")->method,
                 "worker clocks: n (t2 - max b), less worker 0's run delay");
    free_both(&made, &run);
}

/* Without the chain page faults stand alone. */
static void test_parts_by_faults(void) {
    struct run run = {0};
    struct made made = make_of_parts(&run, false, false);
    check_value(&made, "page faults", "inflation", 0.125 / 6);
    CHECK(look_for(&made, VALID, "clock") == NULL);
    CHECK_STRING(find(&made, VALID, "inflation")->method,
                 "page faults; no hardware counters: memory and extra work are in unexplained");
    free_both(&made, &run);
}

/* The counters say what memory took, 1.1 times the cycles, the chain alone what the clock did; here
 * more together than the 0.5 s that the work grew by. */
static void test_parts_by_counters(void) {
    struct run run = {0};
    struct made made = make_of_parts(&run, true, true);
    check_value(&made, "inflation", "", 1.625 / 6);
    check_value(&made, "memory", "inflation", 1.0 / 6);
    check_value(&made, "extra work", "inflation", 0);
    check_value(&made, "clock", "inflation", 0.5 / 6);
    check_value(&made, "page faults", "inflation", 0.125 / 6);
    check_value(&made, "unexplained", "", -1.125 / 6);
    CHECK_STRING(find(&made, VALID, "inflation")->method, "chain, hardware counters, page faults");
    CHECK_STRING(find(&made, VALID, "clock")->method,
                 "chain of dependent instructions, timed after each share");
    CHECK_STRING(find(&made, VALID, "memory")->method,
                 "counted samples: cycles an instruction, n to 1");
    CHECK_STRING(find(&made, VALID, "unexplained")->method,
                 "what is left: interrupts and steal are in it");
    free_both(&made, &run);

    made = make_of_parts(&run, true, false);
    CHECK(look_for(&made, VALID, "clock") == NULL);
    CHECK_STRING(find(&made, VALID, "inflation")->method,
                 "hardware counters, page faults; no chain: clock is in unexplained");
    CHECK_STRING(find(&made, VALID, "unexplained")->method,
                 "what is left: clock, interrupts and steal are in it");
    free_both(&made, &run);
}

/* Counted samples of which none can be used are another matter than no counters. */
static void test_no_usable_count(void) {
    struct run run = {0};
    struct made made = make_of_parts(&run, true, true);
    made_free(&made);
    for (size_t i = 0; i < run.count; i++)
        if (run.samples[i].role == SAMPLE_COUNTED)
            run.samples[i].validity = SAMPLE_DISTURBED;
    made = make(&run);
    CHECK_HOLDS(find(&made, VALID, "inflation")->method, "no usable counted sample");
    CHECK_HOLDS(find(&made, VALID, "unexplained")->method, "no usable counted sample");
    free_both(&made, &run);
}

/* Of a skewed loss the mean is not the median: in a quarter of the rounds, spread evenly, fork
 * takes 0.4 ms more and imbalance as much less. The interval holds the median's and reaches beyond
 * the value on the other side too. */
static void test_mean_off_the_median(void) {
    struct run run = {.random = 4};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double odd_s = round % 4 == 0 ? 4e-4 : 0, noise_s = 1e-6 * run_random(&run);
        struct block block = {.p = 0.9,
                              .work_s = 0.01,
                              .fork_s = 1e-5 + noise_s + odd_s,
                              .imbalance_s = 5e-4 + noise_s - odd_s,
                              .round = round};
        run_add_block(&run, &block, 2);
    }
    struct made made = make(&run);
    const struct interval fork = find(&made, VALID, "fork")->value,
                          imbalance = find(&made, VALID, "imbalance")->value;
    CHECK(fork.lo < 2 * 1e-5 / 6e-3 && fork.value > 2 * 5e-5 / 6e-3 && fork.hi > fork.value);
    CHECK(imbalance.hi > 2 * 5e-4 / 6.1e-3 && imbalance.value < 2 * 4.5e-4 / 6e-3 &&
          imbalance.lo < imbalance.value);
    free_both(&made, &run);
}

/* Too few rounds for an interval. */
static void test_few_rounds(void) {
    struct run run = {0};
    program_add_rounds(&run, 5, NAN, 0.01);
    struct made made = make(&run);
    CHECK_INT(made.count, 3 * 7);
    for (size_t i = 0; i < made.count; i++)
        CHECK(isnan(made.rows[i].value.lo) && isnan(made.rows[i].value.hi));
    free_both(&made, &run);
}

int main(void) {
    test_program();
    test_sums_with_noise();
    test_program_not_seen();
    test_workload();
    test_parts_by_chain();
    test_parts_by_faults();
    test_parts_by_counters();
    test_no_usable_count();
    test_mean_off_the_median();
    test_few_rounds();
    return check_done();
}
