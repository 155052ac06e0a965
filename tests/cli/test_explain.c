/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The table of one point's ledger, the checklist of rules, and both as text. */
#include "check.h"
#include "cli/explain_print.h"
#include "cli/rules_print.h"
#include "rows.h"

#include <jansson.h>

static struct ledger_row make_loss(const struct summary_row *point, const char *row,
                                   const char *parent, const char *component,
                                   struct interval value) {
    struct ledger_row made = {
        .series = point->series, .p = point->p, .n = point->n, .value = value};
    snprintf(made.row, sizeof made.row, "%s", row);
    snprintf(made.parent, sizeof made.parent, "%s", parent);
    snprintf(made.component, sizeof made.component, "%s", component);
    snprintf(made.method, sizeof made.method, "by %s", component);
    return made;
}

/* n = 2, S = 1.9 [1.86, 1.91]: 0.1 is lost, and more of it where all samples are taken. */
struct made {
    struct summary_row point;
    struct ledger_row rows[16];
    struct pop_row pop;
    struct explained explained;
};

static void make(struct made *made) {
    *made = (struct made){.point = rows_make(0.9, 2)};
    const struct summary_row *point = &made->point;
    const struct interval none = {0.03, NAN, NAN};
    const struct ledger_row rows[] = {
        make_loss(point, "valid", "", "serial", (struct interval){0.08, 0.07, 0.09}),
        make_loss(point, "valid", "", "inflation", none),
        make_loss(point, "valid", "", "unexplained", (struct interval){-0.01, -0.02, -0.00001}),
        make_loss(point, "valid", "inflation", "clock", none),
        make_loss(point, "as experienced", "", "speedup", (struct interval){1.8, NAN, NAN}),
        make_loss(point, "as experienced", "", "serial", (struct interval){0.15, NAN, NAN}),
        make_loss(point, "as experienced", "", "wait", (struct interval){0.05, NAN, NAN}),
        make_loss(point, "valid summed", "", "speedup", (struct interval){1.89, 1.88, 1.9}),
        make_loss(point, "valid summed", "", "serial", (struct interval){0.08, 0.07, 0.09}),
        make_loss(point, "valid summed", "", "join", (struct interval){0.01, 0.005, 0.015}),
    };
    memcpy(made->rows, rows, sizeof rows);
    made->explained.ledger =
        (struct ledger_point){&made->point, made->rows, sizeof rows / sizeof rows[0]};
    made->explained.has_ledger = true;
    snprintf(made->explained.words, sizeof made->explained.words, "Words.");
}

static char *print(const struct made *made, unsigned columns) {
    char *text = NULL;
    size_t bytes = 0;
    struct term term = {.utf8 = true, .columns = columns};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(explain_print(&made->explained, 1, &term, stream, NULL), 0);
    fclose(stream);
    return text;
}

/* What is over the valid rounds summed has no column, but is what was experienced is held against.
 */
static void test_table(void) {
    struct made made;
    make(&made);
    char *text = print(&made, 0);
    CHECK_STRING(
        text,
        "spin: n = 2, p = 0.9\n"
        "  component         valid, median [95 %]  of n - S  as experienced, sums  method of "
        "valid\n"
        "  speed-up, S    1.9000 [1.8600, 1.9100]                          1.8000  median of "
        "T(1)/T(n), by round\n"
        "  serial         0.0800 [0.0700, 0.0900]    80.0 %                0.1500  by serial\n"
        "  inflation                       0.0300    30.0 %                        by inflation\n"
        "    clock                         0.0300    30.0 %                        by clock\n"
        "  unexplained  -0.0100 [-0.0200, 0.0000]   -10.0 %                        by "
        "unexplained\n"
        "  wait                                                            0.0500  by wait\n"
        "  sum, n                          2.0000                          2.0000  \n"
        "  as experienced: by speedup; over the valid ones alone S = 1.8900 [1.8800, 1.9000]\n"
        "Words.\n");
    free(text);
    made.explained.ledger.count -= 3; /* a run without such rows */
    text = print(&made, 0);
    CHECK_HOLDS(text, "  as experienced: by speedup\n");
    free(text);
}

/* The title has the tasks, and waits are taken apart below `wait`. */
static void test_waits(void) {
    struct made made;
    make(&made);
    made.point.tasks = 1;
    made.rows[3] =
        make_loss(&made.point, "valid", "wait", "I/O", (struct interval){0.04, 0.03, 0.05});
    made.rows[6] = make_loss(&made.point, "valid", "", "wait", (struct interval){0.05, 0.04, 0.06});
    char *text = print(&made, 0);
    CHECK_HOLDS(text, "spin: n = 2, p = 0.9, 1 task\n");
    CHECK_HOLDS(text,
                "  wait           0.0500 [0.0400, 0.0600]    50.0 %                        by "
                "wait\n"
                "    I/O          0.0400 [0.0300, 0.0500]    40.0 %                        by "
                "I/O\n");
    free(text);
}

