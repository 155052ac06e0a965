/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* --export-csv, --export-json, --export-markdown: refusals, and what the files hold. */
#include "check.h"
#include "cli/export.h"
#include "record/run_dir.h"
#include "rows.h"

#include <jansson.h>
#include <string.h>
#include <unistd.h>

static char directory[] = "export-XXXXXX";
static char csv[32], json[32], markdown[32], summary[32];

/* The caller frees; "" where there is no file. */
static char *read_text(const char *path) {
    char *text = NULL;
    size_t bytes = 0;
    FILE *file = fopen(path, "r"), *memory = open_memstream(&text, &bytes);
    for (int c; file != NULL && (c = fgetc(file)) != EOF;)
        fputc(c, memory);
    if (file != NULL)
        fclose(file);
    fclose(memory);
    return text;
}

static struct summary_row rows[3];
static struct difference_row difference;

static struct export_rows all_rows(void) {
    for (unsigned i = 0; i < 3; i++)
        rows[i] = rows_make(0.9, i == 0 ? 1 : 2);
    snprintf(rows[2].series.place, sizeof rows[2].series.place, "compact");
    difference = rows_make_difference();
    return (struct export_rows){rows, 3, &difference, 1};
}

static void test_refused(void) {
    struct fault fault = {.code = FAULT_NONE};
    struct options options = {.export_csv = "no/such/directory.csv"};
    CHECK_INT(export_check(&options, NULL, &fault), -FAULT_USAGE);
    CHECK_STRING(fault.text,
                 "--export-csv: cannot write no/such/directory.csv: No such file or directory");
    fault = (struct fault){.code = FAULT_NONE};
    options = (struct options){.export_markdown = directory};
    CHECK_INT(export_check(&options, NULL, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "--export-markdown: cannot write export-");
    fault = (struct fault){.code = FAULT_NONE};
    options = (struct options){.export_csv = "-", .export_json = "-"};
    CHECK_INT(export_check(&options, NULL, &fault), -FAULT_USAGE);
    CHECK_STRING(fault.text, "--export-csv and --export-json name the same place, -");
}

/* A check makes the file, and leaves one that is there as it is. */
static void test_accepted(void) {
    struct options options = {.export_csv = csv, .export_json = "-"};
    FILE *file = fopen(csv, "w");
    fputs("of yesterday\n", file);
    fclose(file);
    CHECK_INT(export_check(&options, NULL, NULL), 0);
    char *text = read_text(csv);
    CHECK_STRING(text, "of yesterday\n");
    free(text);
    CHECK_INT(export_check(&(struct options){.export_csv = NULL}, NULL, NULL), 0);
}

/* All else goes out of the way of an export to the screen. */
static void test_other_stream(void) {
    CHECK(export_other_stream(&(struct options){.export_csv = csv}) == stdout);
    CHECK(export_other_stream(&(struct options){.export_csv = NULL}) == stdout);
    CHECK(export_other_stream(&(struct options){.export_csv = "-"}) == stderr);
    CHECK(export_other_stream(&(struct options){.export_markdown = "-"}) == stderr);
}

static void check_json(const char *path) {
    json_t *document = json_load_file(path, 0, NULL);
    const json_t *array = json_object_get(document, "summary"), *row = json_array_get(array, 1);
    CHECK_INT(json_integer_value(json_object_get(document, "schema")), 1);
    CHECK_INT(json_array_size(array), 3);
    CHECK(json_real_value(json_object_get(row, "law_speedup")) == 1 / 0.55);
    CHECK(json_is_null(json_object_get(row, "p_measured")));
    CHECK(json_is_false(json_object_get(row, "oversubscribed")));
    array = json_object_get(document, "differences");
    CHECK_INT(json_array_size(array), 1);
    CHECK_STRING(json_string_value(json_object_get(json_array_get(array, 0), "factor")), "place");
    json_decref(document);
}

static void test_files(void) {
    const struct export_rows exported = all_rows();
    struct options options = {.export_csv = csv, .export_json = json, .export_markdown = markdown};
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(export_write(&options, &exported, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(run_dir_write_summary(directory, rows, 3, NULL), 0);
    char *text = read_text(csv), *expected = read_text(summary);
    CHECK_HOLDS(expected, "workload,params,engine,");
    CHECK_STRING(text, expected); /* as summary.csv has it */
    free(text);
    free(expected);
    check_json(json);
    text = read_text(markdown);
    static const char title[] = "| p | n | T(1) | T(n) | speed-up | law | ratio | efficiency | "
                                "Karp-Flatt | verdict |\n";
    CHECK(strncmp(text, "### spin\n\n", 10) == 0);
    CHECK_HOLDS(text, title);
    CHECK_HOLDS(text, "\n\n### spin (compact)\n\n| p | n |");
    CHECK_HOLDS(text, "\n\n### Differences: speed-up over that of the reference\n\n| series |");
    CHECK_HOLDS(text, "| spin (compact) | spread | 0.9 | 2 | 0.812 \u00b1 0.003 | lower |\n");
    free(text);
}

/* One that cannot be written takes no other with it; the first fault is kept. */
static void test_full_disk(void) {
    const struct export_rows exported = all_rows();
    struct options options = {.export_csv = "/dev/full", .export_json = json};
    struct fault fault = {.code = FAULT_NONE};
    unlink(json);
    CHECK_INT(export_write(&options, &exported, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "--export-csv: cannot write all of /dev/full: No space left");
    check_json(json);
    options = (struct options){.export_json = "/dev/full"};
    fault = (struct fault){.code = FAULT_NONE};
    CHECK_INT(export_write(&options, &exported, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "--export-json: cannot write all of /dev/full: No space left");
    options = (struct options){.export_markdown = "/dev/full"};
    fault = (struct fault){.code = FAULT_NONE};
    CHECK_INT(export_write(&options, &exported, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "--export-markdown: cannot write all of /dev/full: No space left");
}

/* More than a stream keeps before it writes: the error comes in the middle. */
static void test_full_disk_early(void) {
    enum { MANY = 400 };
    static struct summary_row many[MANY];
    for (unsigned i = 0; i < MANY; i++)
        many[i] = rows_make(0.9, i + 1);
    const struct export_rows exported = {many, MANY, NULL, 0};
    const struct options options[] = {{.export_csv = "/dev/full"},
                                      {.export_json = "/dev/full"},
                                      {.export_markdown = "/dev/full"}};
    for (int i = 0; i < 3; i++) {
        struct fault fault = {.code = FAULT_NONE};
        CHECK_INT(export_write(&options[i], &exported, &fault), -FAULT_SYSTEM);
        CHECK_HOLDS(fault.text, ": cannot write all of /dev/full: No space left");
    }
}

/* A run that gave no row. */
static void test_no_rows(void) {
    struct options options = {.export_json = json, .export_markdown = markdown};
    CHECK_INT(export_write(&options, &(struct export_rows){NULL, 0, NULL, 0}, NULL), 0);
    json_t *document = json_load_file(json, 0, NULL);
    CHECK(json_is_array(json_object_get(document, "summary")));
    CHECK_INT(json_array_size(json_object_get(document, "summary")), 0);
    json_decref(document);
    char *text = read_text(markdown);
    CHECK_STRING(text, "");
    free(text);
}

int main(void) {
    if (mkdtemp(directory) == NULL)
        return 99; /* meson: an error of the test's surroundings */
    snprintf(csv, sizeof csv, "%s/a.csv", directory);
    snprintf(json, sizeof json, "%s/a.json", directory);
    snprintf(markdown, sizeof markdown, "%s/a.md", directory);
    snprintf(summary, sizeof summary, "%s/summary.csv", directory);
    test_refused();
    test_accepted();
    test_other_stream();
    test_files();
    test_full_disk();
    test_full_disk_early();
    test_no_rows();
    unlink(csv);
    unlink(json);
    unlink(markdown);
    unlink(summary);
    rmdir(directory);
    return check_done();
}
