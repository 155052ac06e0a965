/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/table.h"

#include "record/decimal.h"
#include "record/replace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The longest word that a form puts before a text: "disturbed: ". */
enum { PREFIX_BYTES = 16 };

size_t table_line_max(const struct table *table) {
    size_t header = 1, row = 1;
    for (size_t i = 0; i < table->column_count; i++) {
        size_t text = cell_text_max(table->columns[i].bytes + PREFIX_BYTES);
        header += strlen(table->columns[i].name) + 1;
        row += (text > DECIMAL_BYTES ? text : DECIMAL_BYTES) + 1;
    }
    return header > row ? header : row;
}

size_t table_write_header(const struct table *table, char *text) {
    size_t used = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        size_t length = strlen(table->columns[i].name);
        memcpy(text + used, table->columns[i].name, length);
        used += length;
        text[used++] = i + 1 < table->column_count ? ',' : '\n';
    }
    return used;
}

size_t table_write_row(const struct table *table, const void *row, char *text) {
    size_t used = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        used += column->form->write(column, row, text + used);
        text[used++] = i + 1 < table->column_count ? ',' : '\n';
    }
    return used;
}

int table_replace(const struct table *table, const char *directory, const void *rows, size_t count,
                  struct fault *fault) {
    char *text = calloc(count + 1, table_line_max(table));
    if (text == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the %zu rows of %s/%s in memory",
                         count, directory, table->file);
    size_t used = table_write_header(table, text);
    for (size_t i = 0; i < count; i++)
        used += table_write_row(table, (const char *)rows + i * table->row_bytes, text + used);
    int code = replace_file(directory, table->file, text, used, fault);
    free(text);
    return code;
}
