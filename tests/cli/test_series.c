/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The series that a command line asks for, and what is refused: with workloads of its own, on a
 * machine that is made up. */
#include "check.h"
#include "cli/command.h"
#include "cli/session.h"
#include "workload_table.h"

#include <stdlib.h>

static uint64_t run_nothing(void *state, uint64_t first, uint64_t count) {
    (void)state, (void)first, (void)count;
    return 0;
}

static int check_nothing(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared, (void)sample, (void)digest, (void)why, (void)why_bytes;
    return 0;
}

static const struct workload_param sized_params[] = {
    {.name = "size", .summary = "MiB", .initial = 16, .least = 1, .most = 100},
    {.name = "depth", .summary = "levels", .initial = 0, .least = 0, .most = 9},
    {.name = NULL}};

static const char *const modes[] = {"one-by-one", "all-at-once", "in-turn", NULL};
static const struct workload_param worded_params[] = {
    {.name = "mode", .summary = "how", .initial = 8, .least = 7, .most = 9, .words = modes},
    {.name = "a-name-of-thirty-one-characters", .summary = "x", .initial = 1, .most = 999999999},
    {.name = "another-name-that-takes-some", .summary = "x", .initial = 1, .most = 999999999},
    {.name = NULL}};

static const struct workload workload_plain = {.abi = WORKLOAD_ABI,
                                               .name = "plain",
                                               .summary = "for tests",
                                               .stresses = "nothing",
                                               .run = run_nothing,
                                               .check = check_nothing};
static const struct workload workload_sized = {.abi = WORKLOAD_ABI,
                                               .name = "sized",
                                               .summary = "for tests",
                                               .stresses = "nothing",
                                               .params = sized_params,
                                               .run = run_nothing,
                                               .check = check_nothing};
static const struct workload workload_worded = {.abi = WORKLOAD_ABI,
                                                .name = "worded",
                                                .summary = "for tests",
                                                .stresses = "nothing",
                                                .params = worded_params,
                                                .run = run_nothing,
                                                .check = check_nothing};
static uint64_t three_units(const struct workload_setting *setting) {
    (void)setting;
    return 3;
}

static const struct workload workload_phased = {.abi = WORKLOAD_ABI,
                                                .name = "phased",
                                                .summary = "for tests",
                                                .stresses = "nothing",
                                                .run = run_nothing,
                                                .whole_units = three_units,
                                                .check = check_nothing};
static uint64_t run_no_task(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    (void)self, (void)shared, (void)sample;
    return 0;
}
static const struct workload workload_shared = {.abi = WORKLOAD_ABI,
                                                .name = "shared",
                                                .summary = "for tests",
                                                .stresses = "nothing",
                                                .run_tasks = run_no_task,
                                                .tasks = 5,
                                                .whole_units = three_units,
                                                .check = check_nothing};
const struct workload *const workload_table[] = {
    &workload_plain, &workload_sized, &workload_phased, &workload_worded, &workload_shared, NULL};

/* The words behind `sweep`, planned; `line` is cut into words. */
static int plan_line(char *line, struct session *session, struct fault *fault) {
    char *words[32];
    const char *operands[32];
    const struct command *command = NULL;
    struct options options;
    int count = 0;
    *session = (struct session){.options = NULL};
    for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " "))
        words[count++] = word;
    int status = command_by_name("sweep", &command, fault);
    if (status == 0)
        status = options_parse(count, words, command, operands, &options, fault);
    return status != 0 ? status : session_plan(&options, session, fault);
}

/* "workload[params] engine scaling place" for each series. The caller frees. */
static char *series_of(const char *asked) {
    char line[512], *text = NULL;
    size_t bytes = 0;
    struct session session;
    struct fault fault = {.code = FAULT_NONE};
    snprintf(line, sizeof line, "--dry-run --synthetic pu:4 --seed 1 %s", asked);
    CHECK_INT(plan_line(line, &session, &fault), 0);
    CHECK_STRING(fault.text, "");
    FILE *stream = open_memstream(&text, &bytes);
    for (size_t i = 0; i < session.spec.series_count; i++) {
        const struct series *series = &session.spec.series[i];
        fprintf(stream, "%s%s[%s] %s %s %s", i == 0 ? "" : "\n", series->workload, series->params,
                series->engine, series->scaling, series->place);
    }
    fclose(stream);
    session_release(&session);
    return text;
}

