/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Two sides point by point: how much the second differs, and how sure that is over all points
 * together. */
#ifndef AMDAHL_COMPARE_H
#define AMDAHL_COMPARE_H

#include "explain/comparand.h"
#include "fault/fault.h"
#include "stats/interval.h"

#include <stdbool.h>
#include <stddef.h>

/* What of a series may be chosen, and may then differ between the sides. */
enum compare_key {
    COMPARE_WORKLOAD,
    COMPARE_PARAMS,
    COMPARE_ENGINE,
    COMPARE_SCALING,
    COMPARE_PLACE,
    COMPARE_TASKS,
    COMPARE_KEYS,
};
const char *compare_key_name(enum compare_key key); /* "place"; a literal */

/* The level of each key that a side's points must have; NULL: any. Borrowed. */
struct compare_choice {
    const char *level[COMPARE_KEYS];
};

struct compare_side {
    const char *name; /* for sentences: the operand */
    const struct comparand *comparand;
    struct compare_choice choice;
};

struct compare_request {
    struct compare_side first, second;
    enum comparand_figure figure;
    bool is_paired;   /* both are of one run: what shares a round is compared within it */
    double tolerance; /* a share: how far from 1 counts as the same */
};

enum compare_verdict {
    COMPARE_SAME,     /* the whole interval is within the tolerance */
    COMPARE_BETTER,   /* wholly beyond it on the better side */
    COMPARE_NO_WORSE, /* not beyond it on the worse side, whatever else */
    COMPARE_WORSE,    /* wholly beyond it on the worse side */
    COMPARE_UNSURE,
    COMPARE_VERDICTS,
};
/* "same", "faster", "no slower", "slower", "cannot tell"; of the speed-up "better" and so on:
 * literals. */
const char *compare_verdict_word(enum compare_verdict verdict, enum comparand_figure figure);

struct compare_row {
    const struct comparand_point *first, *second;
    double first_level, second_level; /* medians, in seconds or as speed-ups; NAN: no value */
    size_t rounds;                    /* paired: that both have; else the fewer of the two */
    struct interval ratio; /* second over first, with ends that hold for all rows together, 95 % */
    double p, p_holm;      /* of no difference; after Holm over the table */
    enum compare_verdict verdict;
    char why[96]; /* why it cannot be told; "" */
};

struct compare_table {
    struct compare_row *rows;
    size_t count;
    size_t verdicts[COMPARE_VERDICTS]; /* how many rows have each */
    /* What only one side has. */
    const struct comparand_point **only_first, **only_second;
    size_t only_first_count, only_second_count;
};

/* Points belong together when p, n, tasks, workload, params, engine, scaling and place agree, those
 * left aside that either side chose. Borrows the comparands for as long as the table lives.
 * FAULT_INPUT: nothing belongs together. FAULT_USAGE: a choice that no point has, or one that
 * leaves several series for the same point. FAULT_SYSTEM: no memory. The caller releases. */
int compare_make(const struct compare_request *request, struct compare_table *ret_table,
                 struct fault *fault);
void compare_release(struct compare_table *table);

/* The contract's exit status: 3 if a row is worse, else 4 if one is unsure, else 0. */
int compare_exit_status(const struct compare_table *table);

#endif
