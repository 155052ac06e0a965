/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Ledgers worked out by hand. */
#include "check.h"
#include "explain/ledger.h"
#include "parts.h"

/* Nothing but clocks. */
#define UNKNOWN                                                                                    \
    .wait_s = NAN, .descheduled_s = NAN, .serial_delay_s = NAN, .chain_s = NAN, .fault_s = NAN

static const struct sample BASE = {.n = 1, .time_s = 10, .serial_s = 2, UNKNOWN};

/* T(4) = 4 s: S = 10/4 = 2.5, so 1.5 is lost.
 *   serial       3 * 1.5 / 4           = 1.125
 *   fork         4 * 0.05 / 4          = 0.05   (0.05 s is the mean over the workers)
 *   imbalance    4 * 0.2 / 4           = 0.2
 *   join         4 * 0.1 / 4           = 0.1
 *   growth: the workers ran 4 * (4 - 1.5 - 0.05 - 0.2 - 0.1) = 8.6 s, with the serial part 10.1 s
 *           where one core took 10 s: (10.1 - 10) / 4 = 0.025 */
static const struct sample FOUR = {.n = 4,
                                   .time_s = 4,
                                   .serial_s = 1.5,
                                   .fork_s = 0.05,
                                   .imbalance_s = 0.2,
                                   .join_s = 0.1,
                                   UNKNOWN};

static void test_four_workers(void) {
    struct summary_losses loss = ledger_of_pair(&(struct pair){&FOUR, &BASE}, &NO_FACTORS);
    CHECK_NEAR(loss.serial, 1.125, 1e-12);
    CHECK_NEAR(loss.fork, 0.05, 1e-12);
    CHECK_NEAR(loss.imbalance, 0.2, 1e-12);
    CHECK_NEAR(loss.join, 0.1, 1e-12);
    CHECK_NEAR(loss.unexplained, 0.025, 1e-12);
    CHECK(isnan(loss.wait));
    CHECK(isnan(loss.descheduled));
    CHECK(isnan(loss.inflation));
    CHECK_NEAR(2.5 + loss_sum(&loss), 4, 1e-12);
}

/* One core: S = 1, so the losses sum to 0. What fork (0.01 s of 10) and join (0.02) cost is in T(1)
 * on both sides, so the growth is -0.003: a loss below 0 is not clamped. */
static void test_one_worker(void) {
    const struct sample one = {
        .n = 1, .time_s = 10, .serial_s = 4, .fork_s = 0.01, .join_s = 0.02, UNKNOWN};
    struct summary_losses loss = ledger_of_pair(&(struct pair){&one, &one}, &NO_FACTORS);
    CHECK_NEAR(loss.serial, 0, 0);
    CHECK_NEAR(loss.fork, 0.001, 1e-15);
    CHECK_NEAR(loss.imbalance, 0, 0);
    CHECK_NEAR(loss.join, 0.002, 1e-15);
    CHECK_NEAR(loss.unexplained, -0.003, 1e-15);
    CHECK_NEAR(1 + loss_sum(&loss), 1, 1e-15);
}

/* Faster than n times: S = 10/2 = 5 on 4 cores. Serial 3 * 0.5 / 2 = 0.75; the workers ran
 * 4 * 1.5 = 6 s, with the serial part 6.5 s: (6.5 - 10) / 2 = -1.75. */
static void test_superlinear(void) {
    const struct sample fast = {.n = 4, .time_s = 2, .serial_s = 0.5, UNKNOWN};
    struct summary_losses loss = ledger_of_pair(&(struct pair){&fast, &BASE}, &NO_FACTORS);
    CHECK_NEAR(loss.serial, 0.75, 1e-12);
    CHECK_NEAR(loss.unexplained, -1.75, 1e-12);
    CHECK_NEAR(5 + loss_sum(&loss), 4, 1e-12);
}

/* Weak scaling: T(1) = 10 s with p = 0.8, so 2 + 4 * 8 = 34 s of work on four workers, in 12 s: S =
 * 34/12. Serial 3 * 2 / 12, fork 4 * 0.3 / 12; the workers ran 4 * (12 - 2 - 0.3) = 38.8 s where 32
 * s would do: 6.8 / 12. */
static void test_weak(void) {
    const struct sample four = {.series = {.scaling = "weak"},
                                .p_work = 0.8,
                                .units = 100,
                                .n = 4,
                                .time_s = 12,
                                .serial_s = 2,
                                .fork_s = 0.3,
                                UNKNOWN};
    struct summary_losses loss = ledger_of_pair(&(struct pair){&four, &BASE}, &NO_FACTORS);
    CHECK_NEAR(loss.serial, 0.5, 1e-12);
    CHECK_NEAR(loss.fork, 0.1, 1e-12);
    CHECK_NEAR(loss.unexplained, 6.8 / 12, 1e-12);
    CHECK_NEAR(34.0 / 12 + loss_sum(&loss), 4, 1e-12);
}

/* One core with 2 s serial, 8 s to share out. Two cores, 4.1 s each of the shares: the work grew by
 * 0.2 s. A late wake of 0.5 s made both wait, waits 0.25 s, run delay 0.1 s in the shares and 0.05
 * s of worker 0 before. T(2) = 2.05 + 4.1 + 0.85 = 7. */
