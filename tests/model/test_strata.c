/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Strata of rows so few, and most of them so alike, that their figures can be had by hand. */
#include "check.h"
#include "model/strata_rows.h"

static const double EXACT = 1e-12;

static double total_df(const struct strata *strata) {
    return strata->pure_df + strata->cells_df + strata->differences;
}

/* Most rows are alike: there is no scale, and y stays as it is. */
static void cells_without_rounds(void) {
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (int i = 0; i < 4; i++) {
        add_row(&made, 2, i == 3 ? -0.5 : -0.6, MEASURED_NO_ROUND);
        add_row(&made, 1, 0, MEASURED_NO_ROUND);
    }
    add_row(&made, 4, -1.1, MEASURED_NO_ROUND);
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_INT(strata.cell_count, 3);
    CHECK_INT(strata.counts, 3);
    CHECK_INT(strata.rows, 9);
    CHECK_INT(strata.rounds, 0);
    CHECK_INT(strata.stratum_count, 1);
    CHECK_INT(strata.first[1], 3);
    const double n[] = {1, 2, 4}, mean[] = {0, -0.575, -1.1}, rows[] = {4, 4, 1};
    for (uint32_t cell = 0; cell < 3; cell++) {
        CHECK_NEAR(strata.sites[cell].n, n[cell], 0);
        CHECK_NEAR(strata.sites[cell].capacity, n[cell], 0);
        CHECK_NEAR(strata.sites[cell].clock, 1, 0);
        CHECK_NEAR(strata.cell_y[cell], mean[cell], EXACT);
        CHECK_NEAR(strata.cell_rows[cell], rows[cell], 0);
        CHECK_INT(strata.entries[cell].cell, cell);
        CHECK_NEAR(strata.entries[cell].mean, mean[cell], EXACT);
        CHECK_NEAR(strata.entries[cell].weight, rows[cell], 0);
    }
    CHECK_NEAR(strata.pure_ss, 0.1 * 0.1 * 3 / 4, EXACT);
    CHECK_NEAR(strata.pure_df, 6, 0);
    CHECK_NEAR(strata.cells_df, 0, 0);
    CHECK_NEAR(strata.noise, 0, 0);
    CHECK(isnan(strata.memory) && strata.blocks == 0);
    CHECK(!strata.is_blocked && !strata.has_capacity && !strata.has_clock);
    const double fitted[] = {0, -0.6, -1};
    CHECK_NEAR(strata_level(&strata, fitted), (4 * 0.025 - 0.1) / 9, EXACT);
    strata_release(&strata);
}

static void one_row_a_cell(void) {
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (int i = 0; i < 5; i++)
        add_row(&made, 1 << i, -0.6 * i + (i == 3), MEASURED_NO_ROUND);
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK(isnan(strata.noise));
    CHECK_NEAR(strata.pure_df, 0, 0);
    CHECK_NEAR(strata.drawn_in, 0, 0);
    CHECK_NEAR(strata.entries[3].mean, -0.8, EXACT);
    strata_release(&strata);
}

static double effect(uint32_t round) {
    return 0.3 * sin(round);
}

/* Three rounds of n = 1, 2, 4, in one of which 2 cores were slower by d, and two of n = 1, 2. */
static void rounds_of_two_patterns(void) {
    const double d = 0.09, shift = d / 3;
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t round = 10 + 2 * i;
        bool is_short = i == 1 || i == 3;
        add_row(&made, 2, -0.6 + effect(round) + (i == 2 ? d : 0), round);
        if (!is_short)
            add_row(&made, 4, -1.1 + effect(round), round);
        add_row(&made, 1, effect(round), round);
    }
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_INT(strata.rounds, 5);
    CHECK_INT(strata.stratum_count, 2);
    CHECK_INT(strata.first[1], 3);
    CHECK_INT(strata.first[2], 5);
    const double weight[] = {3, 3, 3, 2, 2};
    const uint32_t cell[] = {0, 1, 2, 0, 1};
    const double from_one[] = {0, -0.6 + shift, -1.1, 0, -0.6};
    for (size_t i = 0; i < 5; i++) {
        CHECK_INT(strata.entries[i].cell, cell[i]);
        CHECK_NEAR(strata.entries[i].weight, weight[i], 0);
        CHECK_NEAR(strata.entries[i].mean - strata.entries[i < 3 ? 0 : 3].mean, from_one[i], EXACT);
    }
    CHECK_NEAR(strata.pure_ss, d * d * (2. / 3) * (2. / 3), EXACT);
    CHECK_NEAR(strata.pure_df, 2 * 2 + 1, 0);
    /* n = 4 is in the first alone; of the others' difference the strata say `shift` and 0, with
     * weights of 3/2 and 1 */
    CHECK_NEAR(strata.cells_ss, 1.5 * 1 / 2.5 * shift * shift, 1e-9);
    CHECK_NEAR(strata.cells_df, 1, 0);
    CHECK_NEAR(strata.differences, 2, 0);
    CHECK_NEAR(total_df(&strata), 13 - 5, 0);
    double sum = 0;
    for (size_t i = 0; i < 5; i++)
        sum += strata.round_effects[i] * (i == 1 || i == 3 ? 2 : 3);
    CHECK_NEAR(sum, 0, EXACT);
    CHECK_NEAR(strata.drift, 0, 0);
    strata_release(&strata);
}

