/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Tables of text for a terminal, and figures rounded for them. */
#ifndef AMDAHL_TEXT_TABLE_H
#define AMDAHL_TEXT_TABLE_H

#include "cli/term.h"
#include "fault/fault.h"
#include "stats/interval.h"

#include <stddef.h>
#include <stdio.h>

enum { TEXT_TABLE_COLUMNS_MAX = 24, TEXT_TABLE_CELL_BYTES = 96 };

struct text_column {
    const char *title;
    bool left; /* aligned to the left; figures stand at the right */
    unsigned
        rank; /* on a narrow terminal the columns of the highest rank go first; 0: always there */
};

struct text_cell {
    const char *text;
    enum term_style style;
};

struct text_table;

/* A table without rows. `columns` is copied, its titles are borrowed for as long as the table
 * lives. FAULT_SYSTEM: out of memory. The caller frees. */
int text_table_new(const struct text_column *columns, size_t count, struct text_table **ret_table,
                   struct fault *fault);
void text_table_free(struct text_table *table); /* accepts NULL */

/* Appends a row of as many cells as there are columns; they are copied, and cut to
 * TEXT_TABLE_CELL_BYTES - 1 bytes. FAULT_SYSTEM: out of memory. */
int text_table_add(struct text_table *table, const struct text_cell *cells, struct fault *fault);

/* Prints title row and rows, without the columns in which every cell is "", `indent` blanks before
 * each line, within term->columns where that is not 0: then a line names the columns that had no
 * room. Without UTF-8 a plus-minus sign is printed as "+-". */
void text_table_print(const struct text_table *table, unsigned indent, const struct term *term,
                      FILE *stream);

/* The same as a table of Markdown, with all used columns. */
void text_table_print_markdown(const struct text_table *table, FILE *stream);
/* Any text for Markdown, in a cell or out of one: what would be a mark there, or end the cell, is
 * shown as it is. */
void text_table_print_markdown_text(const char *text, FILE *stream);

/* "1.964 ± 0.003": the value and the larger half of its interval, both to the half's first digit,
 * or its first two where it begins with 1 or 2. Without an interval (NAN) four significant digits
 * of the value; "" for a value of NAN. UTF-8. */
void table_format_interval(double value, double lo, double hi, char *text, size_t bytes);

/* "1.964": the value alone, rounded as above for an interval whose larger half is `half`. */
void table_format_rounded(double value, double half, char *text, size_t bytes);
/* "12.34 ms": a time likewise. */
void table_format_time(double seconds, double half_s, char *text, size_t bytes);

/* The larger half of an interval; NAN where it has none. */
double table_half_of(const struct interval *interval);

/* `value` with that many decimals; "" for NAN. */
void table_format_fixed(double value, int decimals, char *text, size_t bytes);

#endif