static void check_series(const char *asked, const char *expected) {
    char *text = series_of(asked);
    CHECK_STRING(text, expected);
    free(text);
}

static void test_factors_multiply(void) {
    check_series("plain", "plain[] threads strong spread");
    check_series("plain --place spread,compact --scaling strong,weak",
                 "plain[] threads strong spread\n"
                 "plain[] threads strong compact\n"
                 "plain[] threads weak spread\n"
                 "plain[] threads weak compact");
    check_series("plain sized --scaling throughput --place smt,none",
                 "plain[] threads throughput smt\n"
                 "plain[] threads throughput none\n"
                 "sized[] threads throughput smt\n"
                 "sized[] threads throughput none");
}

/* A parameter stands where it was asked for, in the order in which the workload has them. */
static void test_params(void) {
    check_series("sized --param size=8,64", "sized[size=8] threads strong spread\n"
                                            "sized[size=64] threads strong spread");
    check_series("sized --param depth=1,0 --param size=8 --place spread,smt",
                 "sized[size=8;depth=1] threads strong spread\n"
                 "sized[size=8;depth=1] threads strong smt\n"
                 "sized[size=8;depth=0] threads strong spread\n"
                 "sized[size=8;depth=0] threads strong smt");
    check_series("plain sized --param size=8", "plain[] threads strong spread\n"
                                               "sized[size=8] threads strong spread");
    /* The ends of the range are in it. */
    check_series("sized --param size=1,100", "sized[size=1] threads strong spread\n"
                                             "sized[size=100] threads strong spread");
}

static void check_refused(const char *asked, const char *sentence) {
    char line[512];
    struct session session;
    struct fault fault = {.code = FAULT_NONE};
    snprintf(line, sizeof line, "--dry-run --synthetic pu:4 --seed 1 %s", asked);
    int status = plan_line(line, &session, &fault);
    CHECK_REPORT(status == -FAULT_USAGE, "'%s' gives %d", asked, status);
    CHECK_HOLDS(fault.text, sentence);
    CHECK(strchr(fault.text, '\n') == NULL);
    session_release(&session);
}

static void test_params_refused(void) {
    check_refused("sized --param depht=3",
                  "no workload and no engine of this sweep has a parameter "
                  "'depht'; `amdahl list` shows those there are");
    check_refused("plain --param size=8", "has a parameter 'size'");
    check_refused("sized --param siz=8", "has a parameter 'siz'");
    check_refused("sized --param size", "--param: 'size' is not NAME=VALUE");
    check_refused("sized --param =8", "has a parameter ''");
    check_refused("sized --param size=7 --param size=8", "--param: 'size' was given twice");
    check_refused("sized --param size=7;depth=1", "--param size: '7;depth=1' is no value");
    check_refused("sized --param size=07", "--param size: '07' is no whole number");
    check_refused("sized --param size=101",
                  "--param size: '101' is no whole number from 1 to 100 (MiB, of 'sized')");
    check_refused("sized --param size=0", "--param size: '0' is no whole number from 1 to 100");
    check_refused("sized --param size=8,-1", "--param size: '-1' is no whole number");
    check_refused("sized --param size=8k", "--param size: '8k' is no whole number");
    check_refused("sized --param size=99999999999999999999", "is no whole number");
    check_refused("sized --param size=", "--param size: a value of the list is empty");
    check_refused("sized --param size=8,,9", "--param size: a value of the list is empty");
    check_refused("sized --param size=8,9,8", "--param size: '8' was given twice");
}

