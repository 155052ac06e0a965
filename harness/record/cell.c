/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/decimal.h"
#include "record/table.h"

#include <csv.h>
#include <stdint.h>
#include <string.h>

static const void *field_of(const struct column *column, const void *row) {
    return (const char *)row + column->offset;
}

static void field_fill(const struct column *column, void *row, const void *value) {
    memcpy((char *)row + column->offset, value, column->bytes);
}

size_t cell_text_max(size_t field_bytes) {
    return 2 * field_bytes + 2; /* every character a quote, and the quotes around them */
}

static bool text_needs_quotes(const char *value, size_t length) {
    if (length == 0)
        return false;
    return strpbrk(value, ",\"") != NULL || value[0] == '#' || value[0] == ' ' ||
           value[length - 1] == ' ';
}

size_t cell_write_text(char *text, const char *value) {
    size_t length = strlen(value), written = length;
    if (text_needs_quotes(value, length))
        written = csv_write(text, cell_text_max(length), value, length);
    else
        memcpy(text, value, length); /* NOLINT(bugprone-not-null-terminated-result): a cell */
    /* A line break inside quotes would be good CSV, but a torn file could not be told from a whole
     * one by its last line, nor could grep and tail work on it. */
    for (size_t i = 0; i < written; i++)
        if (text[i] == '\n' || text[i] == '\r')
            text[i] = ' ';
    return written;
}

static size_t write_text(const struct column *column, const void *row, char *text) {
    return cell_write_text(text, field_of(column, row));
}

static bool read_text(const struct column *column, const char *text, void *row) {
    size_t length = strlen(text);
    if (length >= column->bytes)
        return false;
    memcpy((char *)row + column->offset, text, length + 1);
    return true;
}

const struct cell_form cell_text = {write_text, read_text, "a text short enough"};

static size_t write_count(const struct column *column, const void *row, char *text) {
    uint32_t value;
    memcpy(&value, field_of(column, row), sizeof value);
    return decimal_write_unsigned(text, value);
}

static bool read_count(const struct column *column, const char *text, void *row) {
    uint64_t value;
    if (!decimal_read_unsigned(text, UINT32_MAX, &value))
        return false;
    field_fill(column, row, &(uint32_t){(uint32_t)value});
    return true;
}

const struct cell_form cell_count = {write_count, read_count, "a whole number"};

static size_t write_count_or_none(const struct column *column, const void *row, char *text) {
    size_t used = write_count(column, row, text);
    return used == 1 && text[0] == '0' ? 0 : used;
}

static bool read_count_or_none(const struct column *column, const char *text, void *row) {
    return text[0] == '\0' || read_count(column, text, row);
}

const struct cell_form cell_count_or_none = {write_count_or_none, read_count_or_none,
                                             "a whole number or empty"};

static size_t write_long(const struct column *column, const void *row, char *text) {
    uint64_t value;
    memcpy(&value, field_of(column, row), sizeof value);
    return decimal_write_unsigned(text, value);
}

static bool read_long(const struct column *column, const char *text, void *row) {
    uint64_t value;
    if (!decimal_read_unsigned(text, UINT64_MAX, &value))
        return false;
    field_fill(column, row, &value);
    return true;
}

const struct cell_form cell_long = {write_long, read_long, "a whole number"};

static size_t write_long_or_none(const struct column *column, const void *row, char *text) {
    size_t used = write_long(column, row, text);
    return used == 1 && text[0] == '0' ? 0 : used;
}

static bool read_long_or_none(const struct column *column, const char *text, void *row) {
    return text[0] == '\0' || read_long(column, text, row);
}

const struct cell_form cell_long_or_none = {write_long_or_none, read_long_or_none,
                                            "a whole number or empty"};

static size_t write_index(const struct column *column, const void *row, char *text) {
    int32_t value;
    memcpy(&value, field_of(column, row), sizeof value);
    return value == -1 ? 0 : decimal_write_signed(text, value);
}

static bool read_index(const struct column *column, const char *text, void *row) {
    int64_t value = -1;
    if (text[0] != '\0' && !decimal_read_signed(text, 0, INT32_MAX, &value))
        return false;
    field_fill(column, row, &(int32_t){(int32_t)value});
    return true;
}

const struct cell_form cell_index_or_none = {write_index, read_index, "an index from 0 or empty"};

static size_t write_real(const struct column *column, const void *row, char *text) {
    double value;
    memcpy(&value, field_of(column, row), sizeof value);
    return decimal_write_real(text, value);
}

static bool read_real(const struct column *column, const char *text, void *row) {
    double value;
    if (!decimal_read_real(text, &value))
        return false;
    field_fill(column, row, &value);
    return true;
}

const struct cell_form cell_real = {write_real, read_real, "a number or empty"};

static size_t write_flag(const struct column *column, const void *row, char *text) {
    bool value;
    memcpy(&value, field_of(column, row), sizeof value);
    text[0] = value ? '1' : '0';
    return 1;
}

static bool read_flag(const struct column *column, const char *text, void *row) {
    if ((text[0] != '0' && text[0] != '1') || text[1] != '\0')
        return false;
    field_fill(column, row, &(bool){text[0] == '1'});
    return true;
}

const struct cell_form cell_flag = {write_flag, read_flag, "0 or 1"};