/* n = 2 twice a round: within rounds the two differ, which counts as pure scatter. */
static void repeats_within_rounds(void) {
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (uint32_t round = 0; round < 3; round++) {
        add_row(&made, 2, -0.6 + effect(round), round);
        add_row(&made, 1, effect(round), round);
        add_row(&made, 2, -0.6 + effect(round) + (round == 1 ? 0.04 : 0), round);
    }
    add_row(&made, 2, 5, 7); /* alone in its round */
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_INT(strata.stratum_count, 2);
    CHECK_NEAR(strata.entries[0].weight, 3, 0);
    CHECK_NEAR(strata.entries[1].weight, 6, 0);
    CHECK_NEAR(strata.entries[1].mean - strata.entries[0].mean, -0.6 + 0.04 / 6, EXACT);
    /* 0.04²/2 within the round; the means of n = 2, weight 2, differ by 0.02 in one round of three
     * from n = 1, weight 1 */
    CHECK_NEAR(strata.pure_ss, 0.04 * 0.04 / 2 + 2. / 3 * (2. / 3) * 0.02 * 0.02, EXACT);
    CHECK_NEAR(strata.pure_df, 3 + 2, 0);
    CHECK_NEAR(total_df(&strata), 10 - 4, 0);
    strata_release(&strata);
}

/* Rounds that link only 1 with 2 and 4 with 8 tell two differences, not three. */
static void sets_that_no_round_links(void) {
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (uint32_t round = 0; round < 4; round++) {
        add_row(&made, round % 2 ? 4 : 1, 0, round);
        add_row(&made, round % 2 ? 8 : 2, -0.6, round);
    }
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_NEAR(strata.differences, 2, 0);
    CHECK_NEAR(strata.cells_df, 0, 0);
    CHECK_NEAR(total_df(&strata), 8 - 4, 0);
    strata_release(&strata);
}

/* Rounds of one n each are none. */
static void rounds_without_use(void) {
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (uint32_t round = 0; round < 6; round++)
        for (int i = 0; i < 3; i++)
            add_row(&made, 1 + round, -0.1 * round, round);
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_INT(strata.rounds, 0);
    CHECK(strata.round_effects == NULL);
    CHECK(strata.is_blocked);
    CHECK_NEAR(strata.pure_df, 12, 0);
    strata_release(&strata);
}

static void blocked_and_shuffled(void) {
    for (int is_shuffled = 0; is_shuffled < 2; is_shuffled++) {
        struct made_rows made = {.count = 0};
        struct strata strata;
        for (int i = 0; i < 9; i++)
            add_row(&made, 1 + (is_shuffled ? i % 3 : i / 3), 0, MEASURED_NO_ROUND);
        CHECK_INT(make_strata(&made, &strata), 0);
        CHECK_INT(strata.is_blocked, !is_shuffled);
        strata_release(&strata);
    }
}

