/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where the growth of the work comes from. */
#include "check.h"
#include "explain/ledger.h"
#include "parts.h"

/* T(1) = 10 s, all of it useful. */
static const struct parts ONE = {.n = 1, .serial_s = 1, .share_s = 9};

static struct ledger_factors find(const struct run *run, const struct sample *like) {
    struct ledger_factors factors = NO_FACTORS;
    struct pairs *pairs = NULL;
    struct fault fault = {0};
    CHECK_INT(pairs_make(run->samples, run->count, &pairs, &fault), 0);
    CHECK_INT(ledger_find_factors(pairs, like, &factors, &fault), 0);
    CHECK_STRING(fault.text, "");
    pairs_free(pairs);
    return factors;
}

/* Instructions 1.1, cycles an instruction 1.2 times those of one core by the counters, a cycle 1.3
 * times by the chain: the useful time is 17.16 s for 10 s. Of T(2) = 9.58 s the three and nothing
 * else, as S = 10/9.08. */
static void test_two_factors_and_the_chain(void) {
    const double growth = 1.1 * 1.2 * 1.3;
    struct parts of_one = ONE,
                 of_two = {.n = 2, .serial_s = 1, .share_s = 10 * growth - 1, .chain_s = 13e-6};
    of_one.chain_s = 10e-6;
    const struct sample one = parts_sample(&of_one), two = parts_sample(&of_two);
    struct sample counted_one = one, counted_two = two;
    parts_count(&counted_one, 3e9, 2e9);
    parts_count(&counted_two, 1.1 * 3e9, 1.1 * 1.2 * 2e9);
    struct run run = {0};
    for (uint32_t round = 0; round < 3; round++)
        parts_add_round(&run, round, &counted_one, &counted_two);
    struct ledger_factors factors = find(&run, &two);
    CHECK_NEAR(factors.extra.value, 1.1, 1e-12);
    CHECK_NEAR(factors.memory.value, 1.2, 1e-12);
    const struct pair pair = {&two, &one};
    struct ledger_inflation part = ledger_inflation_of_pair(&pair, &factors);
    CHECK_NEAR(part.factors * two.time_s, 10, 1e-12);
    CHECK_NEAR(part.extra * two.time_s, 10 * 0.1, 1e-12);
    CHECK_NEAR(part.memory * two.time_s, 10 * 1.1 * 0.2, 1e-12);
    CHECK_NEAR(part.clock * two.time_s, 10 * 1.1 * 1.2 * 0.3, 1e-12);
    CHECK(isnan(part.faults));
    struct summary_losses loss = ledger_of_pair(&pair, &factors);
    CHECK_NEAR(loss.inflation, 10 * (growth - 1) / two.time_s, 1e-12);
    CHECK_NEAR(loss.unexplained, 0, 1e-12);
    run_free(&run);
}

/* Interrupts take 0.5 s of the workers' time: cycles in user mode and the chain know nothing of it,
 * and no clock is made of it. Where no chain was timed there is no part of that name. */
static void test_interrupts_are_no_clock(void) {
    struct parts of_one = ONE, of_two = {.n = 2, .serial_s = 1, .share_s = 9.5, .chain_s = 10e-6};
    of_one.chain_s = 10e-6;
    struct sample one = parts_sample(&of_one), two = parts_sample(&of_two), counted_one = one,
                  counted_two = two;
    parts_count(&counted_one, 3e9, 2e9);
    parts_count(&counted_two, 3e9, 2e9);
    struct run run = {0};
    parts_add_round(&run, 0, &counted_one, &counted_two);
    struct ledger_factors factors = find(&run, &two);
    const struct pair pair = {&two, &one};
    CHECK_NEAR(ledger_inflation_of_pair(&pair, &factors).clock, 0, 0);
    CHECK_NEAR(ledger_of_pair(&pair, &factors).inflation, 0, 1e-12);
    CHECK_NEAR(ledger_of_pair(&pair, &factors).unexplained, 0.5 / two.time_s, 1e-12);
    two.chain_s = NAN;
    CHECK(isnan(ledger_inflation_of_pair(&pair, &factors).clock));
    CHECK_NEAR(ledger_of_pair(&pair, &factors).inflation, 0, 1e-12);
    run_free(&run);
}

