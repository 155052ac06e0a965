/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/table_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell as JSON has it: an empty one is null. */
static json_t *cell_json(const struct column *column, const void *row) {
    const char *field = (const char *)row + column->offset;
    char digits[64];
    if (column->form == &cell_text)
        return json_string(field);
    size_t length = column->form->write(column, row, digits);
    digits[length] = '\0';
    if (length == 0)
        return json_null();
    if (column->form == &cell_flag)
        return json_boolean(digits[0] == '1');
    if (column->form == &cell_real)
        return json_real(strtod(digits, NULL));
    return json_integer(strtoll(digits, NULL, 10));
}

json_t *table_json(const struct table *table, const void *rows, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const void *row = (const char *)rows + i * table->row_bytes;
        json_t *object = json_object();
        for (size_t c = 0; c < table->column_count; c++)
            json_object_set_new(object, table->columns[c].name, cell_json(&table->columns[c], row));
        json_array_append_new(array, object);
    }
    return array;
}
