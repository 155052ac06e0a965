/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which of hyperfine's results are of one series. Of the room import/ alone. */
#ifndef AMDAHL_IMPORT_HYPERFINE_SERIES_H
#define AMDAHL_IMPORT_HYPERFINE_SERIES_H

#include "import/hyperfine.h"

/* What is known of a result besides its times. */
struct hyperfine_place {
    const struct hyperfine_result *result;
    double n;
    const char *value;  /* of the parameter that is n; NULL: n stands in the command, */
    size_t at, digits;  /* there, and so many digits long */
    size_t kin;         /* the first result with the same other parameters */
    size_t series;      /* hyperfine_series_find: the first result of its series */
    size_t rank, peers; /* hyperfine_series_find: it is the command of that number, from 0, of so
                         * many with its n and its other parameters */
};

/* Finds each result's series from the other fields: of one are results with the same other
 * parameters whose commands are one text once n is taken out of it. Where that finds more of them
 * than commands were given, as with names that were made up for each result, and each n has as many
 * results, the order counts: hyperfine keeps that of the commands for every n. The same command
 * twice at one n is a repeat. */
void hyperfine_series_find(struct hyperfine_place *places, size_t count);

/* The text that the commands of two results have in common, `name` in braces where n was; cut to
 * `bytes`. False: they have none, and nothing is written. */
bool hyperfine_series_label(const struct hyperfine_place *a, const struct hyperfine_place *b,
                            const char *name, char *ret_label, size_t bytes);

#endif
