/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `go test -bench` prints: "BenchmarkSum/big-4   	  2000	  612345 ns/op". The number behind
 * the last dash is GOMAXPROCS, which is left out where it is 1; a name may end in such a number
 * itself, and then does so at every n. A 1 there is always the name's own. ns/op is the time of an
 * operation, with b.RunParallel that of all goroutines together: T(n) in either case. */
#include "import/format.h"

#include <stdlib.h>
#include <string.h>

/* A line, its benchmark named by a group of `names`. */
struct line {
    size_t name;
    double value; /* s */
};

struct go {
    struct gather names; /* a group for each name as it is printed, with the package */
    struct line *lines;
    size_t count, room;
    char package[256], first_package[256];
};

enum { KEY_BYTES = 512 };
static const char PREFIX[] = "Benchmark", UNIT[] = "ns/op";

/* Where "ns/op" stands in a benchmark's line; NULL: it is another line. */
static const char *find_unit(const char *line) {
    return strncmp(line, PREFIX, strlen(PREFIX)) == 0 ? strstr(line, UNIT) : NULL;
}

/* The number before the unit: that of the field. */
static bool read_value(const char *line, const char *unit, double *ret_value) {
    const char *end = unit;
    while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    const char *begin = end;
    while (begin > line && begin[-1] != ' ' && begin[-1] != '\t')
        begin--;
    char cell[64];
    snprintf(cell, sizeof cell, "%.*s", (int)(end - begin), begin);
    return cells_number(cell, ret_value) == CELLS_NUMBER;
}

bool go_matches(const char *text) {
    while (text != NULL && *text != '\0') {
        const char *end = strchr(text, '\n'), *unit = find_unit(text);
        double value;
        if (unit != NULL && (end == NULL || unit < end) && read_value(text, unit, &value))
            return true;
        text = end == NULL ? NULL : end + 1;
    }
    return false;
}

/* The name before a last "-4", and that number; without one the whole name, and 1. */
static size_t cut_procs(const char *name, size_t length, double *ret_procs) {
    size_t digits = 0;
    while (digits < length && name[length - 1 - digits] >= '0' && name[length - 1 - digits] <= '9')
        digits++;
    *ret_procs = 1;
    if (digits == 0 || digits + 1 >= length || name[length - 1 - digits] != '-' ||
        name[length - digits] == '0')
        return length;
    double procs = strtod(name + length - digits, NULL);
    if (procs == 1)
        return length;
    *ret_procs = procs;
    return length - digits - 1;
}

static bool add_line(struct go *go, size_t name, double value) {
    if (go->count == go->room) {
        size_t room = go->room == 0 ? 256 : 2 * go->room;
        struct line *lines = reallocarray(go->lines, room, sizeof *lines);
        if (lines == NULL)
            return false;
        go->lines = lines;
        go->room = room;
    }
    go->lines[go->count++] = (struct line){name, value};
    return true;
}

static int take_line(struct import_job *job, struct go *go, const char *line, uint64_t number) {
    static const char PACKAGE[] = "pkg: ";
    const char *unit = find_unit(line);
    if (strncmp(line, PACKAGE, strlen(PACKAGE)) == 0) {
        const char *name = line + strlen(PACKAGE);
        snprintf(go->package, sizeof go->package, "%.*s", (int)strcspn(name, " \r\n"), name);
        if (go->first_package[0] == '\0')
            memcpy(go->first_package, go->package, sizeof go->package);
    }
    if (unit == NULL)
        return 0;
    double value = 0;
    char where[32];
    snprintf(where, sizeof where, "%ju", (uintmax_t)number);
    if (!read_value(line, unit, &value) || value <= 0)
        return import_bad_value(job, where, "a benchmark's time", line);
    char key[KEY_BYTES];
    const char *name = line + strlen(PREFIX);
    bool is_first = strcmp(go->package, go->first_package) == 0;
    int used = snprintf(key, sizeof key, "%s%s%.*s", is_first ? "" : go->package,
                        is_first ? "" : ": ", (int)strcspn(name, " \t"), name);
    size_t group;
    bool is_new;
    used = used < (int)sizeof key ? used : (int)sizeof key - 1;
    int status = gather_group(&go->names, key, (size_t)used, &group, &is_new, job->fault);
    if (status == 0 && !add_line(go, group, value * 1e-9))
        status = import_no_memory(job);
    return status;
}

