/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "plan/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Longer than any number that a person types; a double needs at most 17 digits to be exact. */
enum { NUMBER_BYTES_MAX = 64 };

enum number_answer number_parse_real(const char *text, size_t length, double *ret_value) {
    char copy[NUMBER_BYTES_MAX + 1];
    if (length == 0 || length > NUMBER_BYTES_MAX)
        return NUMBER_MALFORMED;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (strspn(copy, "0123456789+-.eE") != length)
        return NUMBER_MALFORMED;

    char *end = NULL;
    double value = strtod(copy, &end);
    if (end != copy + length)
        return NUMBER_MALFORMED;
    if (!isfinite(value))
        return NUMBER_TOO_LARGE;
    *ret_value = value;
    return NUMBER_OK;
}

enum number_answer number_parse_count(const char *text, size_t length, uint64_t *ret_value) {
    uint64_t value = 0;
    if (length == 0)
        return NUMBER_MALFORMED;
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return NUMBER_MALFORMED;
    for (size_t i = 0; i < length; i++)
        if (__builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(text[i] - '0'), &value))
            return NUMBER_TOO_LARGE;
    *ret_value = value;
    return NUMBER_OK;
}
