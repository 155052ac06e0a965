/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What stands in braces in a program's words: {n} and {threads} are the core count of a sample, {p}
 * its parallel fraction. Anything else in braces stays as it is. */
#ifndef AMDAHL_TEMPLATE_H
#define AMDAHL_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

struct template_values {
    unsigned n;
    double p; /* NAN: the sample has none, and {p} stays */
};

/* Writes `text` with its placeholders replaced, cut to `bytes`; p in the fewest digits that read
 * back. Gives the whole length without the NUL, as snprintf does: with a NULL `ret_text` and 0
 * bytes, the room that is needed. */
size_t template_expand(const char *text, const struct template_values *values, char *ret_text,
                       size_t bytes);

/* Whether `text` holds {name}; "n" is either of {n} and {threads}. */
bool template_uses(const char *text, const char *name);

#endif
