/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The bases beside each other: which rows are shown, and what the price is called. */
#include "check.h"
#include "cli/baselines_print.h"
#include "cli/sweep_print.h"
#include "rows.h"

static const struct term term = {.utf8 = true};

/* Neither the best serial code nor a fit. */
static struct summary_row make_row(double p, unsigned n) {
    struct summary_row row = rows_make(p, n);
    const struct interval none = {NAN, NAN, NAN};
    row.best_s = row.speedup_best = row.price = none;
    row.fitted_s = row.speedup_fitted = none;
    return row;
}

/* T(1) = 20 ms and T_best = 19.4 ms. */
static void add_best(struct summary_row *row) {
    row->best_s = (struct interval){0.0194, 0.01935, 0.01944};
    row->price = (struct interval){0.031, 0.029, 0.033};
    row->speedup_best =
        row->n == 1 ? (struct interval){0.97, 0.968, 0.972} : (struct interval){1.843, 1.80, 1.853};
}

static void add_fit(struct summary_row *row) {
    double speedup = 0.0199 / row->time_s.value;
    row->fitted_s = (struct interval){0.0199, 0.0197, 0.0201};
    row->speedup_fitted = (struct interval){speedup, 0.98 * speedup, 1.02 * speedup};
}

static void check_printed(const struct summary_row *rows, size_t count, const char *expected) {
    char *text = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(baselines_print(rows, count, &term, stream, NULL), 0);
    fclose(stream);
    CHECK_STRING(text, expected);
    free(text);
}

static void test_one_base(void) {
    const struct summary_row rows[] = {make_row(0.9, 1), make_row(0.9, 2)};
    check_printed(rows, 2, "");
    check_printed(rows, 0, "");
}

/* The speed-up of the largest n and p that have it, over each. */
static void test_all_bases(void) {
    struct summary_row rows[] = {make_row(0.5, 1), make_row(0.5, 2), make_row(0.9, 1),
                                 make_row(0.9, 2)};
    for (size_t i = 0; i < 4; i++) {
        add_best(&rows[i]);
        add_fit(&rows[i]);
    }
    check_printed(rows, 4,
                  "  baselines at n = 2, p = 0.9; `speed-up` above is against the parallel code at "
                  "n = 1\n"
                  "    base                           T     speed-up  price\n"
                  "    best serial code        19.40 ms  1.84 ± 0.04  \n"
                  "    parallel code at n = 1   20.0 ms  1.90 ± 0.04  +3.10 %\n"
                  "    T(1) fitted to all n    19.90 ms  1.89 ± 0.04  \n"
                  "  parallel code costs +3.10 % [2.90, 3.30] on one core\n");
}

/* A fit alone has no price; and where one core is all there is, T(1) has no speed-up. */
static void test_some_bases(void) {
    struct summary_row rows[] = {make_row(NAN, 1), make_row(NAN, 2)};
    add_fit(&rows[0]);
    add_fit(&rows[1]);
    check_printed(rows, 2,
                  "  baselines at n = 2; `speed-up` above is against the parallel code at n = 1\n"
                  "    base                           T     speed-up\n"
                  "    parallel code at n = 1   20.0 ms  1.90 ± 0.04\n"
                  "    T(1) fitted to all n    19.90 ms  1.89 ± 0.04\n");
    struct summary_row alone = make_row(NAN, 1);
    add_best(&alone);
    check_printed(&alone, 1,
                  "  baselines at n = 1\n"
                  "    base                           T         speed-up  price\n"
                  "    best serial code        19.40 ms  0.9700 ± 0.0020  \n"
                  "    parallel code at n = 1   20.0 ms                   +3.10 %\n"
                  "  parallel code costs +3.10 % [2.90, 3.30] on one core\n");
}

static void check_price(double value, double lo, double hi, const char *expected) {
    char text[256];
    baselines_price_sentence(&(struct interval){value, lo, hi}, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void test_price(void) {
    check_price(0.031, 0.029, 0.033, "parallel code costs +3.10 % [2.90, 3.30] on one core");
    check_price(10.5, 10.4, 10.7, "parallel code costs +1050 % [1040, 1070] on one core");
    check_price(-0.002, -0.011, 0.004, "parallel code costs -0.2 % [-1.1, 0.4] on one core");
    check_price(0.031, NAN, NAN,
                "parallel code costs +3.1 % on one core (too few rounds for an interval)");
    check_price(NAN, NAN, NAN, "");
}

/* They stand below the table of their series. */
static void test_below_the_table(void) {
    struct summary_row rows[] = {make_row(0.9, 1), make_row(0.9, 2)};
    char *text = NULL;
    size_t bytes = 0;
    add_best(&rows[0]);
    add_best(&rows[1]);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(sweep_print_tables(rows, 2, &term, stream, NULL), 0);
    fclose(stream);
    const char *verdict = strstr(text, "above\n");
    CHECK(verdict != NULL && strstr(verdict, "  baselines at n = 2, p = 0.9;") != NULL);
    CHECK_HOLDS(text, "parallel code costs +3.10 % [2.90, 3.30] on one core\n");
    free(text);
}

int main(void) {
    test_one_base();
    test_all_bases();
    test_some_bases();
    test_price();
    test_below_the_table();
    return check_done();
}