static void quantities_and_sites(void) {
    struct measured_row rows[] = {{2, 4, 2, 1.9, NAN, MEASURED_NO_ROUND},
                                  {0.5, 4, 1, 0.5, 0.9, MEASURED_NO_ROUND},
                                  {2, 4, 2, 1.7, 0.8, MEASURED_NO_ROUND}};
    struct measured_group group = {.quantity = MEASURED_TIME, .rows = rows, .count = 3};
    struct strata strata;
    CHECK_INT(strata_make(&group, false, &strata, NULL), 0);
    CHECK_NEAR(strata.sites[0].n, 0.5, 0);
    CHECK_NEAR(strata.sites[1].capacity, 1.8, EXACT);
    CHECK_NEAR(strata.sites[1].clock, 0.8, EXACT);
    CHECK(strata.has_capacity && strata.has_clock);
    CHECK_NEAR(strata.cell_y[1], log(2), EXACT);
    strata_release(&strata);
    CHECK_INT(strata_make(&group, true, &strata, NULL), 0);
    CHECK_NEAR(strata.cell_y[1], -log(2), EXACT);
    strata_release(&strata);
    group.quantity = MEASURED_SPEEDUP;
    rows[0].capacity = rows[2].capacity = NAN;
    CHECK_INT(strata_make(&group, false, &strata, NULL), 0);
    CHECK_NEAR(strata.cell_y[1], -log(4), EXACT);
    CHECK(!strata.has_capacity);
    strata_release(&strata);
}

/* Each row is what its cell and its round say: nothing is left, and nothing is lost. */
static void zero_noise(void) {
    struct made_rows made = {.count = 0};
    struct strata strata;
    for (uint32_t round = 0; round < 40; round++)
        for (int n = 1; n <= 8; n++)
            if ((round + (uint32_t)n) % 3 != 0)
                add_row(&made, n, -log(n) + 20 + effect(round), round);
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_INT(strata.stratum_count, 3);
    CHECK_NEAR(strata.pure_ss, 0, 1e-20);
    for (size_t k = 0; k < strata.stratum_count; k++)
        for (size_t i = strata.first[k]; i < strata.first[k + 1]; i++) {
            const struct strata_entry *one = &strata.entries[strata.first[k]];
            const struct strata_entry *entry = &strata.entries[i];
            CHECK_NEAR(entry->mean - one->mean,
                       log(strata.sites[one->cell].n) - log(strata.sites[entry->cell].n), EXACT);
        }
    strata_release(&strata);
}

/* Times to hundredths of a second of Amdahl's law with s = 0.04, most of them alike, one of ten
 * twice as long: the clock's tick, 0.02 s of all of them, tells what is far, and what the scatter
 * is at least. */
static void ticks_of_a_coarse_clock(void) {
    const double times[] = {0.5, 0.26, 0.14, 0.08};
    struct made_rows made = {.count = 0};
    struct strata strata;
    double square = 0;
    for (int k = 0; k < 4; k++) {
        square += pow(0.02 / times[k], 2) / 12 / 4 * (0.9 + 0.1 / 4);
        for (int i = 0; i < 10; i++)
            add_row(&made, 1 << k, log(times[k] * (i == 3 ? 2 : 1)), MEASURED_NO_ROUND);
    }
    CHECK_INT(make_strata(&made, &strata), 0);
    for (uint32_t cell = 0; cell < 4; cell++)
        CHECK_NEAR(strata.cell_y[cell], log(times[cell]), 1e-9);
    CHECK_NEAR(strata.drawn_in, 0.1, EXACT);
    CHECK_NEAR(strata.noise, sqrt(square), 1e-9);
    CHECK_NEAR(strata.pure_ss, 36 * square, 1e-9); /* not 0, though the rows left are alike */
    strata_release(&strata);
    /* A tick more or less is none of these. */
    for (size_t i = 0; i < made.count; i++)
        made.rows[i].value += i % 10 == 3 ? 0.02 - made.rows[i].value / 2 : 0;
    CHECK_INT(make_strata(&made, &strata), 0);
    CHECK_NEAR(strata.drawn_in, 0, EXACT);
    CHECK(strata.cell_y[3] > log(0.08) + 0.003);
    strata_release(&strata);
}

int main(void) {
    cells_without_rounds();
    one_row_a_cell();
    rounds_of_two_patterns();
    repeats_within_rounds();
    sets_that_no_round_links();
    rounds_without_use();
    blocked_and_shuffled();
    quantities_and_sites();
    zero_noise();
    ticks_of_a_coarse_clock();
    return check_done();
}
