/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/table.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMN_GAP = 2 };

/* A cell as it is kept. */
struct kept_cell {
    char text[TEXT_TABLE_CELL_BYTES];
    enum term_style style;
};

struct text_table {
    size_t columns, rows, capacity; /* rows there is room for */
    struct text_column column[TEXT_TABLE_COLUMNS_MAX];
    struct kept_cell *cells; /* row after row */
};

/* How a table is laid out on one terminal. */
struct layout {
    const struct term *term;
    FILE *stream;
    unsigned indent;
    bool used[TEXT_TABLE_COLUMNS_MAX]; /* some cell of it has a text */
    bool shown[TEXT_TABLE_COLUMNS_MAX];
    size_t width[TEXT_TABLE_COLUMNS_MAX];
};

int text_table_new(const struct text_column *columns, size_t count, struct text_table **ret_table,
                   struct fault *fault) {
    struct text_table *table = calloc(1, sizeof *table);
    if (table == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "a table of %zu columns", count);
    table->columns = count < TEXT_TABLE_COLUMNS_MAX ? count : TEXT_TABLE_COLUMNS_MAX;
    memcpy(table->column, columns, table->columns * sizeof columns[0]);
    *ret_table = table;
    return 0;
}

void text_table_free(struct text_table *table) {
    if (table != NULL)
        free(table->cells);
    free(table);
}

static int table_grow(struct text_table *table, struct fault *fault) {
    size_t capacity = table->capacity == 0 ? 16 : 2 * table->capacity;
    struct kept_cell *cells = reallocarray(table->cells, capacity * table->columns, sizeof *cells);
    if (cells == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "a table of %zu rows", capacity);
    table->cells = cells;
    table->capacity = capacity;
    return 0;
}

int text_table_add(struct text_table *table, const struct text_cell *cells, struct fault *fault) {
    int rc = table->rows < table->capacity ? 0 : table_grow(table, fault);
    if (rc != 0)
        return rc;
    struct kept_cell *row = table->cells + table->rows * table->columns;
    for (size_t i = 0; i < table->columns; i++) {
        snprintf(row[i].text, sizeof row[i].text, "%s", cells[i].text);
        row[i].style = cells[i].style;
    }
    table->rows++;
    return 0;
}

/* Bytes of the UTF-8 character that begins here. */
static size_t character_bytes(const char *text) {
    size_t bytes = 1;
    while (((unsigned char)text[bytes] & 0xc0) == 0x80)
        bytes++;
    return bytes;
}

static bool is_plus_minus(const char *text) {
    return strncmp(text, "\u00b1", sizeof "\u00b1" - 1) == 0;
}

/* Columns that the text takes on the terminal; every character of ours is one wide. */
static size_t text_width(const char *text, bool utf8) {
    size_t width = 0;
    for (; *text != '\0'; text += character_bytes(text))
        width += !utf8 && is_plus_minus(text) ? 2 : 1;
    return width;
}

static void print_text(const char *text, bool utf8, FILE *stream) {
    for (; *text != '\0'; text += character_bytes(text))
        if (!utf8 && is_plus_minus(text))
            fputs("+-", stream);
        else if (!utf8 && character_bytes(text) > 1)
            fputc('?', stream);
        else
            fwrite(text, 1, character_bytes(text), stream);
}

static bool column_is_used(const struct text_table *table, size_t column) {
    for (size_t r = 0; r < table->rows; r++)
        if (table->cells[r * table->columns + column].text[0] != '\0')
            return true;
    return table->rows == 0;
}

static void layout_measure(const struct text_table *table, struct layout *layout) {
    for (size_t c = 0; c < table->columns; c++) {
        layout->used[c] = layout->shown[c] = column_is_used(table, c);
        layout->width[c] = text_width(table->column[c].title, layout->term->utf8);
        for (size_t r = 0; r < table->rows; r++) {
            size_t width =
                text_width(table->cells[r * table->columns + c].text, layout->term->utf8);
            layout->width[c] = width > layout->width[c] ? width : layout->width[c];
        }
    }
}

