/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The machines that these tests use, and the ways to load one. */
#ifndef AMDAHL_TEST_PLACE_MACHINE_H
#define AMDAHL_TEST_PLACE_MACHINE_H

#include "check.h"
#include "place/place.h"

#include <stdlib.h>

#define MACHINE_SERVER "package:2 numa:2 l3:2 core:4 pu:2"
#define MACHINE_1024 "package:2 numa:4 l3:4 core:16 pu:2"
#define MACHINE_4096 "package:4 numa:4 l3:8 core:16 pu:2"

/* Loads or ends the test program: nothing after it would make sense. */
static inline struct place *machine_load(struct place_spec spec) {
    struct place *place = NULL;
    struct fault fault = {0};
    int failed = place_load(&spec, &place, &fault);
    CHECK_STRING(fault.text, "");
    CHECK_INT(failed, 0);
    if (failed)
        exit(1);
    return place;
}

/* Expects loading to fail with `code`, and gives the message in `fault`. */
static inline void machine_refuse(struct place_spec spec, enum fault_code code,
                                  struct fault *fault) {
    struct place *place = NULL;
    *fault = (struct fault){0};
    CHECK_INT(place_load(&spec, &place, fault), -(int)code);
    CHECK_INT(fault->code, code);
    CHECK(place == NULL);
    CHECK(strchr(fault->text, '\n') == NULL);
    place_free(place);
}

#endif
