/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which cores `-c idle` keeps, on machines that there are not. */
#include "doctor/idle.h"

#include "check.h"

#include <stdlib.h>

enum { PUS = 8 };

/* Eight PUs: core c has c and c + 4. Filled in the order of spread over two packages. */
static const unsigned order[PUS] = {0, 2, 1, 3, 4, 6, 5, 7};

static struct doctor_look make_look(const double busy[PUS], const double steal[PUS]) {
    struct doctor_look look = {.loads = calloc(PUS, sizeof *look.loads), .count = PUS};
    for (unsigned i = 0; i < PUS; i++)
        look.loads[i] =
            (struct doctor_load){.pu = i, .core = i % 4, .busy = busy[i], .steal = steal[i]};
    return look;
}

/* The list that comes out, or the fault's code as a number. */
static void choose(const double busy[PUS], const double steal[PUS], unsigned cores, char *list,
                   char *words, struct fault *fault) {
    struct doctor_look look = make_look(busy, steal);
    struct idle_pu pus[PUS] = {{0}};
    for (size_t i = 0; i < PUS; i++)
        pus[i].pu = order[i];
    list[0] = words[0] = '\0';
    if (idle_choose(&look, cores, pus, PUS, fault) == 0 &&
        idle_list(pus, PUS, list, 64, fault) == 0)
        idle_describe(pus, PUS, list, words, 256);
    doctor_look_release(&look);
}

static const double none[PUS] = {0};

static void test_quiet_ones(void) {
    char list[64], words[256];
    /* PU 5 is busy, so its core 1 is; 4 % are one tick. */
    const double busy[PUS] = {0.04, 0, 0, 0, 0, 0.38, 0, 0};
    choose(busy, none, 0, list, words, NULL);
    CHECK_STRING(list, "0,2-4,6-7");
    CHECK_STRING(words, "PUs 0,2-4,6-7; left out 1 (38 % busy), 5 (38 % busy)");
    choose(none, none, 0, list, words, NULL);
    CHECK_STRING(words, "PUs 0-7");
    /* Busy and stolen count together. */
    const double some[PUS] = {0.03, 0.03, 0, 0}, stolen[PUS] = {0.03, 0, 0, 0.2};
    choose(some, stolen, 0, list, words, NULL);
    CHECK_STRING(list, "1-2,5-6");
}

static void test_none_is_quiet(void) {
    char list[64], words[256];
    const double busy[PUS] = {0.5, 0.2, 0.9, 0.2, 0.1, 0.1, 0.1, 0.3};
    choose(busy, none, 0, list, words, NULL);
    CHECK_STRING(list, "1,5");
    const double all[PUS] = {1, 1, 1, 1, 1, 1, 1, 1};
    choose(all, none, 0, list, words, NULL);
    CHECK_STRING(list, "0-7");
}

static void test_so_many(void) {
    char list[64], words[256];
    struct fault fault = {0};
    const double busy[PUS] = {0.9, 0.04, 0.08, 0, 0, 0, 0, 0};
    choose(busy, none, 1, list, words, &fault);
    CHECK_STRING(list, "1,5"); /* before 3, which is as quiet and later in the order */
    choose(busy, none, 2, list, words, &fault);
    CHECK_STRING(list, "1,3,5,7");
    choose(busy, none, 3, list, words, &fault);
    CHECK_STRING(list, "1-3,5-7");
    choose(busy, none, 4, list, words, &fault);
    CHECK_STRING(list, "0-7");
    CHECK_INT(fault.code, FAULT_NONE);
    choose(busy, none, 5, list, words, &fault);
    CHECK_INT(fault.code, FAULT_USAGE);
    CHECK_HOLDS(fault.text, "only 4 cores");
}

static void test_unknown(void) {
    char list[64], words[256];
    struct fault fault = {0};
    const double unknown[PUS] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    choose(unknown, none, 0, list, words, &fault);
    CHECK_INT(fault.code, FAULT_UNMEASURABLE);
    CHECK_HOLDS(fault.text, "/proc/stat");
    const double partly[PUS] = {NAN, 0, 0, 0, NAN, 0, 0, 0};
    choose(partly, none, 0, list, words, NULL);
    CHECK_STRING(words, "PUs 1-3,5-7; left out 0, 4");
}

static void test_long_lists(void) {
    enum { MANY = 1000 };
    static struct idle_pu pus[MANY];
    char list[512], words[256];
    struct fault fault = {0};
    for (unsigned i = 0; i < MANY; i++)
        pus[i] = (struct idle_pu){.pu = i, .kept = i % 2 == 0, .share = i % 2};
    CHECK_INT(idle_list(pus, MANY, list, sizeof list, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "idle:8");
    for (unsigned i = 0; i < MANY; i++)
        pus[i].kept = i < 2;
    CHECK_INT(idle_list(pus, MANY, list, sizeof list, NULL), 0);
    idle_describe(pus, MANY, list, words, sizeof words);
    CHECK_HOLDS(words, "PUs 0-1; left out 2 (0 % busy), 3 (100 % busy)");
    CHECK_HOLDS(words, " and 990 more");
}

static void test_parse(void) {
    static const char *const wrong[] = {"idle:",   "idle:0", "idle:-1",         "idle:2x",
                                        "idle,3",  "idle4",  "idle:1,2",        "idle: 2",
                                        "idle:+2", "idler",  "idle:9999999999", "idle:3-4"};
    bool is_idle = false;
    unsigned cores = 9;
    CHECK_INT(idle_parse(NULL, &is_idle, &cores, NULL), 0);
    CHECK(!is_idle);
    CHECK_INT(idle_parse("0,2-7", &is_idle, &cores, NULL), 0);
    CHECK(!is_idle);
    CHECK_INT(idle_parse("idle", &is_idle, &cores, NULL), 0);
    CHECK(is_idle && cores == 0);
    CHECK_INT(idle_parse("idle:12", &is_idle, &cores, NULL), 0);
    CHECK(is_idle && cores == 12);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct fault fault = {0};
        CHECK_REPORT(idle_parse(wrong[i], &is_idle, &cores, &fault) == -FAULT_USAGE,
                     "%s is taken for idle PUs", wrong[i]);
        CHECK_HOLDS(fault.text, wrong[i]);
    }
}

int main(void) {
    test_quiet_ones();
    test_none_is_quiet();
    test_so_many();
    test_unknown();
    test_long_lists();
    test_parse();
    return check_done();
}
