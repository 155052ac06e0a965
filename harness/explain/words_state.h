/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The parts of words_result's sentences, for the one that has a file of its own. */
#ifndef AMDAHL_WORDS_STATE_H
#define AMDAHL_WORDS_STATE_H

#include "record/summary_row.h"

#include <stddef.h>

/* A text that grows, cut to `bytes`. */
struct words_sentence {
    char *text;
    size_t bytes, used;
};

/* How many of a series' rows with n > 1 came out how. */
struct words_verdicts {
    size_t agree, below, above, untold, this_run_only, mostly_left_out;
};

void words_say(struct words_sentence *sentence, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The row with the largest n, of those the largest p, and of those the most tasks: where most was
 * asked of the machine. NULL: none with n > 1 has a speed-up. */
const struct summary_row *words_row_of_interest(const struct summary_row *rows, size_t count);
struct words_verdicts words_count_verdicts(const struct summary_row *rows, size_t count);

/* "spin: on 2 cores at p = 0.9 the speed-up is 1.9 [1.89, 1.91]", and beside its law where there is
 * one. */
void words_say_speedup(struct words_sentence *sentence, const struct summary_row *row);
/* That the bound of its time is one of waiting, which cores do not shorten; nothing where it is
 * not, and of a row made from a file, which does not have it. */
void words_say_held(struct words_sentence *sentence, const struct summary_row *row);
/* "; 2 of 2 points agree within 1 %". */
void words_say_verdicts(struct words_sentence *sentence, const struct words_verdicts *verdicts,
                        double margin);
/* What the intervals do not cover: sentences of their own. */
void words_say_limits(struct words_sentence *sentence, const struct summary_row *row,
                      const struct words_verdicts *verdicts);
/* Where there is no row to speak of: because nothing ran on two cores, or nothing that did can be
 * used. */
void words_say_nothing(struct words_sentence *sentence, const struct summary_row *rows,
                       size_t count);

/* Of a foreign program: the serial fractions that its speed-up and its threads show, and where the
 * cores' time went; or why more cores do not help it. */
void words_say_program(struct words_sentence *sentence, const struct summary_row *rows,
                       size_t count, double margin);

#endif
