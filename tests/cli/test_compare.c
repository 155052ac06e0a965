/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Operands that choose series, an effect as text, a table of limits. */
#include "check.h"
#include "cli/compare_input.h"
#include "cli/compare_print.h"
#include "cli/limits_print.h"

#include <jansson.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void check_refused(const char *operand, const char *part) {
    struct compare_operand parsed;
    struct fault fault = {.code = FAULT_NONE};
    CHECK(compare_operand_parse(operand, &parsed, &fault) < 0);
    CHECK_HOLDS(fault.text, part);
}

static void test_operands(void) {
    struct compare_operand operand;
    char text[96], directory[] = "/tmp/amdahl-compare.XXXXXX";
    CHECK(mkdtemp(directory) != NULL);
    CHECK_INT(compare_operand_parse(directory, &operand, NULL), 0);
    CHECK(operand.is_run);
    CHECK_STRING(operand.path, directory);
    snprintf(text, sizeof text, "%s@place=smt,params=mib=16;x=2,tasks=4", directory);
    CHECK_INT(compare_operand_parse(text, &operand, NULL), 0);
    CHECK(operand.is_run);
    CHECK_STRING(operand.path, directory);
    CHECK_STRING(operand.choice.level[COMPARE_PLACE], "smt");
    CHECK_STRING(operand.choice.level[COMPARE_PARAMS], "mib=16;x=2");
    CHECK_STRING(operand.choice.level[COMPARE_TASKS], "4");
    CHECK(operand.choice.level[COMPARE_ENGINE] == NULL);
    /* The level "" is that of a series without parameters. */
    snprintf(text, sizeof text, "%s@params=", directory);
    CHECK_INT(compare_operand_parse(text, &operand, NULL), 0);
    CHECK_STRING(operand.choice.level[COMPARE_PARAMS], "");
    snprintf(text, sizeof text, "%s@n=2", directory);
    check_refused(text, "'n' chooses no series");
    snprintf(text, sizeof text, "%s@place", directory);
    check_refused(text, "'place' chooses no series");
    snprintf(text, sizeof text, "%s@", directory);
    check_refused(text, "'' chooses no series");
    CHECK_INT(compare_operand_parse("-", &operand, NULL), 0);
    CHECK(!operand.is_run);
    CHECK_STRING(operand.path, "-");
    check_refused("/nonexistent@place=smt", "cannot read /nonexistent");
    /* What is called so is no choice. */
    snprintf(text, sizeof text, "%s@place=smt", directory);
    CHECK_INT(mkdir(text, 0700), 0);
    CHECK_INT(compare_operand_parse(text, &operand, NULL), 0);
    CHECK_STRING(operand.path, text);
    CHECK(operand.choice.level[COMPARE_PLACE] == NULL);
    rmdir(text);
    rmdir(directory);
}

static void test_effect(void) {
    char text[96];
    compare_format_effect(&(struct interval){1.031, 1.02, 1.042}, text, sizeof text);
    CHECK_STRING(text, "+3.1 % [+2.0, +4.2]");
    compare_format_effect(&(struct interval){0.9, 0.86, 0.94}, text, sizeof text);
    CHECK_STRING(text, "-10 % [-14, -6]");
    compare_format_effect(&(struct interval){1.031, NAN, NAN}, text, sizeof text);
    CHECK_STRING(text, "+3.1 %");
    compare_format_effect(&(struct interval){0.99998, 0.98, 1.02}, text, sizeof text);
    CHECK_STRING(text, "0.0 % [-2.0, +2.0]"); /* no "-0.0" */
    compare_format_effect(&(struct interval){979.9, NAN, NAN}, text, sizeof text);
    CHECK_STRING(text, "+97890 %");
    compare_format_effect(&(struct interval){NAN, NAN, NAN}, text, sizeof text);
    CHECK_STRING(text, "");
}

static const struct limit_row ROWS[] = {
    {{LIMIT_EFFICIENCY, 0.8, 8}, "spin", 0.9, {0.85, 0.83, 0.87}, LIMIT_PASS, "", true},
    {{LIMIT_SERIAL, 0.02, 0}, "spin", 0.9, {0, 0, 0.004}, LIMIT_PASS, "", false},
    {{LIMIT_SPEEDUP, 2, 2}, "sort", NAN, {1.5, NAN, NAN}, LIMIT_INCONCLUSIVE, "few rounds", false},
    {{LIMIT_BASELINE, 0.03, 2}, "sort", NAN, {1.1, 1.08, 1.12}, LIMIT_FAIL, "", false},
    {{LIMIT_BASELINE, 0.03, 4}, "sort", NAN, {NAN, NAN, NAN}, LIMIT_INCONCLUSIVE, "gone", false},
};

static void test_limits(void) {
    char *text = NULL;
    size_t bytes = 0;
    const struct limits_shown shown = {"run", true, "old", ROWS, 5};
    const struct term term = {.utf8 = true};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(limits_print(&shown, false, &term, stream, NULL), 0);
    fclose(stream);
    CHECK_HOLDS(text, "run did not come to its end");
    CHECK_HOLDS(text, "The baseline is old.");
    CHECK_HOLDS(text, "efficiency at n = 8 at least 0.8");
    CHECK_HOLDS(text, "at most 0.004");
    CHECK_HOLDS(text, "inconclusive: few rounds");
    CHECK_HOLDS(text, "+10.0 % [+8.0, +12.0]");
    CHECK_HOLDS(text, "pass, oversubscribed");
    CHECK_HOLDS(text, "inconclusive: gone"); /* without a figure */
    CHECK_HOLDS(text, "run: fail; of 5 limits 2 pass, 1 fail, 2 inconclusive.");
    free(text);
}

static void test_limits_json(void) {
    char *text = NULL;
    size_t bytes = 0;
    const struct limits_shown shown = {"run", false, NULL, ROWS, 3};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(limits_print_json(&shown, stream, NULL), 0);
    fclose(stream);
    json_t *root = json_loads(text, 0, NULL), *list = json_object_get(root, "limits");
    CHECK_INT(json_array_size(list), 3);
    CHECK_STRING(json_string_value(json_object_get(root, "outcome")), "inconclusive");
    CHECK(json_is_null(json_object_get(root, "baseline")));
    CHECK_INT(json_integer_value(json_object_get(json_array_get(list, 0), "n")), 8);
    CHECK(json_is_null(json_object_get(json_array_get(list, 1), "n")));
    CHECK(json_is_null(json_object_get(json_array_get(list, 2), "lo")));
    CHECK(json_is_null(json_object_get(json_array_get(list, 2), "p")));
    CHECK(json_is_true(json_object_get(json_array_get(list, 0), "oversubscribed")));
    CHECK(json_is_false(json_object_get(json_array_get(list, 1), "oversubscribed")));
    CHECK(json_is_null(json_object_get(json_array_get(list, 0), "why")));
    CHECK_STRING(json_string_value(json_object_get(json_array_get(list, 2), "why")), "few rounds");
    json_decref(root);
    free(text);
}

int main(void) {
    test_operands();
    test_effect();
    test_limits();
    test_limits_json();
    return check_done();
}
