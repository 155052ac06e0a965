/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a workload says of itself, as a plain record: the conductor knows workloads by their cards
 * alone, so that no code of theirs ever runs in it. */
#ifndef AMDAHL_CARD_H
#define AMDAHL_CARD_H

#include "wire/sample.h"

#include <stdbool.h>
#include <stdint.h>

enum { CARD_LINE_BYTES = 160, CARD_PARAMS_MAX = 8, CARD_WORDS_BYTES = 160 };

/* struct workload_unit of workload.h. */
struct card_unit {
    double operations, bytes;
    char operation[48];
};
/* struct workload_param. */
struct card_param {
    char name[WIRE_NAME_BYTES];
    char summary[CARD_LINE_BYTES];
    uint64_t initial, least, most;
    char words[CARD_WORDS_BYTES]; /* "word|word" of the values from `least`; "": it is a number */
};

/* The descriptor's fields of the same names, texts cut to fit. */
struct workload_card {
    char name[WIRE_NAME_BYTES];
    char summary[CARD_LINE_BYTES];
    char stresses[CARD_LINE_BYTES];
    struct card_unit unit, serial_unit;
    bool is_empty;
    bool has_serial_kernel; /* run_serial */
    bool is_intrinsic;      /* whole_units: serial phases of its own, no p */
    bool has_best;          /* run_best */
    uint32_t tasks;         /* of run_tasks, in flight where nobody says; 0: it has no own */
    uint32_t param_count;
    struct card_param params[CARD_PARAMS_MAX];
};

#endif
