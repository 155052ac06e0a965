/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Numbers as the files hold them: '.' as the decimal point, nothing lost on the way there and back.
 * Pure functions; any thread may call them. The process must not have changed LC_NUMERIC. */
#ifndef AMDAHL_RECORD_DECIMAL_H
#define AMDAHL_RECORD_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room that any number needs, the terminating NUL included. */
enum { DECIMAL_BYTES = 32 };

/* Each writes at `text`, without a NUL, and gives the number of characters. */
size_t decimal_write_unsigned(char *text, uint64_t value);
size_t decimal_write_signed(char *text, int64_t value);
/* A multiple of 1e-9 in plain decimals (0.95, 0.005012345), anything else with 17 significant
 * digits: both read back as the same double. NAN gives no character. */
size_t decimal_write_real(char *text, double value);

/* Each reads the whole of `text`, or gives false and leaves the result alone. */
bool decimal_read_unsigned(const char *text, uint64_t max, uint64_t *ret_value);
bool decimal_read_signed(const char *text, int64_t min, int64_t max, int64_t *ret_value);
/* "" gives NAN, the value that does not exist. */
bool decimal_read_real(const char *text, double *ret_value);

#endif