/* Whether a name was printed: those that only asking made stand behind the `printed` others. */
static int find_name(struct import_job *job, struct go *go, size_t printed, const char *key,
                     size_t length, size_t *ret_group, bool *ret_is_printed) {
    bool is_new;
    int status = gather_group(&go->names, key, length, ret_group, &is_new, job->fault);
    *ret_is_printed = status == 0 && *ret_group < printed;
    return status;
}

/* Whether "w-4" has a sibling "w-1" that did not run with 4, as all would that ran with -cpu 1,4:
 * then 4 is of the name, and GOMAXPROCS was 1. */
static int has_sibling(struct import_job *job, struct go *go, size_t printed, const char *key,
                       size_t base_length, bool *ret_has_sibling) {
    char sibling[KEY_BYTES + 2];
    size_t group;
    bool has_one = false, ran_with_it = true;
    int alone = snprintf(sibling, sizeof sibling, "%.*s-1", (int)base_length, key);
    int status = find_name(job, go, printed, sibling, (size_t)alone, &group, &has_one);
    int whole =
        snprintf(sibling, sizeof sibling, "%.*s-1%s", (int)base_length, key, key + base_length);
    if (status == 0)
        status = find_name(job, go, printed, sibling, (size_t)whole, &group, &ran_with_it);
    *ret_has_sibling = has_one && !ran_with_it;
    return status;
}

/* Marks the names that are whole: that others have before their number, and those of has_sibling.
 * is_wanted serves as the mark. */
static int mark_whole_names(struct import_job *job, struct go *go) {
    size_t printed = go->names.count;
    int status = 0;
    for (size_t i = 0; i < printed; i++)
        go->names.groups[i].is_wanted = false;
    for (size_t i = 0; i < printed && status == 0; i++) {
        const char *key = go->names.groups[i].key;
        size_t base, whole = go->names.groups[i].key_bytes;
        double procs;
        bool is_printed, is_sibling = false;
        size_t length = cut_procs(key, whole, &procs);
        if (length == whole)
            continue;
        status = find_name(job, go, printed, key, length, &base, &is_printed);
        if (status == 0)
            status = has_sibling(job, go, printed, key, length, &is_sibling);
        if (status == 0 && is_printed)
            go->names.groups[base].is_wanted = true;
        if (status == 0 && is_sibling)
            go->names.groups[i].is_wanted = true;
    }
    return status;
}

static int gather_line(struct import_job *job, const struct go *go, const struct line *line) {
    const struct gather_group *name = &go->names.groups[line->name];
    double procs = 1;
    size_t group, length = name->key_bytes;
    bool is_new;
    char text[KEY_BYTES];
    if (!name->is_wanted)
        length = cut_procs(name->key, name->key_bytes, &procs);
    int status = gather_group(&job->gather, name->key, length, &group, &is_new, job->fault);
    if (status != 0)
        return status;
    if (is_new) {
        snprintf(text, sizeof text, "%.*s", (int)length, name->key);
        gather_name(&job->gather, group, text);
    }
    struct measured_row row = gather_plain_row(procs, line->value);
    return gather_row(&job->gather, group, &row, job->fault);
}

int go_read(struct import_job *job, FILE *file) {
    struct go go = {.names = {.groups = NULL}};
    char *line = NULL;
    size_t bytes = 0;
    int status = 0;
    for (uint64_t number = 1; status == 0 && getline(&line, &bytes, file) > 0; number++) {
        line[strcspn(line, "\r\n")] = '\0'; /* a sentence quotes lines */
        status = take_line(job, &go, line, number);
    }
    free(line);
    if (status == 0)
        status = mark_whole_names(job, &go);
    for (size_t i = 0; i < go.count && status == 0; i++)
        status = gather_line(job, &go, &go.lines[i]);
    gather_release(&go.names);
    free(go.lines);
    return status;
}
