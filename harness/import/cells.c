/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/cells.h"

#include <csv.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct cells {
    const char *path;
    const struct cells_taker *taker;
    struct fault *fault;
    int status;
    uint64_t line;
    /* The row in hand: its cells' texts one after the other, and where each begins. */
    char *text;
    size_t used, bytes;
    size_t *starts;
    const char **cell;
    size_t count, room;
    /* The header's, for the sentence about a row that ends too early. */
    char *header;
    size_t header_count;
};

static void fail_memory(struct cells *cells) {
    cells->status =
        fault_set(cells->fault, FAULT_SYSTEM, ENOMEM, "cannot hold a row of %s", cells->path);
}

static bool make_room(struct cells *cells, size_t length) {
    if (cells->count == cells->room) {
        size_t room = cells->room == 0 ? 64 : 2 * cells->room;
        size_t *starts = reallocarray(cells->starts, room, sizeof *starts);
        const char **cell = reallocarray(cells->cell, room, sizeof *cell);
        cells->starts = starts == NULL ? cells->starts : starts;
        cells->cell = cell == NULL ? cells->cell : cell;
        if (starts == NULL || cell == NULL)
            return false;
        cells->room = room;
    }
    if (cells->used + length + 1 > cells->bytes) {
        size_t bytes = 2 * (cells->used + length + 1);
        char *text = realloc(cells->text, bytes);
        if (text == NULL)
            return false;
        cells->text = text;
        cells->bytes = bytes;
    }
    return true;
}

static void on_cell(void *text, size_t length, void *context) {
    struct cells *cells = context;
    if (cells->status != 0)
        return;
    if (!make_room(cells, length)) {
        fail_memory(cells);
        return;
    }
    cells->starts[cells->count++] = cells->used;
    if (length > 0)
        memcpy(cells->text + cells->used, text, length);
    cells->text[cells->used + length] = '\0';
    cells->used += length + 1;
}

/* The name of a column, for a sentence. */
static const char *header_name(const struct cells *cells, size_t column) {
    const char *name = cells->header;
    for (size_t i = 0; i < column; i++)
        name += strlen(name) + 1;
    return name;
}

static void take_header(struct cells *cells, const struct cells_row *row) {
    cells->header = malloc(cells->used);
    if (cells->header == NULL) {
        fail_memory(cells);
        return;
    }
    memcpy(cells->header, cells->text, cells->used);
    cells->header_count = cells->count;
    cells->status = cells->taker->take_header(cells->taker->context, row, cells->fault);
}

static void on_row(int terminator, void *context) {
    struct cells *cells = context;
    (void)terminator;
    if (cells->status != 0)
        return;
    for (size_t i = 0; i < cells->count; i++)
        cells->cell[i] = cells->text + cells->starts[i];
    struct cells_row row = {cells->cell, cells->count, cells->line};
    if (cells->header == NULL)
        take_header(cells, &row);
    else if (cells->count == cells->header_count)
        cells->status = cells->taker->take_row(cells->taker->context, &row, cells->fault);
    else
        cells->status = fault_set(
            cells->fault, FAULT_INPUT, 0, "%s:%ju: %zu cells where the header has %zu%s%.60s",
            cells->path, (uintmax_t)cells->line, cells->count, cells->header_count,
            cells->count < cells->header_count ? "; the row ends before the column " : "",
            cells->count < cells->header_count ? header_name(cells, cells->count) : "");
    cells->count = 0;
    cells->used = 0;
}

/* The first separator of the header outside quotes; a comma where there is only one column. */
static unsigned char find_separator(const char *line, size_t length) {
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        quoted = quoted != (line[i] == '"');
        if (!quoted && (line[i] == ',' || line[i] == ';' || line[i] == '\t'))
            return (unsigned char)line[i];
    }
    return ',';
}

static bool is_blank(const char *line, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (strchr(" \t\r\n", line[i]) == NULL)
            return false;
    return true;
}

static void feed(struct cells *cells, struct csv_parser *parser, const char *line, size_t length) {
    if (csv_parse(parser, line, length, on_cell, on_row, cells) != length && cells->status == 0)
        cells->status =
            fault_set(cells->fault, FAULT_INPUT, 0,
                      "%s:%ju: %s; a quote stands at the ends of a cell, and doubled within it",
                      cells->path, (uintmax_t)cells->line, csv_strerror(csv_error(parser)));
}

/* Line by line, so that a sentence can name one. */
static void feed_file(struct cells *cells, struct csv_parser *parser, FILE *file) {
    static const char MARK[] = "\xef\xbb\xbf"; /* of UTF-8's byte order */
    char *line = NULL;
    size_t bytes = 0;
    ssize_t length;
    bool began = false, had_mark;
    while (cells->status == 0 && (length = getline(&line, &bytes, file)) > 0) {
        cells->line++;
        had_mark = cells->line == 1 && strncmp(line, MARK, 3) == 0;
        const char *text = had_mark ? line + 3 : line;
        size_t count = (size_t)length - (had_mark ? 3 : 0);
        if (!began && (text[0] == '#' || is_blank(text, count)))
            continue;
        if (!began)
            csv_set_delim(parser, find_separator(text, count));
        began = true;
        feed(cells, parser, text, count);
    }
    if (ferror(file) && cells->status == 0)
        cells->status = fault_set(cells->fault, FAULT_INPUT, errno, "cannot read %s", cells->path);
    free(line);
    if (cells->status == 0 && csv_fini(parser, on_cell, on_row, cells) != 0)
        cells->status =
            fault_set(cells->fault, FAULT_INPUT, 0, "%s:%ju: the file ends within a quoted cell",
                      cells->path, (uintmax_t)cells->line);
    if (cells->status == 0 && cells->header == NULL)
        cells->status =
            fault_set(cells->fault, FAULT_INPUT, 0,
                      "%s is empty: expected a header row and rows below it", cells->path);
}

int cells_read(const char *path, FILE *file, const struct cells_taker *taker, struct fault *fault) {
    struct cells cells = {.path = path, .taker = taker, .fault = fault};
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot read %s", path);
    feed_file(&cells, &parser, file);
    csv_free(&parser);
    free(cells.text);
    free(cells.starts);
    free(cells.cell);
    free(cells.header);
    return cells.status;
}

enum cells_number cells_number(const char *cell, double *ret_value) {
    if (cell[0] == '\0' || strcasecmp(cell, "na") == 0 || strcasecmp(cell, "nan") == 0)
        return CELLS_NONE;
    /* strtod would also take leading blanks, hexadecimal and "infinity". */
    if (strspn(cell, "0123456789+-.eE") != strlen(cell))
        return CELLS_NO_NUMBER;
    char *end = NULL;
    double value = strtod(cell, &end);
    if (end == cell || *end != '\0' || !isfinite(value))
        return CELLS_NO_NUMBER;
    *ret_value = value;
    return CELLS_NUMBER;
}
