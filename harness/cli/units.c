/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/units.h"

#include "plan/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct units_time TIME_UNITS[] = {
    {"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600},
};
enum { TIME_UNIT_COUNT = sizeof TIME_UNITS / sizeof TIME_UNITS[0] };

int units_parse_time(const char *text, double *ret_seconds) {
    size_t digits = strspn(text, "0123456789+-.eE");
    double number = NAN;
    if (number_parse_real(text, digits, &number) != NUMBER_OK)
        return -1;
    for (size_t i = 0; i < TIME_UNIT_COUNT; i++)
        if (strcmp(text + digits, TIME_UNITS[i].name) == 0) {
            *ret_seconds = number * TIME_UNITS[i].seconds;
            return 0;
        }
    return -1;
}

int units_parse_percent(const char *text, double *ret_share) {
    size_t length = strlen(text);
    double number = NAN;
    if (length > 0 && text[length - 1] == '%')
        length--;
    if (number_parse_real(text, length, &number) != NUMBER_OK)
        return -1;
    *ret_share = number / 100;
    return 0;
}

struct units_time units_choose_time(double seconds) {
    size_t i = 0;
    /* Three significant digits of 999.5 would be written 1000. */
    while (i + 1 < TIME_UNIT_COUNT && fabs(seconds) >= TIME_UNITS[i + 1].seconds * 0.9995)
        i++;
    return TIME_UNITS[i];
}

void units_format_time(double seconds, char *text, size_t bytes) {
    struct units_time unit = units_choose_time(seconds);
    if (isnan(seconds))
        snprintf(text, bytes, "%s", "");
    else if (seconds == 0)
        snprintf(text, bytes, "0 s");
    else
        snprintf(text, bytes, "%.3g %s", seconds / unit.seconds, unit.name);
}

void units_format_rate(double bytes_per_s, char *text, size_t bytes) {
    static const char *const names[] = {"B/s", "kB/s", "MB/s", "GB/s", "TB/s"};
    size_t i = 0;
    for (; i + 1 < sizeof names / sizeof names[0] && bytes_per_s >= 999.5; i++)
        bytes_per_s /= 1000;
    if (isnan(bytes_per_s))
        snprintf(text, bytes, "%s", "");
    else
        snprintf(text, bytes, "%.3g %s", bytes_per_s, names[i]);
}
