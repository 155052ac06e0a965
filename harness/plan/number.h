/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Strict numbers: the whole text or nothing. The C library's own parsers also take leading blanks,
 * "nan", "0x10" and trailing words. */
#ifndef AMDAHL_NUMBER_H
#define AMDAHL_NUMBER_H

#include <stddef.h>
#include <stdint.h>

enum number_answer { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_LARGE };

/* The first `length` bytes of `text` as a finite decimal number with an optional sign and exponent.
 * *ret_value is written on NUMBER_OK only. Any thread may call it. */
enum number_answer number_parse_real(const char *text, size_t length, double *ret_value);

/* The same for a whole number from 0, of digits only; NUMBER_TOO_LARGE from 2^64 on. */
enum number_answer number_parse_count(const char *text, size_t length, uint64_t *ret_value);

#endif
