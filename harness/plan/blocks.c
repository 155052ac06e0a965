/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The blocks of every round: the fractions that were asked for, and the anchors. */
#include "plan/plan.h"

#include <assert.h>
#include <math.h>

static int blocks_add(const struct plan_blocks_spec *spec, double p, enum sample_role role,
                      struct plan_blocks *blocks, struct fault *fault) {
    static const struct plan_cores alone = {.count = 1, .value = {1}};
    /* Where the work grows with n, shares are equal by themselves and T(1) has the length. */
    const struct plan_cores *cores = spec->scaling == PLAN_STRONG ? spec->cores : &alone;
    struct plan_work *work = &blocks->works[blocks->count];
    int status = plan_work(p, spec->unit_s, spec->sample_s, cores, work, fault);
    if (status != 0)
        return status;
    work->each = spec->scaling != PLAN_STRONG;
    blocks->roles[blocks->count++] = role;
    return 0;
}

static int blocks_add_fractions(const struct plan_blocks_spec *spec, struct plan_blocks *blocks,
                                struct fault *fault) {
    const struct plan_fractions *asked = spec->fractions;
    int status = 0;
    for (size_t i = 0; i < asked->count && status == 0; i++)
        status = blocks_add(spec, asked->value[i], SAMPLE_ASKED, blocks, fault);
    return status;
}

static int blocks_add_anchors(const struct plan_blocks_spec *spec, struct plan_blocks *blocks,
                              struct fault *fault) {
    const struct plan_fractions *asked = spec->fractions;
    int status = 0;
    if (asked->value[0] > 0)
        status = blocks_add(spec, 0, SAMPLE_ANCHOR, blocks, fault);
    if (status == 0 && asked->value[asked->count - 1] < 1) {
        const struct plan_work *served = &blocks->works[asked->count - 1];
        blocks->works[blocks->count] = (struct plan_work){
            .p = 1,
            .p_work = 1,
            .parallel_units = served->serial_units + served->parallel_units,
            .serial_cost = 1,
        };
        blocks->roles[blocks->count++] = SAMPLE_ANCHOR;
    }
    return status;
}

/* Until here a serial unit was one of the parallel kernel's: as many of its own that take as long.
 */
static int work_give_serial_kernel(const struct plan_blocks_spec *spec, struct plan_work *work,
                                   struct fault *fault) {
    double serial_s = (double)work->serial_units * spec->unit_s;
    double parallel_s = (double)work->parallel_units * spec->unit_s;
    work->serial_cost = spec->serial_unit_s / spec->unit_s;
    work->serial_units = (uint64_t)llround(serial_s / spec->serial_unit_s);
    serial_s = (double)work->serial_units * spec->serial_unit_s;
    work->p_work = parallel_s / (serial_s + parallel_s);
    if (fabs(work->p_work - work->p) <= plan_fraction_reach(work->p))
        return 0;
    return fault_set(fault, FAULT_WORKLOAD, 0,
                     "p = %.10g cannot be made of serial units of %g s: %.10g is the nearest; take "
                     "a longer --min-time or a smaller p",
                     work->p, spec->serial_unit_s, work->p_work);
}

/* A block without p: n copies of the whole work, or no work at all. */
static int blocks_add_plain(const struct plan_blocks_spec *spec, struct plan_blocks *blocks,
                            struct fault *fault) {
    int status = 0;
    if (spec->unit_s > 0)
        status = blocks_add(spec, 1, SAMPLE_ASKED, blocks, fault);
    else
        blocks->roles[blocks->count++] = SAMPLE_ASKED;
    blocks->works[0].p = blocks->works[0].p_work = NAN;
    return status;
}

/* The whole of an intrinsic workload, as long as it lasts. */
static void blocks_add_whole(const struct plan_blocks_spec *spec, struct plan_blocks *blocks) {
    assert(spec->scaling == PLAN_STRONG);
    blocks->works[blocks->count] = (struct plan_work){.p = NAN,
                                                      .p_work = NAN,
                                                      .parallel_units = spec->whole_units,
                                                      .serial_cost = 1,
                                                      .phases_s = spec->phases_s};
    blocks->roles[blocks->count++] = SAMPLE_ASKED;
}

/* A copy of every block for each number of tasks; they are the same work. */
static int blocks_multiply(const struct plan_blocks_spec *spec, struct plan_blocks *blocks,
                           struct fault *fault) {
    size_t one = blocks->count, copies = spec->tasks == NULL ? 0 : spec->tasks->count;
    if (one * copies > PLAN_BLOCKS_MAX)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%zu fractions with %zu numbers of tasks are too many", one, copies);
    for (size_t i = one * copies; i-- > 0;) {
        size_t from = i % one;
        blocks->works[i] = blocks->works[from];
        blocks->roles[i] = blocks->roles[from];
        blocks->works[i].tasks = spec->tasks->value[i / one];
        blocks->works[i].unit_wait_s = spec->unit_wait_s;
    }
    blocks->count = copies > 0 ? one * copies : one;
    return 0;
}

int plan_blocks_make(const struct plan_blocks_spec *spec, struct plan_blocks *ret_blocks,
                     struct fault *fault) {
    struct plan_blocks blocks = {.count = 0};
    int status = 0;
    if (spec->whole_units > 0) {
        blocks_add_whole(spec, &blocks);
    } else if (spec->unit_s == 0 || spec->scaling == PLAN_THROUGHPUT) {
        status = blocks_add_plain(spec, &blocks, fault);
    } else {
        status = blocks_add_fractions(spec, &blocks, fault);
        if (status == 0 && spec->scaling == PLAN_STRONG)
            status = blocks_add_anchors(spec, &blocks, fault);
        for (size_t i = 0; i < blocks.count && status == 0 && spec->serial_unit_s > 0; i++)
            status = work_give_serial_kernel(spec, &blocks.works[i], fault);
    }
    if (status == 0)
        status = blocks_multiply(spec, &blocks, fault);
    if (status != 0)
        return status;
    *ret_blocks = blocks;
    return 0;
}
