/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which series are the same, their factors, and what one is called. */
#include "check.h"
#include "wire/series.h"

static const struct series USUAL = {"spin", "", "threads", "strong", "spread", "block"};

static void test_same(void) {
    struct series other = USUAL;
    CHECK(series_is_same(&USUAL, &other));
    const struct {
        char *field;
        const char *word;
    } changes[] = {{other.workload, "spi"},  {other.params, "a=1"},    {other.engine, "openmp"},
                   {other.scaling, "weak"},  {other.place, "compact"}, {other.idle, "spin"},
                   {other.workload, "spin2"}};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        other = USUAL;
        strcpy(changes[i].field, changes[i].word);
        CHECK_REPORT(!series_is_same(&USUAL, &other), "'%s' makes no difference", changes[i].word);
        CHECK(!series_is_same(&other, &USUAL));
    }
}

static void test_factors(void) {
    const struct series series = {"triad", "mib=16", "openmp", "weak", "compact", "runtime"};
    static const char *const names[] = {"params", "engine", "place"};
    static const char *const levels[] = {"mib=16", "openmp", "compact"};
    CHECK_INT(SERIES_FACTORS, 3);
    for (int i = 0; i < SERIES_FACTORS; i++) {
        CHECK_STRING(series_factor_name((enum series_factor)i), names[i]);
        CHECK_STRING(series_level(&series, (enum series_factor)i), levels[i]);
    }
    CHECK_STRING(series_level(&series, SERIES_FACTORS), "");
}

static void test_with_tasks(void) {
    char text[64], cut[10];
    series_describe_tasks(&USUAL, 0, text, sizeof text);
    CHECK_STRING(text, "spin");
    series_describe_tasks(&USUAL, 1, text, sizeof text);
    CHECK_STRING(text, "spin, 1 task");
    series_describe_tasks(&USUAL, 16, text, sizeof text);
    CHECK_STRING(text, "spin, 16 tasks");
    series_describe_tasks(&(struct series){.engine = "threads"}, 16, text, sizeof text);
    CHECK_STRING(text, "16 tasks");
    series_describe_tasks(&USUAL, 16, cut, sizeof cut);
    CHECK_STRING(cut, "spin, 16 ");
}

static void check_name(struct series series, const char *expected) {
    char text[160];
    series_describe(&series, text, sizeof text);
    CHECK_STRING(text, expected);
}

/* What is as usual is left out. */
static void test_describe(void) {
    check_name(USUAL, "spin");
    /* A file's series may have no name. */
    check_name((struct series){"", "", "", "strong", "", ""}, "");
    check_name((struct series){"", "mib=16", "", "weak", "", ""}, "mib=16, weak scaling");
    check_name((struct series){"triad", "mib=16", "threads", "weak", "compact", "block"},
               "triad (mib=16, weak scaling, compact)");
    check_name((struct series){"spin", "", "openmp", "strong", "spread", "runtime"},
               "spin (openmp)");
    check_name((struct series){"spin", "", "threads", "throughput", "spread", "spin"},
               "spin (throughput scaling, spin while idle)");
    check_name((struct series){"a", "b=1;c=2", "scripted", "weak", "none", "spin"},
               "a (scripted, b=1;c=2, weak scaling, none, spin while idle)");
    check_name((struct series){.workload = "spin"}, "spin");
}

/* Every shorter room gives the beginning, and nothing behind its end is touched. */
static void test_describe_cut(void) {
    const struct series series = {"triad", "mib=16", "openmp", "weak", "compact", "spin"};
    static const char whole[] = "triad (openmp, mib=16, weak scaling, compact, spin while idle)";
    for (size_t bytes = 1; bytes <= sizeof whole; bytes++) {
        char text[sizeof whole + 8];
        memset(text, '#', sizeof text);
        series_describe(&series, text, bytes);
        CHECK_INT(strnlen(text, sizeof text), bytes - 1);
        CHECK(strncmp(text, whole, bytes - 1) == 0);
        CHECK(text[bytes] == '#');
    }
}

int main(void) {
    test_same();
    test_factors();
    test_with_tasks();
    test_describe();
    test_describe_cut();
    return check_done();
}
