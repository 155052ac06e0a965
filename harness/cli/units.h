/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Units that a person writes: times and percentages. */
#ifndef AMDAHL_UNITS_H
#define AMDAHL_UNITS_H

#include <stddef.h>

/* A unit of time and its length. */
struct units_time {
    const char *name; /* "ns", "us", "ms", "s", "m", "h" */
    double seconds;
};

/* A number and a unit without a blank between, "500ms" or "1.5h", in seconds. 0, or -1 with nothing
 * written: no number, no unit, another unit. */
int units_parse_time(const char *text, double *ret_seconds);

/* "1%" or "1" as 0.01. 0, or -1 with nothing written. */
int units_parse_percent(const char *text, double *ret_share);

/* The largest unit of which `seconds` holds at least one, to show a column of times in; ns at the
 * least. */
struct units_time units_choose_time(double seconds);

/* Three significant digits of bytes a second: "12.3 GB/s", of 10^9 bytes. "" for NAN. */
void units_format_rate(double bytes_per_s, char *text, size_t bytes);

/* Three significant digits with a fitting unit: "12.3 ms". "" for NAN. */
void units_format_time(double seconds, char *text, size_t bytes);

#endif
