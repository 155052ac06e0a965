/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A sentence for each kind of program. */
#include "check.h"
#include "explain/words.h"

/* Two cores, S = 1.71 [1.70, 1.72], T(2) = 0.6 s, of whose 1.2 s of core time 0.15 s were idle. */
static struct summary_row make_row(unsigned n) {
    return (struct summary_row){
        .series = {"zstd", "", "exec", "strong", "spread", ""},
        .p = NAN,
        .n = n,
        .samples = 100,
        .time_s = {0.6, 0.59, 0.61},
        .speedup = {1.71, 1.7, 1.72},
        .law_speedup = NAN,
        .ratio = {NAN, NAN, NAN},
        .karp_flatt = 0.17,
        .karp_flatt_lo = 0.163,
        .karp_flatt_hi = 0.176,
        .rounds = 100,
        .interval_kind = "time blocks",
        .cpu_s = {1.05, 1.04, 1.06},
        .idle_s = {0.15, 0.14, 0.16},
        .extra_s = {0.024, 0.02, 0.03},
        .serial_fraction_seen = {0.18, 0.175, 0.185},
        .watch_share = 0.002,
    };
}

static const char *words(const struct summary_row *row) {
    static char text[768];
    words_result(row, 1, 0.01, text, sizeof text);
    return text;
}

static void test_scales(void) {
    struct summary_row row = make_row(2);
    CHECK_STRING(words(&row),
                 "zstd: on 2 cores the speed-up is 1.71 [1.7, 1.72]; serial fraction 0.17 [0.163, "
                 "0.176] by Karp and Flatt, 0.18 [0.175, 0.185] seen (one thread runnable); of 2 "
                 "cores it left 0.25 unused and 0.04 did work that one core does not need.");
    row.extra_s.value = -0.12;
    row.serial_fraction_seen = (struct interval){NAN, NAN, NAN};
    CHECK_HOLDS(words(&row),
                "0.176] by Karp and Flatt; of 2 cores it left 0.25 unused, and the work "
                "took 0.2 of a core less than on one.");
    row.extra_s.value = 0.001; /* too little to speak of */
    row.idle_s.value = -0.001;
    CHECK_HOLDS(words(&row), "; of 2 cores it left 0 unused.");
}

/* A speed-up whose interval ends below 1.1. */
static void test_does_not_help(void) {
    struct summary_row row = make_row(2);
    row.speedup = (struct interval){1.01, 0.99, 1.03};
    row.serial_fraction_seen.value = 0.99;
    CHECK_HOLDS(words(&row), "the speed-up is 1.01 [0.99, 1.03]; more cores do not help: it runs "
                             "one thread at a time; of 2 cores");
    row.serial_fraction_seen.value = 0.3;
    CHECK_HOLDS(words(&row), "do not help: its threads spin or wait for each other;");
    row.serial_fraction_seen.value = NAN;
    CHECK_HOLDS(words(&row), "more cores do not help; of 2 cores");
    row.cpu_s.value = 0.29;
    CHECK_HOLDS(words(&row), "more cores do not help: it mostly waits;");
    row.speedup.hi = 1.11;
    CHECK(strstr(words(&row), "do not help") == NULL);
    row.speedup = (struct interval){0.6, NAN, NAN}; /* slower, in too few rounds to say so */
    CHECK(strstr(words(&row), "do not help") == NULL);
    CHECK_HOLDS(words(&row), "Too few rounds for an interval");
}

/* Two cores help, four no more. */
static void test_fastest(void) {
    struct summary_row rows[] = {make_row(2), make_row(4)};
    char text[1024];
    rows[1].speedup = (struct interval){1.02, 1, 1.05};
    words_result(rows, 2, 0.01, text, sizeof text);
    CHECK_HOLDS(text,
                "on 4 cores the speed-up is 1.02 [1, 1.05]; it is fastest on 2 cores, 1.71; ");
    CHECK(strstr(text, "do not help") == NULL);
}

/* One that was told its p is held against the law first. */
static void test_stated_p(void) {
    struct summary_row row = make_row(2);
    row.p = row.p_work = 0.9;
    row.law_speedup = 1.818;
    row.ratio = (struct interval){0.94, 0.935, 0.945};
    snprintf(row.p_basis, sizeof row.p_basis, "stated");
    snprintf(row.verdict, sizeof row.verdict, "below");
    CHECK_HOLDS(words(&row), "zstd: on 2 cores at p = 0.9 the speed-up is 1.71 [1.7, 1.72], 6 % "
                             "below Amdahl's 1.818; 0 of 1 points agree within 1 %, 1 lies below; "
                             "serial fraction 0.17 [");
}

static void test_nothing(void) {
    struct summary_row row = make_row(1);
    CHECK_HOLDS(words(&row), "zstd: one core only");
    row = make_row(2);
    row.speedup = (struct interval){NAN, NAN, NAN};
    CHECK_HOLDS(words(&row), "zstd: no sample on several cores could be used");
}

int main(void) {
    test_scales();
    test_does_not_help();
    test_fastest();
    test_stated_p();
    test_nothing();
    return check_done();
}