static void test_delays(void) {
    const struct sample one = parts_sample(&(struct parts){.n = 1, .serial_s = 2, .share_s = 8});
    const struct sample two = parts_sample(&(struct parts){.n = 2,
                                                           .serial_s = 2,
                                                           .share_s = 8.2,
                                                           .fork_s = 0.5,
                                                           .wait_s = 0.25,
                                                           .descheduled_s = 0.1,
                                                           .serial_delay_s = 0.05});
    struct summary_losses loss = ledger_of_pair(&(struct pair){&two, &one}, &NO_FACTORS);
    CHECK_NEAR(two.time_s, 7, 1e-12);
    CHECK_NEAR(ledger_useful_s(&two), 10.2, 1e-12);
    CHECK_NEAR(loss.serial, 2.0 / 7, 1e-12); /* without worker 0's delay */
    CHECK_NEAR(loss.fork, 2 * 0.5 / 7, 1e-12);
    CHECK_NEAR(loss.wait, 2 * 0.25 / 7, 1e-12);
    CHECK_NEAR(loss.descheduled, 2 * 0.15 / 7, 1e-12);
    CHECK_NEAR(loss.unexplained, 0.2 / 7, 1e-12);
    CHECK_NEAR(10.0 / 7 + loss_sum(&loss), 2, 1e-12);
}

/* What T(1) waited and was kept from running is lost on one core too: taken off those two, and the
 * growth is none. Weak scaling: of w = 0.2 + 0.8 * 4 = 3.4 T(1)s. */
static void test_delays_of_one(void) {
    struct sample one = parts_sample(&(struct parts){.n = 1,
                                                     .serial_s = 2,
                                                     .share_s = 8,
                                                     .wait_s = 0.5,
                                                     .descheduled_s = 0.25,
                                                     .serial_delay_s = 0.05});
    struct sample four = parts_sample(&(struct parts){.n = 4, .serial_s = 2, .share_s = 8});
    struct summary_losses loss = ledger_of_pair(&(struct pair){&four, &one}, &NO_FACTORS);
    CHECK_NEAR(loss.wait, -0.5 / 4, 1e-12);
    CHECK_NEAR(loss.descheduled, -0.3 / 4, 1e-12);
    CHECK_NEAR(loss.unexplained, 0, 1e-12);
    CHECK_NEAR(10.8 / 4 + loss_sum(&loss), 4, 1e-12);

    four = parts_sample(&(struct parts){.n = 4, .serial_s = 2, .share_s = 32});
    snprintf(four.series.scaling, sizeof four.series.scaling, "weak");
    four.p_work = 0.8;
    loss = ledger_of_pair(&(struct pair){&four, &one}, &NO_FACTORS);
    CHECK_NEAR(loss.wait, -3.4 * 0.5 / 10, 1e-12);
    CHECK_NEAR(loss.descheduled, -3.4 * 0.3 / 10, 1e-12);
    CHECK_NEAR(loss.unexplained, 0, 1e-12);
    CHECK_NEAR(3.4 * 10.8 / 10 + loss_sum(&loss), 4, 1e-12);
}

/* S = 2.5, 2 and 5. */
static void make_three(struct sample *samples, struct pair *pairs) {
    samples[0] = FOUR;
    samples[1] = (struct sample){.n = 4, .time_s = 5, .serial_s = 2, .fork_s = 0.5, UNKNOWN};
    samples[2] = (struct sample){.n = 4, .time_s = 2, .serial_s = 0.5, .join_s = 0.1, UNKNOWN};
    for (int i = 0; i < 3; i++)
        pairs[i] = (struct pair){&samples[i], &BASE};
}

/* [2, 2.5] holds the first two, its ends included: serial (1.125 + 1.2)/2, fork (0.05 + 0.4)/2,
 * imbalance (0.2 + 0)/2, join (0.1 + 0)/2. */
static void test_mean_within_the_interval(void) {
    struct sample samples[3];
    struct pair pairs[3];
    make_three(samples, pairs);
    const struct interval speedup = {2.4, 2, 2.5};
    struct summary_losses loss = ledger_mean(pairs, 3, &NO_FACTORS, &speedup);
    CHECK_NEAR(loss.serial, 1.1625, 1e-12);
    CHECK_NEAR(loss.fork, 0.225, 1e-12);
    CHECK_NEAR(loss.imbalance, 0.1, 1e-12);
    CHECK_NEAR(loss.join, 0.05, 1e-12);
    /* Growth is the mean of 0.025 and (4 * 2.5 + 2 - 10) / 5 = 0.4, which is 0.2125; the mean of S
     * is 2.25 where the row says 2.4: -0.15. */
    CHECK_NEAR(loss.unexplained, 0.2125 - 0.15, 1e-12);
    CHECK_NEAR(2.4 + loss_sum(&loss), 4, 1e-12);
}

/* Without an interval all three count: serial (1.125 + 1.2 + 0.75)/3. */
static void test_mean_without_an_interval(void) {
    struct sample samples[3];
    struct pair pairs[3];
    make_three(samples, pairs);
    const struct interval speedup = {2.5, NAN, NAN};
    struct summary_losses loss = ledger_mean(pairs, 3, &NO_FACTORS, &speedup);
    CHECK_NEAR(loss.serial, 1.025, 1e-12);
    CHECK_NEAR(loss.fork, 0.15, 1e-12);
    CHECK_NEAR(loss.join, (0.1 + 0.2) / 3, 1e-12);
    CHECK_NEAR(2.5 + loss_sum(&loss), 4, 1e-12);
}

static void test_mean_of_none(void) {
    struct summary_losses loss =
        ledger_mean(NULL, 0, &NO_FACTORS, &(struct interval){NAN, NAN, NAN});
    CHECK(isnan(loss.serial) && isnan(loss.fork) && isnan(loss.imbalance) && isnan(loss.join));
    CHECK(isnan(loss.unexplained) && isnan(loss.inflation));
}

int main(void) {
    test_four_workers();
    test_one_worker();
    test_superlinear();
    test_weak();
    test_delays();
    test_delays_of_one();
    test_mean_within_the_interval();
    test_mean_without_an_interval();
    test_mean_of_none();
    return check_done();
}
