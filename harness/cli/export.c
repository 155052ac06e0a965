/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/export.h"
#include "cli/summary_table.h"
#include "cli/tasks_print.h"
#include "record/table_json.h"
#include "wire/series.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_stdout(const char *path) {
    return path != NULL && strcmp(path, "-") == 0;
}

static int write_csv(const struct export_rows *rows, FILE *stream, struct fault *fault) {
    const struct table *table = &table_summary;
    char *line = malloc(table_line_max(table));
    if (line == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot export the summary");
    fwrite(line, 1, table_write_header(table, line), stream);
    for (size_t i = 0; i < rows->count; i++)
        fwrite(line, 1, table_write_row(table, &rows->rows[i], line), stream);
    free(line);
    return 0;
}

static int write_json(const struct export_rows *rows, FILE *stream, struct fault *fault) {
    json_t *document =
        json_pack("{s:i, s:o?, s:o?}", "schema", 1, "summary",
                  table_json(&table_summary, rows->rows, rows->count), "differences",
                  table_json(&table_differences, rows->differences, rows->difference_count));
    int status = 0;
    bool dumped = document != NULL &&
                  json_dumpf(document, stream, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) == 0;
    if (!dumped && !ferror(stream)) /* the stream's own error is told with its name */
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot export the summary as JSON");
    fputc('\n', stream);
    json_decref(document);
    return status;
}

static void write_markdown_table(const char *title, struct text_table *table, FILE *stream) {
    fprintf(stream, "### %s\n\n", title);
    text_table_print_markdown(table, stream);
    fputc('\n', stream);
    text_table_free(table);
}

static int write_markdown(const struct export_rows *rows, FILE *stream, struct fault *fault) {
    struct text_table *table = NULL;
    int status = 0;
    for (size_t first = 0, end; first < rows->count && status == 0; first = end) {
        char name[128];
        end = summary_series_end(rows->rows, rows->count, first);
        series_describe(&rows->rows[first].series, name, sizeof name);
        status = summary_table_make(rows->rows + first, end - first, &table, fault);
        if (status == 0)
            write_markdown_table(name, table, stream);
        if (status == 0)
            status = tasks_table_make(rows->rows + first, end - first, &table, fault);
        if (status == 0 && table != NULL)
            write_markdown_table("Tasks in flight on one core", table, stream);
    }
    if (status == 0 && rows->difference_count > 0) {
        status = difference_table_make(rows->differences, rows->difference_count, &table, fault);
        if (status == 0)
            write_markdown_table("Differences: speed-up over that of the reference", table, stream);
    }
    return status;
}

struct export_form {
    const char *option;
    const char *path; /* NULL: not asked for */
    int (*write)(const struct export_rows *rows, FILE *stream, struct fault *fault);
};
enum { EXPORT_FORMS = 3 };

static void list_forms(const struct options *options, struct export_form forms[EXPORT_FORMS]) {
    forms[0] = (struct export_form){"--export-csv", options->export_csv, write_csv};
    forms[1] = (struct export_form){"--export-json", options->export_json, write_json};
    forms[2] = (struct export_form){"--export-markdown", options->export_markdown, write_markdown};
}

/* Nothing of a file that is there is lost before there is something to put in its place, and none
 * is left where nothing comes of it. */
static int check_file(const struct export_form *form, struct fault *fault) {
    int file = open(form->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0)
        unlink(form->path);
    else if (errno == EEXIST)
        file = open(form->path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return fault_set(fault, FAULT_USAGE, errno, "%s: cannot write %.200s", form->option,
                         form->path);
    close(file);
    return 0;
}

static bool is_same_file(const char *a, const char *b) {
    struct stat facts_a, facts_b;
    if (stat(a, &facts_a) != 0 || stat(b, &facts_b) != 0)
        return strcmp(a, b) == 0;
    return S_ISREG(facts_a.st_mode) && facts_a.st_dev == facts_b.st_dev &&
           facts_a.st_ino == facts_b.st_ino;
}

/* The files of a run that is read are not the place for an export. */
static int check_run(const struct export_form *form, const char *run_path, struct fault *fault) {
    static const char *const names[] = {"samples.csv", "workers.csv",   "summary.csv",
                                        "run.json",    "placement.csv", "benchmark.json"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%s/%s", run_path, names[i]);
        if (is_same_file(form->path, path))
            return fault_set(fault, FAULT_USAGE, 0, "%s: %.200s is a file of the run itself",
                             form->option, form->path);
    }
    return 0;
}

int export_check(const struct options *options, const char *run_path, struct fault *fault) {
    struct export_form forms[EXPORT_FORMS];
    int status = 0;
    list_forms(options, forms);
    for (size_t i = 0; i < EXPORT_FORMS && status == 0; i++) {
        for (size_t j = 0; forms[i].path != NULL && j < i && status == 0; j++)
            if (forms[j].path != NULL && is_same_file(forms[i].path, forms[j].path))
                status = fault_set(fault, FAULT_USAGE, 0, "%s and %s name the same place, %.200s",
                                   forms[j].option, forms[i].option, forms[i].path);
        if (forms[i].path == NULL || is_stdout(forms[i].path) || status != 0)
            continue;
        status = check_file(&forms[i], fault);
        if (status == 0 && run_path != NULL)
            status = check_run(&forms[i], run_path, fault);
    }
    return status;
}

FILE *export_other_stream(const struct options *options) {
    struct export_form forms[EXPORT_FORMS];
    list_forms(options, forms);
    for (size_t i = 0; i < EXPORT_FORMS; i++)
        if (is_stdout(forms[i].path))
            return stderr;
    return stdout;
}

static int write_form(const struct export_form *form, const struct export_rows *rows,
                      struct fault *fault) {
    if (is_stdout(form->path))
        return form->write(rows, stdout, fault);
    FILE *stream = fopen(form->path, "we");
    if (stream == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "%s: cannot write %.200s", form->option,
                         form->path);
    int status = form->write(rows, stream, fault);
    bool failed = fflush(stream) != 0 || ferror(stream) != 0;
    if ((fclose(stream) != 0 || failed) && status == 0)
        status = fault_set(fault, FAULT_SYSTEM, errno, "%s: cannot write all of %.200s",
                           form->option, form->path);
    return status;
}

int export_write(const struct options *options, const struct export_rows *rows,
                 struct fault *fault) {
    struct export_form forms[EXPORT_FORMS];
    int status = 0;
    list_forms(options, forms);
    for (size_t i = 0; i < EXPORT_FORMS; i++) {
        if (forms[i].path == NULL)
            continue;
        int written = write_form(&forms[i], rows, fault);
        status = status == 0 ? written : status;
    }
    return status;
}
