/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/table.h"

#include <csv.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NO_COLUMN = -1, HEADER_CELLS_MAX = 256 };

struct reader {
    const struct table *table;
    const struct table_filter *filter; /* NULL: every row is kept */
    char path[PATH_MAX];
    struct fault *fault;
    int code;
    uint64_t line;   /* of the row in hand, from 1 */
    uint64_t breaks; /* line breaks within its cells */
    bool has_header;
    bool ended; /* the file has: what still comes is torn */
    bool torn;
    size_t cell, header_cells;       /* cells seen in the row in hand; those of the header */
    int column_of[HEADER_CELLS_MAX]; /* of each header cell */
    char *rows;
    size_t count, capacity;
};

static void read_header_cell(struct reader *reader, const char *text) {
    if (reader->header_cells == HEADER_CELLS_MAX) {
        reader->code = fault_set(reader->fault, FAULT_INPUT, 0, "%s:%ju: more than %d columns",
                                 reader->path, (uintmax_t)reader->line, HEADER_CELLS_MAX);
        return;
    }
    int found = NO_COLUMN;
    for (size_t i = 0; i < reader->table->column_count && found == NO_COLUMN; i++)
        if (strcmp(text, reader->table->columns[i].name) == 0)
            found = (int)i;
    reader->column_of[reader->header_cells++] = found;
}

static bool header_has(const struct reader *reader, size_t column) {
    for (size_t cell = 0; cell < reader->header_cells; cell++)
        if (reader->column_of[cell] == (int)column)
            return true;
    return false;
}

static void end_header(struct reader *reader) {
    for (size_t i = 0; i < reader->table->column_count; i++) {
        if (!header_has(reader, i) && reader->table->columns[i].absent == NULL) {
            reader->code =
                fault_set(reader->fault, FAULT_INPUT, 0, "%s:%ju: the column %s is missing",
                          reader->path, (uintmax_t)reader->line, reader->table->columns[i].name);
            return;
        }
    }
    reader->has_header = true;
}

/* What the file does not have of a row. */
static void fill_absent(const struct reader *reader, void *row) {
    for (size_t i = 0; i < reader->table->column_count; i++) {
        const struct column *column = &reader->table->columns[i];
        if (column->absent != NULL && !header_has(reader, i))
            column->form->read(column, column->absent, row);
    }
}

/* Makes the slot of the next row ready: zeros, as a cell form expects them. */
static bool begin_row(struct reader *reader) {
    size_t row_bytes = reader->table->row_bytes;
    if (reader->count == reader->capacity) {
        size_t capacity = reader->capacity == 0 ? 256 : 2 * reader->capacity;
        char *rows = reallocarray(reader->rows, capacity, row_bytes);
        if (rows == NULL) {
            reader->code = fault_set(reader->fault, FAULT_SYSTEM, errno, "cannot hold %s in memory",
                                     reader->path);
            return false;
        }
        reader->rows = rows;
        reader->capacity = capacity;
    }
    memset(reader->rows + reader->count * row_bytes, 0, row_bytes);
    fill_absent(reader, reader->rows + reader->count * row_bytes);
    return true;
}

static void read_row_cell(struct reader *reader, const char *text, size_t length) {
    if (reader->cell == 0 && !begin_row(reader))
        return;
    size_t cell = reader->cell++;
    if (cell >= reader->header_cells || reader->column_of[cell] == NO_COLUMN)
        return; /* too many cells are seen at the end of the row */
    const struct column *column = &reader->table->columns[reader->column_of[cell]];
    void *row = reader->rows + reader->count * reader->table->row_bytes;
    if (strlen(text) != length || !column->form->read(column, text, row))
        reader->code = fault_set(
            reader->fault, FAULT_INPUT, 0, "%s:%ju: column %s: \"%.60s\" is not %s", reader->path,
            (uintmax_t)reader->line, column->name, text, column->form->expects);
}

static void end_row(struct reader *reader) {
    if (reader->cell == reader->header_cells) {
        const void *row = reader->rows + reader->count * reader->table->row_bytes;
        if (reader->filter == NULL || reader->filter->keeps(row, reader->filter->context))
            reader->count++; /* or else the next row takes its place */
        reader->cell = 0;
        return;
    }
    int next = reader->cell < reader->header_cells ? reader->column_of[reader->cell] : NO_COLUMN;
    reader->code =
        fault_set(reader->fault, FAULT_INPUT, 0, "%s:%ju: %zu cells where the header has %zu%s%s",
                  reader->path, (uintmax_t)reader->line, reader->cell, reader->header_cells,
                  next == NO_COLUMN ? "" : "; the row ends before the column ",
                  next == NO_COLUMN ? "" : reader->table->columns[next].name);
}

