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

/* Its place among them, from 0; -1: it is none of them. */
int params_place_of(const char *words, const char *word);

/* Copies the word at that place, cut to `bytes`. False, and nothing written: there are fewer. */
bool params_word_at(const char *words, size_t place, char *word, size_t bytes);

#endif
