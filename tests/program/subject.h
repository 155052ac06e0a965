/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the tests that run programs share: the path of subject.c's program is their one argument. */
#ifndef AMDAHL_TEST_SUBJECT_H
#define AMDAHL_TEST_SUBJECT_H

#include "check.h"
#include "place/place.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>

/* Longer than any of these takes, on a machine however busy. */
static const double PATIENCE_S = 60;

/* What this test was started with beyond the first three files is not the harness's to close. */
static inline void subject_keep_files(void) {
    for (int file = 3; file < 100; file++)
        fcntl(file, F_SETFD, FD_CLOEXEC);
}

static inline struct place *subject_place(void) {
    struct place *place = NULL;
    struct fault fault = {0};
    place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault);
    CHECK_STRING(fault.text, "");
    if (place == NULL)
        exit(1);
    return place;
}

#endif
