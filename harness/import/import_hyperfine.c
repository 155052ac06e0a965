/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What hyperfine exports: as JSON with every run's time and exit status, as CSV a row a command. */
#include "import/hyperfine.h"

#include <stdlib.h>
#include <string.h>

static bool is_hyperfine(const json_t *root) {
    const json_t *result = json_array_get(json_object_get(root, "results"), 0);
    return json_object_get(result, "command") != NULL &&
           (json_object_get(result, "times") != NULL || json_object_get(result, "mean") != NULL);
}

/* Whether run `index` ended well; one that a signal ended has null for its status. */
static bool ended_well(const json_t *exit_codes, size_t index) {
    const json_t *code = json_array_get(exit_codes, index);
    return exit_codes == NULL || (json_is_integer(code) && json_integer_value(code) == 0);
}

static bool read_times(const json_t *object, struct hyperfine_result *result) {
    const json_t *times = json_object_get(object, "times");
    const json_t *exit_codes = json_object_get(object, "exit_codes");
    size_t count = json_array_size(times);
    result->times = calloc(count + 1, sizeof *result->times);
    if (result->times == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (ended_well(exit_codes, i))
            result->times[result->time_count++] = json_number_value(json_array_get(times, i));
    if (!json_is_array(times))
        result->times[result->time_count++] = json_number_value(json_object_get(object, "mean"));
    return true;
}

static bool read_parameters(const json_t *object, struct hyperfine_result *result) {
    const char *name;
    json_t *value;
    json_object_foreach(json_object_get(object, "parameters"), name, value) {
        char number[32];
        snprintf(number, sizeof number, "%.17g", json_number_value(value));
        if (!hyperfine_add_parameter(result, name,
                                     json_is_string(value) ? json_string_value(value) : number))
            return false;
    }
    return true;
}

static int read_json(struct import_job *job, const json_t *root) {
    struct hyperfine hyperfine = {.results = NULL};
    size_t index;
    json_t *object;
    bool held = true;
    json_array_foreach(json_object_get(root, "results"), index, object) {
        const char *command = json_string_value(json_object_get(object, "command"));
        struct hyperfine_result *result = hyperfine_add(&hyperfine);
        if (result != NULL)
            result->command = strdup(command == NULL ? "" : command);
        held = result != NULL && result->command != NULL && read_parameters(object, result) &&
               read_times(object, result);
        if (!held)
            break;
    }
    int status = held ? hyperfine_gather(job, &hyperfine) : import_no_memory(job);
    hyperfine_release(&hyperfine);
    return status;
}

const struct json_format json_hyperfine = {"hyperfine JSON", is_hyperfine, read_json};

/* A column of a parameter is named "parameter_NAME". */
static const char PARAMETER[] = "parameter_";
enum { NAME_BYTES = 64 };

struct columns {
    struct hyperfine hyperfine;
    size_t command, median;
    size_t count;
    char names[][NAME_BYTES]; /* of each column's parameter; "": it is none */
};

static size_t find(const struct cells_row *header, const char *name) {
    size_t at = 0;
    while (at < header->count && strcmp(header->cell[at], name) != 0)
        at++;
    return at;
}

static bool is_hyperfine_header(const struct cells_row *header) {
    return find(header, "command") < header->count && find(header, "median") < header->count &&
           find(header, "stddev") < header->count;
}

static int begin(struct import_job *job, const struct cells_row *header, void **ret_state) {
    struct columns *columns = calloc(1, sizeof *columns + header->count * NAME_BYTES);
    if (columns == NULL)
        return import_no_memory(job);
    columns->command = find(header, "command");
    columns->median = find(header, "median");
    columns->count = header->count;
    for (size_t i = 0; i < header->count; i++)
        if (strncmp(header->cell[i], PARAMETER, strlen(PARAMETER)) == 0)
            snprintf(columns->names[i], NAME_BYTES, "%s", header->cell[i] + strlen(PARAMETER));
    *ret_state = columns;
    return 0;
}

static int take_row(struct import_job *job, void *state, const struct cells_row *row) {
    struct columns *columns = state;
    double median = 0;
    char where[64];
    snprintf(where, sizeof where, "%ju: column median", (uintmax_t)row->line);
    if (cells_number(row->cell[columns->median], &median) != CELLS_NUMBER || median <= 0)
        return import_bad_value(job, where, "a time", row->cell[columns->median]);
    struct hyperfine_result *result = hyperfine_add(&columns->hyperfine);
    if (result == NULL)
        return import_no_memory(job);
    result->command = strdup(row->cell[columns->command]);
    result->times = malloc(sizeof *result->times);
    bool held = result->command != NULL && result->times != NULL;
    for (size_t i = 0; i < columns->count && held; i++)
        if (columns->names[i][0] != '\0')
            held = hyperfine_add_parameter(result, columns->names[i], row->cell[i]);
    if (!held)
        return import_no_memory(job);
    result->times[result->time_count++] = median;
    return 0;
}

static int end(struct import_job *job, void *state, bool whole) {
    struct columns *columns = state;
    int status = whole ? hyperfine_gather(job, &columns->hyperfine) : 0;
    hyperfine_release(&columns->hyperfine);
    free(columns);
    return status;
}

const struct csv_format csv_hyperfine = {"hyperfine CSV", is_hyperfine_header, begin, take_row,
                                         end};
