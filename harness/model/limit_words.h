/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* One-sided limits in print: one form, wherever they stand. */
#ifndef AMDAHL_LIMIT_WORDS_H
#define AMDAHL_LIMIT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* A limit is easier to read with an exponent from here on. */
#define LIMIT_WORDS_LARGE 1e5

/* A limit to two digits, rounded to the side on which it stays true, an upper one upwards: "0.0017"
 * of 0.001601. "" for what is not finite. Any thread. */
void limit_words_put(double limit, bool is_upper, char *text, size_t bytes);

#endif
