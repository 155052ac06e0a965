/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A workload's descriptor, and what each lack is called. */
#include "check.h"
#include "trial/trial.h"
#include "workload_table.h"

static uint64_t run(void *state, uint64_t first, uint64_t count) {
    (void)state;
    return first + count;
}

static int check(void *shared, const struct workload_sample *sample, uint64_t digest, char *why,
                 size_t why_bytes) {
    const uint64_t units = sample->serial_units + sample->parallel_units;
    (void)shared, (void)units, (void)digest, (void)why, (void)why_bytes;
    return 0;
}

/* The least that is allowed. */
static struct workload good(void) {
    return (struct workload){
        .abi = WORKLOAD_ABI,
        .name = "a-1",
        .summary = "a line",
        .stresses = "nothing",
        .unit = {.operations = 1},
        .run = run,
        .check = check,
    };
}

static void refused(const struct workload *workload, const char *says) {
    struct fault fault = {0};
    CHECK_INT(workload_validate(workload, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, says);
    CHECK(strchr(fault.text, '\n') == NULL);
    CHECK_INT(workload_validate(workload, NULL), -FAULT_WORKLOAD);
}

static void test_good(void) {
    static const char *const names[] = {"a", "0", "a-1", "abcdefghijklmnopqrstuvwxyz01234"};
    struct fault fault = {0};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct workload workload = good();
        workload.name = names[i];
        workload.unit = (struct workload_unit){0};
        CHECK_INT(workload_validate(&workload, &fault), 0);
    }
    CHECK_STRING(fault.text, "");
}

static void test_version(void) {
    struct workload workload = good();
    workload.abi = WORKLOAD_ABI + 1;
    workload.name = NULL; /* nothing of another layout is read */
    refused(&workload, "version 6 of workload.h, this program is version 5");
}

static void test_names(void) {
    static const char *const names[] = {
        "", "Spin", "a b", "a_b", "a/b", "a,b", "\xc3\xa4", "abcdefghijklmnopqrstuvwxyz012345"};
    struct workload workload = good();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char quoted[64];
        workload.name = names[i];
        snprintf(quoted, sizeof quoted, "'%s'", names[i]);
        refused(&workload, quoted);
    }
    workload.name = NULL;
    refused(&workload, "name is ''");
}

static void test_each_lack(void) {
    struct workload workload = good();
    workload.summary = NULL;
    refused(&workload, "'a-1' lacks its summary");
    workload = good();
    workload.stresses = NULL;
    refused(&workload, "what it stresses");
    workload = good();
    workload.run = NULL;
    refused(&workload, "lacks run");
    workload = good();
    workload.check = NULL;
    refused(&workload, "lacks check");
}

static uint64_t phase(void *state) {
    (void)state;
    return 0;
}

static uint64_t whole_units(const struct workload_setting *setting) {
    return setting->workers;
}

/* Phases of its own and a number of units belong together; a share that the harness makes serial
 * does not go with them, and no work has none. */
static void test_phases(void) {
    struct workload workload = good();
    workload.whole_units = whole_units;
    CHECK_INT(workload_validate(&workload, NULL), 0);
    workload.begin = workload.finish = phase;
    CHECK_INT(workload_validate(&workload, NULL), 0);
    struct workload_card card;
    workload_describe(&workload, &card);
    CHECK(card.is_intrinsic);
    workload.run_serial = run;
    refused(&workload, "'a-1' has whole_units and run_serial");
    workload.run_serial = NULL;
    workload.is_empty = true;
    refused(&workload, "'a-1' has whole_units and is_empty");
    workload = good();
    workload_describe(&workload, &card);
    CHECK(!card.is_intrinsic);
    workload.begin = phase;
    refused(&workload, "'a-1' has begin or finish, but no whole_units");
    workload = good();
    workload.finish = phase;
    refused(&workload, "'a-1' has begin or finish, but no whole_units");
}

static uint64_t best(void *state, uint64_t units) {
    (void)state;
    return units;
}

static const struct workload_waits *waits(void *state) {
    (void)state;
    return NULL;
}