static size_t layout_columns(const struct text_table *table, const struct layout *layout) {
    size_t columns = layout->indent;
    for (size_t c = 0; c < table->columns; c++)
        columns += layout->shown[c] ? layout->width[c] + COLUMN_GAP : 0;
    return columns - COLUMN_GAP;
}

/* Leaves out the columns of the highest rank, the last first, until the rest fits. */
static void layout_fit(const struct text_table *table, struct layout *layout) {
    bool more = layout->term->columns > 0;
    while (more && layout_columns(table, layout) > layout->term->columns) {
        size_t least_wanted = SIZE_MAX;
        for (size_t c = 0; c < table->columns; c++)
            if (layout->shown[c] && table->column[c].rank > 0 &&
                (least_wanted == SIZE_MAX ||
                 table->column[c].rank >= table->column[least_wanted].rank))
                least_wanted = c;
        more = least_wanted != SIZE_MAX;
        if (more)
            layout->shown[least_wanted] = false;
    }
}

static void print_cell(const struct layout *layout, size_t column, const char *text,
                       enum term_style style, bool left, bool last) {
    int blanks = (int)(layout->width[column] - text_width(text, layout->term->utf8));
    fprintf(layout->stream, "%*s%s", left ? 0 : blanks, "", term_begin(layout->term, style));
    print_text(text, layout->term->utf8, layout->stream);
    fprintf(layout->stream, "%s%*s", term_end(layout->term, style), left && !last ? blanks : 0, "");
}

/* The titles where `cells` is NULL. */
static void print_row(const struct text_table *table, const struct layout *layout,
                      const struct kept_cell *cells) {
    size_t last = 0;
    for (size_t c = 0; c < table->columns; c++)
        last = layout->shown[c] ? c : last;
    fprintf(layout->stream, "%*s", (int)layout->indent, "");
    for (size_t c = 0; c <= last; c++) {
        if (!layout->shown[c])
            continue;
        print_cell(layout, c, cells != NULL ? cells[c].text : table->column[c].title,
                   cells != NULL ? cells[c].style : TERM_BOLD, table->column[c].left, c == last);
        fprintf(layout->stream, "%*s", c == last ? 0 : COLUMN_GAP, "");
    }
    fputc('\n', layout->stream);
}

static void print_left_out(const struct text_table *table, const struct layout *layout) {
    const char *before = "no room for: ";
    for (size_t c = 0; c < table->columns; c++)
        if (layout->used[c] && !layout->shown[c]) {
            fprintf(layout->stream, "%*s%s%s", before[0] == 'n' ? (int)layout->indent : 0, "",
                    before, table->column[c].title);
            before = ", ";
        }
    if (before[0] == ',')
        fputc('\n', layout->stream);
}

void text_table_print(const struct text_table *table, unsigned indent, const struct term *term,
                      FILE *stream) {
    struct layout layout = {.term = term, .stream = stream, .indent = indent};
    layout_measure(table, &layout);
    layout_fit(table, &layout);
    print_row(table, &layout, NULL);
    for (size_t r = 0; r < table->rows; r++)
        print_row(table, &layout, table->cells + r * table->columns);
    print_left_out(table, &layout);
}

void text_table_print_markdown_text(const char *text, FILE *stream) {
    for (; *text != '\0'; text++)
        fprintf(stream, "%s%c", strchr("|<*_`\\", *text) != NULL ? "\\" : "", *text);
}

static void print_markdown_cell(const char *text, FILE *stream) {
    fputc(' ', stream);
    text_table_print_markdown_text(text, stream);
    fputs(" |", stream);
}

void text_table_print_markdown(const struct text_table *table, FILE *stream) {
    fputc('|', stream);
    for (size_t c = 0; c < table->columns; c++)
        if (column_is_used(table, c))
            print_markdown_cell(table->column[c].title, stream);
    fputs("\n|", stream);
    for (size_t c = 0; c < table->columns; c++)
        if (column_is_used(table, c))
            fputs(table->column[c].left ? " :--- |" : " ---: |", stream);
    for (size_t r = 0; r < table->rows; r++) {
        fputs("\n|", stream);
        for (size_t c = 0; c < table->columns; c++)
            if (column_is_used(table, c))
                print_markdown_cell(table->cells[r * table->columns + c].text, stream);
    }
    fputc('\n', stream);
}