/* The interval of a median: of six counted rounds all that lies between least and most, of five
 * none. */
static void test_interval_of_factors(void) {
    for (uint32_t rounds = 5; rounds <= 6; rounds++) {
        const struct sample like =
            parts_sample(&(struct parts){.n = 2, .serial_s = 1, .share_s = 9});
        struct run run = {0};
        for (uint32_t round = 0; round < rounds; round++) {
            struct sample one = parts_sample(&ONE), two = like;
            parts_count(&one, 3e9, 2e9);
            parts_count(&two, (1.1 + 0.01 * round) * 3e9, 1.2 * (1.1 + 0.01 * round) * 2e9);
            if (round == 3)
                two.cycles *= 1.5;
            parts_add_round(&run, round, &one, &two);
        }
        struct ledger_factors factors = find(&run, &like);
        bool is_bounded = rounds == 6;
        CHECK_NEAR(factors.extra.value, 1.1 + 0.005 * (rounds - 1), 1e-12);
        CHECK_NEAR(factors.extra.lo, is_bounded ? 1.1 : NAN, 1e-12);
        CHECK_NEAR(factors.extra.hi, is_bounded ? 1.15 : NAN, 1e-12);
        CHECK_NEAR(factors.memory.value, 1.2, 1e-12);
        CHECK_NEAR(factors.memory.lo, is_bounded ? 1.2 : NAN, 1e-12);
        CHECK_NEAR(factors.memory.hi, is_bounded ? 1.8 : NAN, 1e-12);
        run_free(&run);
    }
}

/* Page faults are the kernel's work: 0.5 s of T(1)'s and 1.5 s of T(2)'s useful time stand beside
 * what the counters see, so that the factors are of the rest and nothing is left. */
static void test_faults_beside_the_counters(void) {
    struct parts of_one = ONE, of_two = {.n = 2, .serial_s = 1, .share_s = 9.5 * 1.2 + 1.5 - 1};
    of_one.fault_s = 0.5;
    of_two.fault_s = 1.5;
    struct sample one = parts_sample(&of_one), two = parts_sample(&of_two), counted_one = one,
                  counted_two = two;
    parts_count(&counted_one, 3e9, 2e9);
    parts_count(&counted_two, 3e9, 1.2 * 2e9);
    struct run run = {0};
    parts_add_round(&run, 0, &counted_one, &counted_two);
    struct ledger_factors factors = find(&run, &two);
    CHECK_NEAR(factors.extra.value, 1, 1e-12);
    CHECK_NEAR(factors.memory.value, 1.2, 1e-12);
    const struct pair pair = {&two, &one};
    struct ledger_inflation part = ledger_inflation_of_pair(&pair, &factors);
    CHECK_NEAR(part.memory * two.time_s, 9.5 * 0.2, 1e-12);
    CHECK_NEAR(part.faults * two.time_s, 1, 1e-12);
    CHECK_NEAR(ledger_of_pair(&pair, &factors).unexplained, 0, 1e-12);
    run_free(&run);
}

/* Four times the parallel work of T(1) in weak scaling is no extra work: w = 0.1 + 0.9 * 4. */
static void test_weak(void) {
    struct sample one = parts_sample(&ONE),
                  four = parts_sample(&(struct parts){.n = 4, .serial_s = 1, .share_s = 36 * 1.05});
    for (struct sample *sample = &one;; sample = &four) {
        snprintf(sample->series.scaling, sizeof sample->series.scaling, "weak");
        if (sample == &four)
            break;
    }
    struct sample counted_one = one, counted_four = four;
    parts_count(&counted_one, 3e9, 2e9);
    parts_count(&counted_four, 37.0 / 10 * 3e9, 38.8 / 10 * 2e9);
    struct run run = {0};
    parts_add_round(&run, 0, &counted_one, &counted_four);
    struct ledger_factors factors = find(&run, &four);
    CHECK_NEAR(factors.extra.value, 1, 1e-12);
    CHECK_NEAR(factors.memory.value, 38.8 / 37, 1e-12);
    struct summary_losses loss = ledger_of_pair(&(struct pair){&four, &one}, &factors);
    CHECK_NEAR(loss.inflation, 1.8 / four.time_s, 1e-12);
    CHECK_NEAR(loss.unexplained, 0, 1e-12);
    run_free(&run);
}

