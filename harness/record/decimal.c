/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/decimal.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 2^53: up to here every integer is a double. */
#define EXACT_MAX 9007199254740992.0

size_t decimal_write_unsigned(char *text, uint64_t value) {
    char reversed[20];
    size_t digits = 0;
    do {
        reversed[digits++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    for (size_t i = 0; i < digits; i++)
        text[i] = reversed[digits - 1 - i];
    return digits;
}

size_t decimal_write_signed(char *text, int64_t value) {
    if (value >= 0)
        return decimal_write_unsigned(text, (uint64_t)value);
    text[0] = '-';
    return 1 + decimal_write_unsigned(text + 1, 0 - (uint64_t)value);
}

static size_t write_billionths(char *text, int64_t billionths) {
    const uint64_t unit = 1000000000;
    uint64_t magnitude = billionths < 0 ? 0 - (uint64_t)billionths : (uint64_t)billionths;
    size_t used = 0;
    if (billionths < 0)
        text[used++] = '-';
    used += decimal_write_unsigned(text + used, magnitude / unit);
    uint64_t decimals = magnitude % unit;
    if (decimals == 0)
        return used;

    text[used++] = '.';
    for (int place = 8; place >= 0; place--) {
        text[used + (size_t)place] = (char)('0' + decimals % 10);
        decimals /= 10;
    }
    used += 9;
    while (text[used - 1] == '0')
        used--;
    return used;
}

size_t decimal_write_real(char *text, double value) {
    if (isnan(value))
        return 0;
    double scaled = value * 1e9;
    if (fabs(scaled) < EXACT_MAX && !(value == 0 && signbit(value))) {
        int64_t billionths = llrint(scaled);
        /* The quotient and what a reader makes of the decimals are both the double nearest to the
         * same rational, so that this is exact, at a tenth of what printf costs. Clock readings
         * take this road. */
        if ((double)billionths / 1e9 == value)
            return write_billionths(text, billionths);
    }
    int used = snprintf(text, DECIMAL_BYTES, "%.17g", value);
    return used > 0 ? (size_t)used : 0;
}

bool decimal_read_unsigned(const char *text, uint64_t max, uint64_t *ret_value) {
    if (!isdigit((unsigned char)text[0]))
        return false;
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || *end != '\0' || value > max)
        return false;
    *ret_value = value;
    return true;
}

bool decimal_read_signed(const char *text, int64_t min, int64_t max, int64_t *ret_value) {
    if (!isdigit((unsigned char)text[0]) && text[0] != '-')
        return false;
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < min || value > max)
        return false;
    *ret_value = value;
    return true;
}

bool decimal_read_real(const char *text, double *ret_value) {
    if (text[0] == '\0') {
        *ret_value = NAN;
        return true;
    }
    /* strtod would also take leading blanks, hexadecimal and "nan". */
    if (isspace((unsigned char)text[0]) || strpbrk(text, "xXnN") != NULL)
        return false;
    char *end = NULL;
    double value = strtod(text, &end);
    if (end == text || *end != '\0')
        return false;
    *ret_value = value;
    return true;
}
