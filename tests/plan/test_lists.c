/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The lists of -p and -n: what they give and what they refuse. */
#include "check.h"
#include "plan/number.h"
#include "plan/plan.h"

#include <stdlib.h>

static const struct plan_machine TWO = {
    .cache_cores = 2, .numa_cores = 2, .package_cores = 2, .cores = 2, .pus = 2};
static const struct plan_machine SERVER = {
    .cache_cores = 12, .numa_cores = 24, .package_cores = 48, .cores = 96, .pus = 192};
static const struct plan_machine HUGE_MACHINE = {
    .cache_cores = 8, .numa_cores = 64, .package_cores = 512, .cores = 2048, .pus = 4096};

static const char *show_cores(const struct plan_cores *cores, char *text, size_t bytes) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < cores->count && used < bytes; i++)
        used += (size_t)snprintf(text + used, bytes - used, "%s%u", i ? " " : "", cores->value[i]);
    return text;
}

static const char *show_fractions(const struct plan_fractions *p, char *text, size_t bytes) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < p->count && used < bytes; i++)
        used += (size_t)snprintf(text + used, bytes - used, "%s%.17g", i ? " " : "", p->value[i]);
    return text;
}

static void check_cores(const char *list, const struct plan_machine *machine,
                        const char *expected) {
    struct plan_cores cores = {.count = 0};
    struct fault fault = {.code = FAULT_NONE};
    char text[2048];
    CHECK_INT(plan_parse_cores(list, machine, false, &cores, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_STRING(show_cores(&cores, text, sizeof text), expected);
}

static void test_cores_given(void) {
    check_cores("1", &TWO, "1");
    check_cores("2", &TWO, "1 2"); /* 1 is the base of every speed-up */
    check_cores("4,2,4", &SERVER, "1 2 4");
    check_cores("1-8", &SERVER, "1 2 3 4 5 6 7 8");
    check_cores("1-64:x2", &SERVER, "1 2 4 8 16 32 64");
    check_cores("3-100:x3", &SERVER, "1 3 9 27 81");
    check_cores("1-9:2", &SERVER, "1 3 5 7 9");
    check_cores("192", &SERVER, "1 192"); /* past the cores, within the PUs: no error */
    check_cores("5-5,001", &SERVER, "1 5");
}

static void test_cores_words(void) {
    check_cores("auto", &TWO, "1 2");
    check_cores("smt", &TWO, "1 2");
    check_cores("auto", &SERVER, "1 2 4 8 12 16 24 32 48 64 96");
    check_cores("smt", &SERVER, "1 2 4 8 12 16 24 32 48 64 96 128 192");
    check_cores("auto,smt,3", &SERVER, "1 2 3 4 8 12 16 24 32 48 64 96 128 192");
    check_cores("auto", &HUGE_MACHINE, "1 2 4 8 16 32 64 128 256 512 1024 2048");
    check_cores("auto,smt", &HUGE_MACHINE, "1 2 4 8 16 32 64 128 256 512 1024 2048 4096");
}

static void check_cores_refused(const char *list, const struct plan_machine *machine,
                                bool oversubscribe, const char *part) {
    struct plan_cores cores = {.count = 77};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_parse_cores(list, machine, oversubscribe, &cores, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "-n, --cores");
    CHECK_HOLDS(fault.text, part);
    CHECK_INT(cores.count, 77); /* written on success only */
}

static void test_cores_refused(void) {
    static const char *const bad[] = {"",      "0",   "1-",  "-1",    "-",    "1,,2", "2,",  ",2",
                                      "x",     "1.5", "1e2", "+1",    " 1",   "1 ",   "0x2", "1-0",
                                      "autos", "1:2", "nan", "1-2-3", "AUTO", "0-2"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        check_cores_refused(bad[i], &SERVER, false,
                            bad[i][0] == '1' && bad[i][1] == ',' ? "''" : "'");
    check_cores_refused("8-1", &SERVER, false, "'8-1' is empty");
    check_cores_refused("1-8:0", &SERVER, false, "step of '1-8:0'");
    check_cores_refused("1-8:x1", &SERVER, false, "step of '1-8:x1'");
    check_cores_refused("1-8:x", &SERVER, false, "step of '1-8:x'");
    check_cores_refused("1-8:", &SERVER, false, "step of '1-8:'");
    check_cores_refused("0", &SERVER, false, "from 1 to 192");
}

static void test_cores_above_the_machine(void) {
    struct plan_cores cores = {.count = 0};
    struct fault fault = {.code = FAULT_NONE};
    char text[64];
    check_cores_refused("99999", &TWO, false, "'99999' asks for more than the 2 processing units");
    check_cores_refused("99999", &TWO, false, "--oversubscribe");
    check_cores_refused("1-3", &TWO, false, "the 2 processing units");
    check_cores_refused("18446744073709551617", &TWO, false, "the 2 processing units");
    check_cores_refused("18446744073709551617", &TWO, true, "from 1 to 4194304");
    check_cores_refused("1-4096", &HUGE_MACHINE, false, "more than 256 core counts");
    CHECK_INT(plan_parse_cores("3,64", &TWO, true, &cores, &fault), 0);
    CHECK_STRING(show_cores(&cores, text, sizeof text), "1 3 64");
}

static void test_counts(void) {
    struct plan_cores cores = {.count = 0};
    struct fault fault = {.code = FAULT_NONE};
    char text[64];
    CHECK_INT(plan_parse_counts("16,4", 1000000, &cores, &fault), 0);
    CHECK_STRING(show_cores(&cores, text, sizeof text), "4 16"); /* no 1 added */
    CHECK_INT(plan_parse_counts("1000000", 1000000, &cores, &fault), 0);
    CHECK_INT(plan_parse_counts("1000001", 1000000, &cores, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "from 1 to 1000000");
    CHECK_INT(plan_parse_counts("auto", 1000000, &cores, NULL), -FAULT_USAGE);
}

static void check_tasks_refused(const char *list, const char *part) {
    struct plan_tasks tasks = {.count = 77};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_parse_tasks(list, &tasks, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "-t, --tasks: ");
    CHECK_HOLDS(fault.text, part);
    CHECK_INT(tasks.count, 77);
}

static void test_tasks(void) {
    struct plan_tasks tasks = {.count = 0};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_parse_tasks("256,1,16,1", &tasks, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(tasks.count, 3);
    CHECK(tasks.value[0] == 1 && tasks.value[1] == 16 && tasks.value[2] == 256);
    CHECK_INT(plan_parse_tasks("4-64:x4", &tasks, NULL), 0); /* no 1 added */
    CHECK_INT(tasks.count, 3);
    CHECK(tasks.value[0] == 4 && tasks.value[2] == 64);
    CHECK_INT(plan_parse_tasks("1-16", &tasks, NULL), 0); /* as many as there may be */
    CHECK_INT(tasks.count, PLAN_TASKS_MAX);
    CHECK_INT(plan_parse_tasks("100000", &tasks, NULL), 0);
    check_tasks_refused("0", "'0' is not a number of tasks from 1 to 100000");
    check_tasks_refused("100001", "'100001' is not a number of tasks from 1 to 100000");
    check_tasks_refused("auto", "'auto' is not a number of tasks");
    check_tasks_refused("", "''");
    check_tasks_refused("1,,2", "''");
    check_tasks_refused("8-1", "'8-1' is empty");
    check_tasks_refused("1-8:x1", "step of '1-8:x1'");
    check_tasks_refused("1-17", "with '1-17' there are more than 16 numbers of tasks");
    check_tasks_refused("1-8,9-30", "with '9-30' there are more than 16 numbers of tasks");
    check_tasks_refused("1-100000", "; take a step, as in 1-1024:x4");
    CHECK_INT(plan_parse_tasks("1-1024:x4", &tasks, NULL), 0); /* as the sentence says */
}

static void check_fractions(const char *list, const char *expected) {
    struct plan_fractions fractions = {.count = 0};
    struct fault fault = {.code = FAULT_NONE};
    char text[2048];
    CHECK_INT(plan_parse_fractions(list, &fractions, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_STRING(show_fractions(&fractions, text, sizeof text), expected);
}

static void test_fractions(void) {
    struct plan_fractions tenths = {.count = 0};
    check_fractions("0.5", "0.5");
    check_fractions("1,0.75,0,.5,5e-1,-0", "0 0.5 0.75 1");
    check_fractions("0:1:0.25,0.99", "0 0.25 0.5 0.75 0.98999999999999999 1");
    check_fractions("0:1:0.3", "0 0.29999999999999999 0.59999999999999998 0.90000000000000002");
    check_fractions("0.5:0.5:1", "0.5");
    CHECK_INT(plan_parse_fractions("0:1:0.1,0.3,0.7", &tenths, NULL), 0);
    CHECK_INT(tenths.count, 11); /* 3 * 0.1 and "0.3" are one fraction */
    for (size_t i = 0; i < tenths.count; i++) {
        char text[8];
        snprintf(text, sizeof text, "%.1f", (double)i / 10);
        CHECK(tenths.value[i] == strtod(text, NULL));
    }
}

static void check_fractions_refused(const char *list, const char *part) {
    struct plan_fractions fractions = {.count = 77};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(plan_parse_fractions(list, &fractions, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "-p, --fraction");
    CHECK_HOLDS(fault.text, part);
    CHECK_INT(fractions.count, 77);
}

static void test_fractions_refused(void) {
    static const char *const bad[] = {"1.2",     "nan",  "inf",     "-0.1",      "0x1p-1",
                                      "0,5;0.6", "0.5 ", " 0.5",    "1e-",       "half",
                                      "0:1",     "0:1:", "0:2:0.5", "0:1:0.1:2", "1e999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        check_fractions_refused(bad[i], "from 0 to 1");
    check_fractions_refused("1.2", "'1.2'");
    check_fractions_refused("", "''");
    check_fractions_refused("0.5,,1", "''");
    check_fractions_refused("0.5,", "''");
    check_fractions_refused("0:1:0", "is empty");
    check_fractions_refused("1:0:0.1", "is empty");
    check_fractions_refused("0:1:0.001", "more than 64 fractions");
    check_fractions_refused("0:1:1e-300", "STEP above 0");
}

static void test_numbers(void) {
    uint64_t count = 5;
    double value = 5;
    CHECK_INT(number_parse_count("18446744073709551615", 20, &count), NUMBER_OK);
    CHECK(count == UINT64_MAX);
    CHECK_INT(number_parse_count("18446744073709551616", 20, &count), NUMBER_TOO_LARGE);
    CHECK_INT(number_parse_count("12", 1, &count), NUMBER_OK);
    CHECK_INT(count, 1); /* the slice, not the text */
    CHECK_INT(number_parse_real("1e400", 5, &value), NUMBER_TOO_LARGE);
    CHECK_INT(number_parse_real("infinity", 8, &value), NUMBER_MALFORMED);
    CHECK_INT(number_parse_real("1.5e3x", 6, &value), NUMBER_MALFORMED);
    CHECK_INT(number_parse_real("1.5e3x", 5, &value), NUMBER_OK);
    CHECK_NEAR(value, 1500, 0);
}

int main(void) {
    test_cores_given();
    test_cores_words();
    test_cores_refused();
    test_cores_above_the_machine();
    test_counts();
    test_tasks();
    test_fractions();
    test_fractions_refused();
    test_numbers();
    return check_done();
}
