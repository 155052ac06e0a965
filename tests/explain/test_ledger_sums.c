/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whatever was measured and whatever was not, speed-up and losses sum to n, and parts to what they
 * are parts of: samples drawn at random. */
#include "check.h"
#include "explain/experienced.h"
#include "explain/ledger_rows.h"
#include "explain/summary.h"
#include "parts.h"

enum { RUNS = 150, ROUNDS = 25 };

/* Evenly in 0 … most, below 0 now and then: clocks of two cores may differ. */
static double some(struct run *run, double most) {
    double value = run_random(run);
    return most * (value < -0.9 ? -0.1 : fabs(value));
}

static double maybe(struct run *run, double value, double chance) {
    return fabs(run_random(run)) < chance ? value : NAN;
}

static struct sample draw(struct run *run, unsigned n, double chance) {
    struct sample sample = parts_sample(&(struct parts){.n = n,
                                                        .serial_s = 0.1 + some(run, 1),
                                                        .share_s = 5 + some(run, 5),
                                                        .fork_s = some(run, 0.1),
                                                        .imbalance_s = some(run, 0.5),
                                                        .join_s = some(run, 0.1),
                                                        .wait_s = some(run, 0.5),
                                                        .descheduled_s = some(run, 0.5),
                                                        .serial_delay_s = some(run, 0.2)});
    sample.wait_s = maybe(run, sample.wait_s, chance);
    sample.descheduled_s = maybe(run, sample.descheduled_s, chance);
    sample.serial_delay_s = maybe(run, sample.serial_delay_s, chance);
    sample.chain_s = maybe(run, 1e-5 + some(run, 1e-5), chance);
    sample.fault_s = maybe(run, some(run, 0.1), chance);
    return sample;
}

/* Every third round is counted as well, some of its samples are disturbed, a few broken. */
static void draw_round(struct run *run, uint32_t round, const char *scaling, double chance) {
    for (int counted = 0; counted < (round % 3 == 0 ? 2 : 1); counted++) {
        uint64_t base_id = run->count + 1;
        for (unsigned n = 1; n <= 8; n *= 2) {
            struct sample sample = draw(run, n, counted ? 0.5 : chance);
            double drawn = run_random(run);
            snprintf(sample.series.scaling, sizeof sample.series.scaling, "%s", scaling);
            sample.validity = drawn > 0.95  ? SAMPLE_BROKEN
                              : drawn > 0.7 ? SAMPLE_DISTURBED
                                            : SAMPLE_VALID;
            if (counted)
                parts_count(&sample, 1e9 + some(run, 1e9), 1e9 + some(run, 1e9));
            sample.base_id = base_id;
            sample.round = round;
            uint64_t base = sample.base_id;
            run_add(run, &sample)->base_id = base;
        }
    }
}

/* Of one point and row the sums: of the speed-up and its losses, and of the parts of a parent. */
static double sum_of(const struct ledger_row *rows, size_t count, unsigned n, const char *row,
                     const char *parent, bool *ret_any) {
    double sum = 0;
    *ret_any = false;
    for (size_t i = 0; i < count; i++)
        if (rows[i].n == n && strcmp(rows[i].row, row) == 0 &&
            strcmp(rows[i].parent, parent) == 0) {
            sum += rows[i].value.value;
            *ret_any = true;
        }
    return sum;
}

static double value_of(const struct ledger_row *rows, size_t count, unsigned n, const char *row,
                       const char *component) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].n == n && strcmp(rows[i].row, row) == 0 &&
            strcmp(rows[i].component, component) == 0)
            return rows[i].value.value;
    return NAN;
}

static void check_run(const struct run *run) {
    static const char *const kinds[] = {"valid", "valid summed", "as experienced"};
    struct summary_row *summary = NULL;
    struct ledger_row *rows = NULL;
    size_t summary_count = 0, count = 0;
    struct fault fault = {0};
    CHECK_INT(summary_make(run->samples, run->count, 0.01, &summary, &summary_count, &fault), 0);
    CHECK_INT(
        ledger_rows_make(run->samples, run->count, summary, summary_count, &rows, &count, &fault),
        0);
    for (size_t i = 0; i < summary_count; i++)
        if (!isnan(summary[i].speedup.value))
            CHECK_NEAR(summary[i].speedup.value + loss_sum(&summary[i].loss), summary[i].n, 1e-9);
    for (unsigned n = 2; n <= 8; n *= 2)
        for (int kind = 0; kind < 3; kind++) {
            bool any = false;
            double sum = sum_of(rows, count, n, kinds[kind], "", &any);
            if (any)
                CHECK_NEAR(sum, n, 1e-9);
            double parts = sum_of(rows, count, n, kinds[kind], "inflation", &any);
            double inflation = value_of(rows, count, n, kinds[kind], "inflation");
            CHECK(any == !isnan(inflation));
            if (any)
                CHECK_NEAR(parts, inflation, 1e-9);
        }
    for (size_t i = 0; i < count; i++)
        CHECK_REPORT(isnan(rows[i].value.lo) || (rows[i].value.lo <= rows[i].value.value &&
                                                 rows[i].value.value <= rows[i].value.hi),
                     "%s %s: %g [%g, %g]", rows[i].row, rows[i].component, rows[i].value.value,
                     rows[i].value.lo, rows[i].value.hi);
    free(rows);
    free(summary);
}

static void test_runs(void) {
    static const char *const scalings[] = {"strong", "weak", "throughput"};
    static const double chances[] = {1.1, 0.98, 0.5, 0};
    struct run run = {.random = 20};
    for (unsigned i = 0; i < RUNS; i++) {
        for (uint32_t round = 0; round < ROUNDS; round++)
            draw_round(&run, round, scalings[i % 3], chances[i % 4]);
        check_run(&run);
        run.count = 0;
    }
    run_free(&run);
}

/* Each pair by itself, with factors and without. */
static void test_pairs(void) {
    struct run run = {.random = 21};
    for (unsigned i = 0; i < 20000; i++) {
        unsigned n = 1 + i % 9;
        struct sample one = draw(&run, 1, 0.7), more = draw(&run, n, 0.7);
        struct ledger_factors factors = {{1 + run_random(&run) / 2, NAN, NAN},
                                         {1 + run_random(&run) / 2, NAN, NAN}};
        struct pair pair = {&more, &one};
        snprintf(more.series.scaling, sizeof more.series.scaling, "%s", i % 2 ? "strong" : "weak");
        struct summary_losses loss = ledger_of_pair(&pair, i % 3 == 0 ? &NO_FACTORS : &factors);
        CHECK_NEAR(pair_speedup(&pair) + loss_sum(&loss), n, 1e-9);
        struct experienced met = experienced_make(&pair, 1, &factors);
        CHECK_NEAR(met.speedup, pair_speedup(&pair), 1e-9);
        CHECK_NEAR(met.speedup + loss_sum(&met.loss), n, 1e-9);
        CHECK_NEAR(met.speedup_valid + loss_sum(&met.loss_valid), n, 1e-9);
    }
    run_free(&run);
}

int main(void) {
    test_runs();
    test_pairs();
    return check_done();
}
