/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Suggestions, units, figures, tables, colour, wrapping: what a person reads. */
#include "check.h"
#include "cli/progress.h"
#include "cli/stream.h"
#include "cli/suggest.h"
#include "cli/table.h"
#include "cli/term.h"
#include "cli/units.h"

#include <stdlib.h>

static void test_distance(void) {
    CHECK_INT(suggest_distance("", ""), 0);
    CHECK_INT(suggest_distance("", "abc"), 3);
    CHECK_INT(suggest_distance("kitten", "sitting"), 3);
    CHECK_INT(suggest_distance("sweep", "sewep"), 1); /* one swap */
    CHECK_INT(suggest_distance("ca", "abc"), 3);      /* optimal string alignment, not 2 */
    CHECK_INT(suggest_distance("budget", "buget"), 1);
    CHECK(suggest_distance("0123456789012345678901234567890123456789012345678901234567890123",
                           "a") > 1000);
}

static void check_nearest(const char *word, const char *expected) {
    static const char *const names[] = {"spin", "matmul", "stream", "topology", "fraction"};
    const char *nearest = suggest_nearest(word, names, sizeof names / sizeof names[0]);
    CHECK_STRING(nearest != NULL ? nearest : "none", expected);
}

static void test_nearest(void) {
    check_nearest("spinn", "spin");
    check_nearest("sipn", "spin");
    check_nearest("mutmal", "matmul");
    check_nearest("topo", "topology");
    check_nearest("fractoins", "fraction");
    check_nearest("x", "none");
    check_nearest("", "none");
    check_nearest("sort", "none");
    check_nearest("elephant", "none");
}

static void check_time(const char *text, double seconds) {
    double read_s = -7;
    int rc = units_parse_time(text, &read_s);
    CHECK_INT(rc, isnan(seconds) ? -1 : 0);
    CHECK_NEAR(read_s, isnan(seconds) ? -7 : seconds, fabs(seconds) * 1e-15);
}

static void test_parse_time(void) {
    static const char *const bad[] = {"",     "5",    "s",   "5 s",  "5S",     "5sec", "nans",
                                      "infs", "0x5s", "5s ", "5,0s", "1e999s", "5min"};
    check_time("5ns", 5e-9);
    check_time("5us", 5e-6);
    check_time("1.5ms", 1.5e-3);
    check_time("2s", 2);
    check_time("2m", 120);
    check_time("0.5h", 1800);
    check_time("1e3s", 1000);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        check_time(bad[i], NAN);
}

