/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is said of a fit beside its tables. */
#ifndef AMDAHL_FIT_SENTENCES_H
#define AMDAHL_FIT_SENTENCES_H

#include "cli/fit_case.h"

#include <stdbool.h>
#include <stddef.h>

enum { FIT_SENTENCES_MAX = 40, FIT_SENTENCE_BYTES = 512 };

struct fit_sentence {
    char text[FIT_SENTENCE_BYTES];
    bool is_usual; /* nothing that a reader of many series need be told */
};

/* The outcome, the n to measure next, the shape of e(n), why a law could not be identified, and
 * what is to be minded of the rows, in this order: `ret_sentences` has room for FIT_SENTENCES_MAX.
 * Gives their number. */
size_t fit_sentences_make(const struct fit_case *fit, struct fit_sentence *ret_sentences);

/* What was read, for the line below the name of the group, or of the file: "results/RUN, run
 * directory: 118 rows (time) at 2 core counts (1 to 2) in 60 rounds, strong scaling; scatter 0.31
 * %". */
void fit_sentences_describe(const struct fit_cases *cases, const struct fit_case *fit, char *text,
                            size_t bytes);

#endif