/* Both may be there or not; no work has neither. */
static void test_best_and_waits(void) {
    struct workload workload = good();
    struct workload_card card;
    workload_describe(&workload, &card);
    CHECK(!card.has_best);
    workload.run_best = best;
    workload.waits = waits;
    CHECK_INT(workload_validate(&workload, NULL), 0);
    workload_describe(&workload, &card);
    CHECK(card.has_best);
    workload.run_serial = run;
    refused(&workload, "'a-1' has run_best and run_serial");
    workload.run_best = NULL;
    CHECK_INT(workload_validate(&workload, NULL), 0);
    workload = good();
    workload.run_best = best;
    workload.waits = waits;
    workload.is_empty = true;
    refused(&workload, "'a-1' has run_best and is_empty");
    workload.run_best = NULL;
    refused(&workload, "'a-1' has waits and is_empty");
}

static void test_costs(void) {
    static const double costs[] = {-1, NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
        struct workload workload = good();
        workload.unit.operations = costs[i];
        refused(&workload, "cost of a unit");
        workload = good();
        workload.unit.bytes = costs[i];
        refused(&workload, "cost of a unit");
    }
}

/* For each value a name of its own, which a card has room for. */
static void test_words(void) {
    static const char *const good_words[] = {"one", "two-2", "three", NULL};
    static const char *const same[] = {"one", "two", "one", NULL};
    static const char *const fewer[] = {"one", "two", NULL, NULL};
    static const char *const more[] = {"one", "two", "three", "four", NULL};
    static const char *const unplain[] = {"one", "Two", "three", NULL};
    static const char *const parting[] = {"one", "a|b", "three", NULL};
    static const char *const long_words[] = {"a-name-of-thirty-one-characters",
                                             "b-name-of-thirty-one-characters",
                                             "c-name-of-thirty-one-characters",
                                             "d-name-of-thirty-one-characters",
                                             "e-name-of-thirty-one-characters",
                                             "f-name-of-thirty-one-characters",
                                             NULL};
    static const char *const *const wrong[] = {same, fewer, more, unplain, parting};
    struct workload_param list[2] = {
        {.name = "a", .summary = "s", .initial = 6, .least = 5, .most = 7, .words = good_words}};
    struct workload workload = good();
    struct workload_card card;
    uint64_t values[WORKLOAD_PARAMS_MAX];
    struct fault fault = {0};
    workload.params = list;
    CHECK_INT(workload_validate(&workload, NULL), 0);
    workload_describe(&workload, &card);
    CHECK_STRING(card.params[0].words, "one|two-2|three");
    CHECK_INT(workload_read_params(&card, "b=2", values, &fault), 0);
    CHECK_INT(values[0], 6);
    CHECK_INT(workload_read_params(&card, "b=2;a=three", values, &fault), 0);
    CHECK_INT(values[0], 7);
    CHECK_INT(workload_read_params(&card, "a=7", values, &fault), -FAULT_USAGE);
    CHECK_STRING(fault.text, "--param a: '7' is not one of one|two-2|three (s, of 'a-1')");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        list[0].words = wrong[i];
        refused(&workload, "of words one for each value");
    }
    list[0].words = long_words;
    list[0].most = 10;
    refused(&workload, "of words one for each value");
}

/* All that are built in: valid, and each found by its name. */
static void test_table(void) {
    for (size_t i = 0; workload_table[i] != NULL; i++) {
        struct fault fault = {0};
        CHECK_INT(workload_validate(workload_table[i], &fault), 0);
        CHECK_STRING(fault.text, "");
        CHECK(workload_find(workload_table[i]->name) == workload_table[i]);
    }
    CHECK(workload_find("spin") != NULL);
    CHECK(workload_find("spi") == NULL);
    CHECK(workload_find("") == NULL);
}

int main(void) {
    test_good();
    test_version();
    test_names();
    test_each_lack();
    test_phases();
    test_best_and_waits();
    test_costs();
    test_words();
    test_table();
    return check_done();
}