/* Not those that are disturbed, were not counted, are another point's or not counted at n = 1, nor
 * those in which a lock was spun on: its turns are instructions too. */
static void test_not_usable(void) {
    const struct sample one = parts_sample(&ONE);
    const struct sample two = parts_sample(&(struct parts){.n = 2, .serial_s = 1, .share_s = 9});
    const struct sample waiting =
        parts_sample(&(struct parts){.n = 2, .serial_s = 1, .share_s = 9, .wait_s = 0.2});
    for (int which = 0; which < 6; which++) {
        struct sample counted_one = one, counted_two = which == 1 ? waiting : two;
        parts_count(&counted_one, 3e9, 2e9);
        parts_count(&counted_two, 3e9, 2e9);
        if (which == 2)
            counted_two.validity = SAMPLE_DISTURBED;
        if (which == 3)
            counted_two.instructions = counted_two.cycles = NAN;
        if (which == 4)
            counted_one.role = SAMPLE_ASKED;
        if (which == 5)
            counted_two.p = 0.5;
        struct run run = {0};
        parts_add_round(&run, 0, &counted_one, &counted_two);
        struct ledger_factors factors = find(&run, &two);
        CHECK_REPORT(isnan(factors.memory.value) == (which > 0), "case %d: memory %g", which,
                     factors.memory.value);
        run_free(&run);
    }
}

/* The chain takes 5 % longer on both workers: of the useful time of 10.5 s, 0.5 s would not be at
 * the clock of one core. Without it only page faults are told apart, without both nothing. */
static void test_chain(void) {
    struct parts of_one = ONE, of_two = {.n = 2, .serial_s = 1, .share_s = 9.5, .chain_s = 10.5e-6};
    of_one.chain_s = 10e-6;
    struct sample one = parts_sample(&of_one), two = parts_sample(&of_two);
    const struct pair pair = {&two, &one};
    struct ledger_inflation part = ledger_inflation_of_pair(&pair, &NO_FACTORS);
    CHECK_NEAR(part.clock * two.time_s, 0.5, 1e-12);
    CHECK(isnan(part.memory) && isnan(part.extra) && isnan(part.faults));
    CHECK_NEAR(ledger_of_pair(&pair, &NO_FACTORS).inflation, 0.5 / two.time_s, 1e-12);
    CHECK_NEAR(ledger_of_pair(&pair, &NO_FACTORS).unexplained, 0, 1e-12);
    one.fault_s = 0.125;
    two.fault_s = 0.25;
    part = ledger_inflation_of_pair(&pair, &NO_FACTORS);
    CHECK_NEAR(part.faults, 0.125 / two.time_s, 1e-12);
    CHECK_NEAR(ledger_of_pair(&pair, &NO_FACTORS).inflation, 0.625 / two.time_s, 1e-12);
    one.chain_s = 0; /* a clock that did not move says nothing */
    part = ledger_inflation_of_pair(&pair, &NO_FACTORS);
    CHECK(isnan(part.clock));
    CHECK_NEAR(ledger_of_pair(&pair, &NO_FACTORS).inflation, 0.125 / two.time_s, 1e-12);
    two.fault_s = NAN;
    CHECK(isnan(ledger_of_pair(&pair, &NO_FACTORS).inflation));
}

int main(void) {
    test_two_factors_and_the_chain();
    test_interrupts_are_no_clock();
    test_interval_of_factors();
    test_faults_beside_the_counters();
    test_weak();
    test_not_usable();
    test_chain();
    return check_done();
}