static void on_cell(void *text, size_t length, void *context) {
    struct reader *reader = context;
    if (reader->code != 0 || reader->ended)
        return;
    const char *cell = text == NULL ? "" : text;
    if (!reader->has_header)
        read_header_cell(reader, cell);
    else
        read_row_cell(reader, cell, length);
    for (size_t i = 0; i < length; i++)
        reader->breaks += cell[i] == '\n';
}

static void on_row(int terminator, void *context) {
    struct reader *reader = context;
    (void)terminator;
    if (reader->ended)
        reader->torn = true;
    if (reader->code != 0 || reader->ended)
        return;
    if (!reader->has_header)
        end_header(reader);
    else
        end_row(reader);
    reader->line += 1 + reader->breaks;
    reader->breaks = 0;
}

/* libcsv would trim cells by default; a cell is what stands between the commas. */
static int is_no_space(unsigned char character) {
    (void)character;
    return 0;
}

static void feed(struct reader *reader, struct csv_parser *parser, const char *bytes,
                 size_t count) {
    if (csv_parse(parser, bytes, count, on_cell, on_row, reader) != count && reader->code == 0)
        reader->code = fault_set(reader->fault, FAULT_INPUT, 0, "%s:%ju: %s", reader->path,
                                 (uintmax_t)reader->line, csv_strerror(csv_error(parser)));
}

/* Passes over the `#` lines that may stand before the header, and feeds the line after them. */
static void feed_first_line(struct reader *reader, struct csv_parser *parser, FILE *file) {
    char *line = NULL;
    size_t bytes = 0;
    ssize_t length;
    while ((length = getline(&line, &bytes, file)) > 0 && line[0] == '#')
        reader->line++;
    if (length > 0)
        feed(reader, parser, line, (size_t)length);
    free(line);
}

static void feed_file(struct reader *reader, struct csv_parser *parser, FILE *file) {
    char bytes[1 << 16];
    feed_first_line(reader, parser, file);
    size_t count;
    while (reader->code == 0 && (count = fread(bytes, 1, sizeof bytes, file)) > 0)
        feed(reader, parser, bytes, count);
    if (ferror(file) && reader->code == 0)
        reader->code = fault_set(reader->fault, FAULT_INPUT, errno, "cannot read %s", reader->path);
    reader->ended = true;
    csv_fini(parser, on_cell, on_row, reader);
    if (reader->code == 0 && !reader->has_header)
        reader->code =
            fault_set(reader->fault, FAULT_INPUT, 0, "%s has no whole header row", reader->path);
}

static int parse_file(struct reader *reader) {
    struct csv_parser parser;
    FILE *file = fopen(reader->path, "re");
    if (file == NULL)
        return fault_set(reader->fault, FAULT_INPUT, errno, "cannot read %s", reader->path);
    if (csv_init(&parser, CSV_STRICT | CSV_APPEND_NULL) == 0) {
        csv_set_space_func(&parser, is_no_space);
        feed_file(reader, &parser, file);
        csv_free(&parser);
    }
    fclose(file);
    return reader->code;
}

int table_read(const struct table *table, const char *directory, void **ret_rows, size_t *ret_count,
               bool *ret_torn, struct fault *fault) {
    return table_read_some(table, directory, NULL, ret_rows, ret_count, ret_torn, fault);
}

int table_read_some(const struct table *table, const char *directory,
                    const struct table_filter *filter, void **ret_rows, size_t *ret_count,
                    bool *ret_torn, struct fault *fault) {
    struct reader reader = {.table = table, .filter = filter, .fault = fault, .line = 1};
    int used = snprintf(reader.path, sizeof reader.path, "%s/%s", directory, table->file);
    if (used < 0 || (size_t)used >= sizeof reader.path)
        return fault_set(fault, FAULT_INPUT, ENAMETOOLONG, "cannot read %s/%s", directory,
                         table->file);
    int code = parse_file(&reader);
    if (code == 0 && reader.torn && ret_torn == NULL)
        code = fault_set(fault, FAULT_INPUT, 0, "%s:%ju: the last row is torn: it has no line end",
                         reader.path, (uintmax_t)reader.line);
    if (code != 0) {
        free(reader.rows);
        return code;
    }
    if (ret_torn != NULL)
        *ret_torn = reader.torn;
    *ret_rows = reader.rows;
    *ret_count = reader.count;
    return 0;
}
