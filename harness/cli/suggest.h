/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The name that was probably meant. */
#ifndef AMDAHL_SUGGEST_H
#define AMDAHL_SUGGEST_H

#include <stddef.h>

/* Insertions, deletions, changes and swaps of neighbours that make one word of the other: the
 * optimal string alignment distance (Damerau, CACM 7(3), 1964). Words of more than 63 letters are
 * as far as can be. */
size_t suggest_distance(const char *a, const char *b);

/* Of `count` candidates the one nearest to `word`: at a distance of at most 3, and less for short
 * words, or one that begins with it; the first of several. NULL: none is near. The result is the
 * candidate itself. */
const char *suggest_nearest(const char *word, const char *const *candidates, size_t count);

/* " (did you mean SPELT?)" for a message, with `prefix` before the name; "" where nothing is near.
 */
void suggest_phrase(const char *word, const char *const *candidates, size_t count,
                    const char *prefix, char *text, size_t bytes);

#endif
