/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The blocks of every round: the fractions that were asked for, and the anchors. */
#include "plan/plan.h"

static int blocks_add(const struct plan_blocks_spec *spec, double p, enum sample_role role,
                      struct plan_blocks *blocks, struct fault *fault) {
    int status = plan_work(p, spec->unit_s, spec->sample_s, spec->cores,
                           &blocks->works[blocks->count], fault);
    if (status == 0)
        blocks->roles[blocks->count++] = role;
    return status;
}

int plan_blocks_make(const struct plan_blocks_spec *spec, struct plan_blocks *ret_blocks,
                     struct fault *fault) {
    const struct plan_fractions *asked = spec->fractions;
    struct plan_blocks blocks = {.count = 0};
    int status = 0;
    for (size_t i = 0; i < asked->count && status == 0; i++)
        status = blocks_add(spec, asked->value[i], SAMPLE_ASKED, &blocks, fault);
    if (status == 0 && asked->value[0] > 0)
        status = blocks_add(spec, 0, SAMPLE_ANCHOR, &blocks, fault);
    if (status != 0)
        return status;
    if (asked->value[asked->count - 1] < 1) {
        const struct plan_work *served = &blocks.works[asked->count - 1];
        blocks.works[blocks.count] =
            (struct plan_work){1, 1, 0, served->serial_units + served->parallel_units};
        blocks.roles[blocks.count++] = SAMPLE_ANCHOR;
    }
    *ret_blocks = blocks;
    return 0;
}
