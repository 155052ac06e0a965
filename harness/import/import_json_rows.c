/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* JSON of rows: an array of objects, at the root or as one of its members, each with the names that
 * a CSV file has in its header. A row's line is its number in the array, from 1. */
#include "import/columns.h"
#include "import/format.h"

#include <stdlib.h>
#include <string.h>

enum { ROW_COLUMNS_MAX = 64, NUMBER_BYTES = 32 };

static bool is_rows(const json_t *array) {
    const char *name;
    json_t *value;
    json_object_foreach(json_array_get(array, 0), name, value) {
        if (column_is_count(name) && !json_is_object(value) && !json_is_array(value))
            return true;
    }
    return false;
}

/* The array of rows: the root, or the first of its members that is one; NULL: none. */
static const json_t *find_rows(const json_t *root) {
    const char *name;
    json_t *value;
    /* jansson iterates over what it may change. NOLINTNEXTLINE(performance-no-int-to-ptr) */
    json_t *object = (json_t *)(uintptr_t)root;
    if (is_rows(root))
        return root;
    json_object_foreach(object, name, value) {
        if (is_rows(value))
            return value;
    }
    return NULL;
}

static bool matches(const json_t *root) {
    return find_rows(root) != NULL;
}

/* A value as a cell has it: what is neither text, number nor boolean is empty. */
static const char *cell_of(const json_t *value, char number[NUMBER_BYTES]) {
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_boolean(value))
        return json_is_true(value) ? "1" : "0";
    number[0] = '\0';
    if (json_is_number(value))
        snprintf(number, NUMBER_BYTES, "%.17g", json_number_value(value));
    return number;
}

/* Every object's values under the first one's names. */
static int take_rows(struct import_job *job, const json_t *array, const struct cells_row *header,
                     void *state) {
    char numbers[ROW_COLUMNS_MAX][NUMBER_BYTES];
    const char *cells[ROW_COLUMNS_MAX];
    size_t index;
    json_t *object;
    int status = 0;
    json_array_foreach(array, index, object) {
        for (size_t i = 0; i < header->count; i++)
            cells[i] = cell_of(json_object_get(object, header->cell[i]), numbers[i]);
        struct cells_row row = {cells, header->count, index + 1};
        if (status == 0)
            status = csv_plain.row(job, state, &row);
    }
    return status;
}

static int read_rows(struct import_job *job, const json_t *root) {
    const json_t *array = find_rows(root);
    const char *names[ROW_COLUMNS_MAX], *name;
    struct cells_row header = {names, 0, 1};
    json_t *value;
    json_object_foreach(json_array_get(array, 0), name, value) {
        if (header.count < ROW_COLUMNS_MAX)
            names[header.count++] = name;
    }
    void *state = NULL;
    int status = csv_plain.begin(job, &header, &state);
    if (status == 0) {
        status = take_rows(job, array, &header, state);
        csv_plain.end(job, state, status == 0);
    }
    return status;
}

const struct json_format json_plain = {"JSON", matches, read_rows};