/* A value with a name is asked for by its name, and stands so in the series. */
static void test_words(void) {
    check_series("worded --param mode=in-turn,one-by-one",
                 "worded[mode=in-turn] threads strong spread\n"
                 "worded[mode=one-by-one] threads strong spread");
    check_refused("worded --param mode=in-trun",
                  "--param mode: 'in-trun' is not one of one-by-one|all-at-once|in-turn (did you "
                  "mean in-turn?)");
    check_refused("worded --param mode=xyzzy",
                  "--param mode: 'xyzzy' is not one of one-by-one|all-at-once|in-turn");
    check_refused("worded --param mode=8", "--param mode: '8' is not one of");
    check_refused("worded --param mode=in-turn,,", "--param mode: a value of the list is empty");
    check_refused("worded --param mode=in-turn,in-turn", "--param mode: 'in-turn' was given twice");
}

/* Together they have room for so many letters in a row of the files. */
static void test_params_too_long(void) {
    check_refused("worded --param mode=all-at-once --param a-name-of-thirty-one-characters=1 "
                  "--param another-name-that-takes-some=1",
                  "--param another-name-that-takes-some: 'mode=all-at-once;a-name-of-");
    check_refused("worded --param mode=all-at-once --param a-name-of-thirty-one-characters=1 "
                  "--param another-name-that-takes-some=1",
                  "is longer than 63 characters");
}

static void test_levels_refused(void) {
    check_refused("plain --place spread,,compact", "--place: a value of the list is empty");
    check_refused("plain --place spread,", "--place: a value of the list is empty");
    check_refused("plain --place spread,compact,spread", "--place: 'spread' was given twice");
    check_refused("plain --place sprayed", "sprayed");
    check_refused("plain --scaling weak,weak", "--scaling: 'weak' was given twice");
    check_refused("plain --scaling weak,tall",
                  "--scaling: 'tall' is no kind of scaling; it is one of strong, weak and");
    check_refused("plain --scaling ,weak", "--scaling: a value of the list is empty");
    check_refused("plain --engine threads,threads", "--engine: 'threads' was given twice");
    check_refused("plain --engine yarn", "--engine: 'yarn' is not an engine; those there are: ");
    check_refused("plain --engine threads,scripted",
                  "--engine: the scripted engine has a clock of its own and cannot be measured "
                  "beside others");
    check_refused("plain --engine scripted,threads", "a clock of its own");
    check_refused("plain plain", "the workload 'plain' was named twice");
}

/* What has its own p and its fixed whole takes neither -p nor a work that grows; -p is for the
 * others then. */
static void test_intrinsic(void) {
    check_series("phased --place spread,compact", "phased[] threads strong spread\n"
                                                  "phased[] threads strong compact");
    check_series("phased plain -p 0.5", "phased[] threads strong spread\n"
                                        "plain[] threads strong spread");
    check_refused("phased -p 0.5", "-p, --fraction: 'phased' has serial phases of its own, so that "
                                   "its p is measured and not chosen: leave -p out");
    check_refused("phased --scaling weak", "--scaling weak: the work of 'phased' is a fixed whole "
                                           "with serial phases of its own, which scales strongly");
    check_refused("shared -p 0.5", "-p, --fraction: 'shared' is a whole that its tasks share, so "
                                   "that its p is measured");
    check_refused("shared --scaling weak", "the work of 'shared' is a fixed whole that its tasks "
                                           "share, which scales strongly only");
    check_refused("plain phased --scaling strong,throughput",
                  "--scaling throughput: the work of 'phased'");
}

/* 4 places x 16 values are 64 series, the most; 3 kinds of scaling more of them are too many. */
static void test_too_many(void) {
    static const char most[] =
        "sized --place spread,compact,smt,none --param size=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16";
    char asked[256], *text = series_of(most);
    size_t lines = 1;
    for (const char *at = text; *at != '\0'; at++)
        lines += *at == '\n';
    CHECK_INT(lines, 64);
    free(text);
    snprintf(asked, sizeof asked, "plain %s", most);
    check_refused(asked, "more than 64 series were asked for: workloads, parameters, engines, "
                         "scalings and places multiply");
    snprintf(asked, sizeof asked, "%s,17", most);
    check_refused(asked, "more than 16 values");
}

int main(void) {
    test_factors_multiply();
    test_params();
    test_params_refused();
    test_words();
    test_params_too_long();
    test_levels_refused();
    test_intrinsic();
    test_too_many();
    return check_done();
}
