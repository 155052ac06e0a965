/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A series' parameters as one text, "name=value;name=value". */
#ifndef AMDAHL_PARAMS_H
#define AMDAHL_PARAMS_H

#include <stdbool.h>
#include <stddef.h>

/* Copies the value of `name` to `value`, cut to `bytes`. False, and nothing written, where `text`
 * does not have it. */
bool params_find(const char *text, const char *name, char *value, size_t bytes);

/* Whether every "name=value" of `part` stands in `whole` too. */
bool params_is_within(const char *part, const char *whole);

/* Whether `word` is one of `words`, "default|active". */
bool params_is_word(const char *words, const char *word);

#endif