/* Every round was disturbed. */
static void test_only_experienced(void) {
    struct made made;
    make(&made);
    made.point.speedup = (struct interval){NAN, NAN, NAN};
    made.explained.ledger.rows += 4;
    made.explained.ledger.count = 3;
    char *text = print(&made, 0);
    CHECK_STRING(text, "spin: n = 2, p = 0.9\n"
                       "  component    as experienced, sums [95 %]  method\n"
                       "  speed-up, S                       1.8000  by speedup\n"
                       "  serial                            0.1500  by serial\n"
                       "  wait                              0.0500  by wait\n"
                       "  sum, n                            2.0000  \n"
                       "  as experienced: by speedup\n"
                       "Words.\n");
    free(text);
}

/* A narrow terminal loses the method first; what a line lacks is said below. */
static void test_narrow(void) {
    struct made made;
    make(&made);
    char *text = print(&made, 80);
    CHECK(strstr(text, "by serial") == NULL);
    CHECK_HOLDS(text, "0.0500");
    free(text);
    text = print(&made, 50);
    CHECK(strstr(text, "0.0500") == NULL);
    CHECK_HOLDS(text, "0.0800 [0.0700, 0.0900]");
    free(text);
}

static void test_no_gap(void) {
    struct made made;
    make(&made);
    made.point.speedup = (struct interval){2.1, 2, 2.2};
    char *text = print(&made, 0);
    CHECK(strstr(text, "of n - S") == NULL);
    free(text);
}

static void test_pop(void) {
    struct made made;
    make(&made);
    made.explained.pop = &made.pop;
    made.pop = (struct pop_row){.load_balance = 0.9,
                                .communication = 0.8,
                                .parallel = 0.72,
                                .computation_scaling = 0.5,
                                .global = 0.36};
    char *text = print(&made, 0);
    CHECK_HOLDS(text, "load balance 0.900 x communication 0.800 = parallel 0.720; x computation "
                      "scaling 0.500 = global 0.360\n");
    free(text);
    made.pop.parallel = NAN;
    text = print(&made, 0);
    CHECK(strstr(text, "POP") == NULL);
    free(text);
}

static void test_json(void) {
    struct made made;
    make(&made);
    char *text = NULL;
    size_t bytes = 0;
    struct explained points[2] = {made.explained,
                                  {.ledger = {.point = &made.point}, .words = "none"}};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(explain_print_json(points, 2, stream, NULL), 0);
    fclose(stream);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    json_t *list = json_object_get(root, "points"), *first = json_array_get(list, 0);
    json_t *ledger = json_object_get(first, "ledger");
    CHECK_INT(json_array_size(list), 2);
    CHECK_INT(json_array_size(ledger), 10);
    CHECK_INT(json_array_size(json_object_get(json_array_get(list, 1), "ledger")), 0);
    CHECK_INT(json_integer_value(json_object_get(json_object_get(first, "summary"), "n")), 2);
    CHECK_NEAR(json_real_value(json_object_get(json_array_get(ledger, 0), "value")), 0.08, 0);
    CHECK(json_is_null(json_object_get(json_array_get(ledger, 1), "lo")));
    CHECK(json_is_null(json_object_get(first, "pop")));
    CHECK_STRING(json_string_value(json_object_get(first, "words")), "Words.");
    json_decref(root);
    free(text);
}

static void test_rules(void) {
    char *text = NULL;
    size_t bytes = 0;
    struct rule_row rules[RULE_COUNT] = {{.number = 0}};
    FILE *stream = open_memstream(&text, &bytes);
    rules_print(rules, stream); /* not judged */
    for (unsigned i = 0; i < RULE_COUNT; i++)
        rules[i] = (struct rule_row){.number = i + 1,
                                     .name = "a rule",
                                     .outcome = i == 0   ? RULE_NOT_MET
                                                : i == 1 ? RULE_NOT_APPLICABLE
                                                         : RULE_MET,
                                     .reason = "for this"};
    rules_print(rules, stream);
    fclose(stream);
    static const char head[] =
        "12 rules of honest benchmarking: 10 met, 1 not met, 1 not applicable\n"
        "   1  not met         a rule: for this\n"
        "   2  not applicable  a rule: for this\n"
        "   3  met             a rule: for this\n";
    CHECK_REPORT(strncmp(text, head, sizeof head - 1) == 0, "the checklist begins '%.200s'", text);
    free(text);
}

int main(void) {
    test_table();
    test_waits();
    test_only_experienced();
    test_narrow();
    test_no_gap();
    test_pop();
    test_json();
    test_rules();
    return check_done();
}
