/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The laws against published numbers. */
#include "check.h"
#include "model/model.h"

/* The table of the article on concurrency and parallelism that the project starts from: P, 4 cores,
 * 16 cores, the ceiling; two decimals. */
static void test_the_articles_table(void) {
    static const double table[][4] = {{0.50, 1.60, 1.88, 2.00},
                                      {0.90, 3.08, 6.40, 10.00},
                                      {0.95, 3.48, 9.14, 20.00},
                                      {0.99, 3.88, 13.91, 100.00}};
    for (int i = 0; i < 4; i++) {
        CHECK_NEAR(model_amdahl_speedup(table[i][0], 4), table[i][1], 0.005);
        CHECK_NEAR(model_amdahl_speedup(table[i][0], 16), table[i][2], 0.005);
        CHECK_NEAR(model_amdahl_ceiling(table[i][0]), table[i][3], 1e-9);
    }
}

static void test_the_ends(void) {
    CHECK_NEAR(model_amdahl_speedup(0, 64), 1, 0);
    CHECK_NEAR(model_amdahl_speedup(1, 64), 64, 0);
    CHECK_NEAR(model_amdahl_speedup(0.3, 1), 1, 1e-15);
    CHECK_NEAR(model_amdahl_ceiling(0), 1, 0);
    CHECK(isinf(model_amdahl_ceiling(1)));
}

/* M. J. Quinn, Parallel Programming in C with MPI and OpenMP, 2003, section 7.5, tables of
 * speed-ups on 2 … 8 processors: e is 0.1 throughout in the first, and rises from 0.070 to 0.100 in
 * the second. */
static void test_karp_flatt_of_quinn(void) {
    static const double first[] = {1.82, 2.50, 3.08, 3.57, 4.00, 4.38, 4.71};
    static const double second[] = {1.87, 2.61, 3.23, 3.73, 4.14, 4.46, 4.71};
    static const double rises[] = {0.070, 0.075, 0.080, 0.085, 0.090, 0.095, 0.100};
    for (int i = 0; i < 7; i++) {
        CHECK_NEAR(model_karp_flatt(first[i], i + 2), 0.100, 0.002);
        CHECK_NEAR(model_karp_flatt(second[i], i + 2), rises[i], 0.0012);
    }
}

/* Karp-Flatt of Amdahl's own speed-up is the serial fraction, at every n. */
static void test_the_laws_are_inverse(void) {
    for (unsigned n = 2; n <= 4096; n *= 2)
        for (double p = 0; p <= 1; p += 0.125)
            CHECK_NEAR(model_karp_flatt(model_amdahl_speedup(p, n), n), 1 - p, 1e-12);
}

/* J. L. Gustafson, Reevaluating Amdahl's Law, CACM 31(5), 1988, figure 2b: the scaled speed-up of
 * 1024 processors at serial fractions of 0 to 4 %. */
static void test_gustafsons_figure(void) {
    static const double figure[] = {1024, 1014, 1004, 993, 983};
    for (int percent = 0; percent <= 4; percent++) {
        double p = 1 - percent / 100.0;
        CHECK_NEAR(model_gustafson_work(p, 1024), figure[percent], 0.5);
        CHECK_NEAR(model_gustafson_speedup(p, 1024, 1024), figure[percent], 0.5);
    }
}

/* Eight workers whose shares two cores take in turn: 0.5 + 4 of work in 0.5 + 0.5 * 8/2. */
static void test_gustafson_on_shared_cores(void) {
    CHECK_NEAR(model_gustafson_work(0.5, 8), 4.5, 0);
    CHECK_NEAR(model_gustafson_speedup(0.5, 8, 2), 4.5 / 2.5, 1e-15);
    CHECK_NEAR(model_gustafson_speedup(0.5, 8, 1), 1, 1e-15);
    CHECK_NEAR(model_gustafson_speedup(1, 8, 2), 2, 1e-15);
    CHECK_NEAR(model_gustafson_speedup(0, 8, 2), 1, 0);
    CHECK_NEAR(model_gustafson_work(0.3, 1), 1, 1e-15);
}

static void test_nothing_to_say(void) {
    CHECK_NEAR(model_karp_flatt(1, 1), NAN, 0);
    CHECK_NEAR(model_karp_flatt(0, 2), NAN, 0);
    CHECK_NEAR(model_karp_flatt(NAN, 2), NAN, 0);
}

int main(void) {
    test_the_articles_table();
    test_the_ends();
    test_karp_flatt_of_quinn();
    test_the_laws_are_inverse();
    test_gustafsons_figure();
    test_gustafson_on_shared_cores();
    test_nothing_to_say();
    return check_done();
}