static void check_shown_time(double seconds, const char *expected) {
    char text[32];
    units_format_time(seconds, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void test_format_time(void) {
    check_shown_time(0, "0 s");
    check_shown_time(3.21e-10, "0.321 ns");
    check_shown_time(12.34e-9, "12.3 ns");
    check_shown_time(1e-6, "1 us");
    check_shown_time(999.6e-9, "1 us");
    check_shown_time(12.34e-3, "12.3 ms");
    check_shown_time(59, "59 s");
    check_shown_time(90, "1.5 m");
    check_shown_time(7200, "2 h");
    check_shown_time(NAN, "");
}

static void check_interval(double value, double lo, double hi, const char *expected) {
    char text[64];
    table_format_interval(value, lo, hi, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void test_intervals(void) {
    check_interval(1.96412, 1.96112, 1.96712, "1.964 \u00b1 0.003");
    check_interval(1.96412, 1.96293, 1.96531, "1.9641 \u00b1 0.0012");
    check_interval(1.96412, 1.9612, 1.9651, "1.9641 \u00b1 0.0029");
    check_interval(1.96412, 1.9641 - 0.0096, 1.97, "1.964 \u00b1 0.010");
    check_interval(63.2, 60.1, 64, "63 \u00b1 3");
    check_interval(1234.5, 1200, 1250, "1234 \u00b1 34");
    check_interval(0.0005, 0.00034, 0.00066, "0.00050 \u00b1 0.00016");
    check_interval(2, 1.5, 2.1, "2.0 \u00b1 0.5"); /* the larger half */
    check_interval(2, 2, 2, "2 \u00b1 0");
    check_interval(1.96412, NAN, NAN, "1.964");
    check_interval(NAN, NAN, NAN, "");
}

static void check_rate(double bytes_per_s, const char *expected) {
    char text[32];
    units_format_rate(bytes_per_s, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void test_rates(void) {
    check_rate(0, "0 B/s");
    check_rate(12, "12 B/s");
    check_rate(999.4, "999 B/s");
    check_rate(999.6, "1 kB/s");
    check_rate(1234, "1.23 kB/s");
    check_rate(56.78e6, "56.8 MB/s");
    check_rate(12.345e9, "12.3 GB/s");
    check_rate(3.5e12, "3.5 TB/s");
    check_rate(2.5e15, "2.5e+03 TB/s");
    check_rate(NAN, "");
}

static void check_rounded(double value, double half, const char *expected) {
    char text[32];
    table_format_rounded(value, half, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void check_rounded_time(double seconds, double half_s, const char *expected) {
    char text[32];
    table_format_time(seconds, half_s, text, sizeof text);
    CHECK_STRING(text, expected);
}

static void test_rounded(void) {
    check_rounded(1.96412, 0.003, "1.964");
    check_rounded(1.96412, 0.0012, "1.9641"); /* two digits where it begins with 1 or 2 */
    check_rounded(1.96412, 0.04, "1.96");
    check_rounded(63.2, 3, "63");
    check_rounded(1.96412, NAN, "1.964"); /* no interval: four digits */
    check_rounded(1.96412, 0, "1.964");
    check_rounded(NAN, 0.003, "");
    check_rounded_time(12.3456e-3, 0.04e-3, "12.35 ms");
    check_rounded_time(12.3456e-3, 0.012e-3, "12.346 ms");
    check_rounded_time(950e-9, 3e-9, "950 ns");
    check_rounded_time(1.5, 0.04, "1.50 s");
    check_rounded_time(12.3456e-3, NAN, "12.35 ms");
    check_rounded_time(NAN, NAN, "");
}

/* A table of three columns printed to a text; the caller frees. */
static char *print_table(const struct term *term) {
    static const struct text_column columns[] = {
        {.title = "name", .left = true}, {.title = "n"}, {.title = "speed-up", .rank = 1}};
    static const struct text_cell rows[][3] = {
        {{.text = "spin"}, {.text = "1"}, {.text = "1"}},
        {{.text = "matmul", .style = TERM_GOOD}, {.text = "1024"}, {.text = "2.00 \u00b1 0.02"}}};
    struct text_table *table = NULL;
    char *text = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(text_table_new(columns, 3, &table, NULL), 0);
    for (size_t i = 0; i < 2; i++)
        CHECK_INT(text_table_add(table, rows[i], NULL), 0);
    text_table_print(table, 1, term, stream);
    text_table_free(table);
    fclose(stream);
    return text;
}

static void check_table(struct term term, const char *expected) {
    char *text = print_table(&term);
    CHECK_STRING(text, expected);
    free(text);
}

static void test_table(void) {
    check_table((struct term){.utf8 = true}, " name       n     speed-up\n"
                                             " spin       1            1\n"
                                             " matmul  1024  2.00 \u00b1 0.02\n");
    check_table((struct term){.utf8 = false}, " name       n      speed-up\n"
                                              " spin       1             1\n"
                                              " matmul  1024  2.00 +- 0.02\n");
    check_table((struct term){.columns = 20}, " name       n\n"
                                              " spin       1\n"
                                              " matmul  1024\n"
                                              " no room for: speed-up\n");
    check_table((struct term){.columns = 28}, " name       n      speed-up\n"
                                              " spin       1             1\n"
                                              " matmul  1024  2.00 +- 0.02\n");
    check_table((struct term){.columns = 10, .color = true},
                " \033[1mname\033[0m       \033[1mn\033[0m\n"
                " spin       1\n"
                " \033[32mmatmul\033[0m  1024\n"
                " no room for: speed-up\n");
}

static void test_many_rows(void) {
    static const struct text_column column[] = {{.title = "i"}};
    struct text_table *table = NULL;
    char *text = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&text, &bytes);
    struct term term = {.utf8 = true};
    CHECK_INT(text_table_new(column, 1, &table, NULL), 0);
    for (int i = 0; i < 1000; i++) {
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        CHECK_INT(text_table_add(table, &(struct text_cell){.text = number}, NULL), 0);
    }
    text_table_print(table, 0, &term, stream);
    fclose(stream);
    CHECK_INT(bytes, 1001 * 4);
    CHECK_HOLDS(text, "\n  7\n  8\n");
    text_table_free(table);
    text_table_free(NULL);
    free(text);
}

static void test_color(void) {
    struct term_wish wish = {.option = "auto", .term = "xterm", .tty = true};
    CHECK(term_decide_color(&wish));
    wish.no_color = "";
    CHECK(term_decide_color(&wish)); /* empty does not count */
    wish.no_color = "1";
    CHECK(!term_decide_color(&wish));
    wish.clicolor_force = "1";
    CHECK(!term_decide_color(&wish));
    wish.option = "always";
    CHECK(term_decide_color(&wish)); /* the option beats the variables */
    wish = (struct term_wish){.option = "auto", .term = "dumb", .tty = true};
    CHECK(!term_decide_color(&wish));
    wish.clicolor_force = "0";
    CHECK(!term_decide_color(&wish));
    wish.clicolor_force = "1";
    CHECK(term_decide_color(&wish));
    wish = (struct term_wish){.option = "auto", .tty = false};
    CHECK(!term_decide_color(&wish));
    wish.option = "never";
    wish.tty = true;
    CHECK(!term_decide_color(&wish));
}

static char *progress_of(struct term term, bool quiet) {
    char *text = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&text, &bytes);
    struct progress progress = progress_start(stream, &term, quiet);
    progress_clear(&progress);
    progress_update(&progress, 0.5, 30, "spin, round 12");
    progress_clear(&progress);
    progress_clear(&progress);
    fclose(stream);
    return text;
}

static void test_progress(void) {
    setenv("TERM", "xterm", 1);
    char *wide = progress_of((struct term){.tty = true, .columns = 80}, false);
    char *narrow = progress_of((struct term){.tty = true, .columns = 30}, false);
    char *quiet = progress_of((struct term){.tty = true, .columns = 80}, true);
    char *pipe = progress_of((struct term){.tty = false}, false);
    CHECK_STRING(wide, "\r\033[K[##########..........]  50 %  30 s left  spin, round 12\r\033[K");
    CHECK_STRING(narrow, "\r\033[K[##########..........]  50 % \r\033[K");
    CHECK_STRING(quiet, "");
    CHECK_STRING(pipe, "");
    free(wide);
    free(narrow);
    free(quiet);
    free(pipe);
}

static void test_wrap(void) {
    char *text = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&text, &bytes);
    stream_wrap(stream, " one two  three incomprehensible four", 2, 11);
    stream_wrap(stream, "", 2, 11);
    stream_wrap(stream, "aaa bbb", 0, 7); /* just fits */
    stream_wrap(stream, "aaa bbb", 0, 6);
    fclose(stream);
    CHECK_STRING(text, "one two\n  three\n  incomprehensible\n  four\n\naaa bbb\naaa\nbbb\n");
    free(text);
}

int main(void) {
    test_distance();
    test_nearest();
    test_parse_time();
    test_format_time();
    test_intervals();
    test_rates();
    test_rounded();
    test_table();
    test_many_rows();
    test_color();
    test_progress();
    test_wrap();
    return check_done();
}
