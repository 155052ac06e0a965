/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A whole process on n PUs: masks that are made before and set in a child that may not allocate. */
#include "place/machine.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

struct place_mask {
    size_t bytes;    /* of each set, as many as the kernel's own mask has */
    cpu_set_t *pus;  /* those of the mask */
    cpu_set_t *seen; /* scratch of place_mask_holds */
};

void place_mask_free(struct place_mask *mask) {
    if (mask == NULL)
        return;
    CPU_FREE(mask->pus);
    CPU_FREE(mask->seen);
    free(mask);
}

static int refuse_foreign(const struct place *place, struct fault *fault) {
    if (place->foreign == NULL)
        return 0;
    return fault_set(fault, FAULT_UNMEASURABLE, 0,
                     "no program can be put on these cores: this is not the machine that this runs "
                     "on: %s",
                     place->foreign);
}

/* What n workers use. PLACE_NONE leaves all PUs in use to each. */
static int used_pus(const struct place *place, size_t n, hwloc_bitmap_t ret_used) {
    if (place->policy == PLACE_NONE || n >= place->slot_count)
        return hwloc_bitmap_copy(ret_used, place->pus);
    int failed = 0;
    hwloc_bitmap_zero(ret_used);
    for (size_t i = 0; i < n && failed == 0; i++)
        failed = hwloc_bitmap_set(ret_used, (unsigned)place->slots[i].pu);
    return failed;
}

static struct place_mask *mask_of(hwloc_const_bitmap_t set) {
    struct place_mask *mask = calloc(1, sizeof *mask);
    if (mask == NULL)
        return NULL;
    int system_errno = place_read_mask(0, &mask->seen, &mask->bytes);
    int last = hwloc_bitmap_last(set);
    if (system_errno == 0 && last >= 0 && (size_t)last < mask->bytes * 8)
        mask->pus = CPU_ALLOC(mask->bytes * 8);
    if (mask->pus == NULL) {
        place_mask_free(mask);
        errno = system_errno != 0 ? system_errno : ENOMEM;
        return NULL;
    }
    CPU_ZERO_S(mask->bytes, mask->pus);
    for (int pu = hwloc_bitmap_first(set); pu >= 0; pu = hwloc_bitmap_next(set, pu))
        CPU_SET_S((size_t)pu, mask->bytes, mask->pus);
    return mask;
}

int place_mask_make(const struct place *place, size_t n, struct place_mask **ret_mask,
                    struct fault *fault) {
    int failed = refuse_foreign(place, fault);
    if (failed)
        return failed;
    hwloc_bitmap_t used = hwloc_bitmap_alloc();
    struct place_mask *mask = NULL;
    if (used != NULL && used_pus(place, n, used) == 0)
        mask = mask_of(used);
    hwloc_bitmap_free(used);
    if (mask == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot make the mask of %zu PUs", n);
    *ret_mask = mask;
    return 0;
}

int place_mask_apply(const struct place_mask *mask) {
    return sched_setaffinity(0, mask->bytes, mask->pus) == 0 ? 0 : errno;
}

int place_mask_holds(struct place_mask *mask, pid_t thread) {
    if (sched_getaffinity(thread, mask->bytes, mask->seen) != 0)
        return -1;
    int all = CPU_COUNT_S(mask->bytes, mask->seen);
    CPU_AND_S(mask->bytes, mask->seen, mask->seen, mask->pus);
    return CPU_COUNT_S(mask->bytes, mask->seen) == all;
}

/* Adds to `used` the other PUs of its cores: what runs on an SMT sibling slows the other one. */
static int add_siblings(hwloc_topology_t topology, hwloc_bitmap_t used) {
    int failed = 0;
    hwloc_obj_t core = NULL;
    while (failed == 0 &&
           (core = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_CORE, core)) != NULL) {
        if (hwloc_bitmap_intersects(core->cpuset, used))
            failed = hwloc_bitmap_or(used, used, core->cpuset);
    }
    return failed;
}

/* Whole cores that are not used; else PUs; else all. */
static int unused_pus(const struct place *place, hwloc_bitmap_t used, hwloc_bitmap_t ret_unused) {
    hwloc_const_bitmap_t all = hwloc_get_root_obj(place->topology)->cpuset;
    hwloc_bitmap_t whole = hwloc_bitmap_dup(used);
    int failed = whole == NULL ? -1 : add_siblings(place->topology, whole);
    if (failed == 0)
        failed = hwloc_bitmap_andnot(ret_unused, all, whole);
    if (failed == 0 && hwloc_bitmap_iszero(ret_unused))
        failed = hwloc_bitmap_andnot(ret_unused, all, used);
    if (failed == 0 && hwloc_bitmap_iszero(ret_unused))
        failed = hwloc_bitmap_copy(ret_unused, all);
    hwloc_bitmap_free(whole);
    return failed;
}

int place_bind_self_outside(const struct place *place, size_t n, struct fault *fault) {
    int failed = refuse_foreign(place, fault);
    if (failed)
        return failed;
    hwloc_bitmap_t used = hwloc_bitmap_alloc(), unused = hwloc_bitmap_alloc();
    struct place_mask *mask = NULL;
    if (used != NULL && unused != NULL && used_pus(place, n, used) == 0 &&
        unused_pus(place, used, unused) == 0)
        mask = mask_of(unused);
    int system_errno = mask == NULL ? errno : place_mask_apply(mask);
    if (system_errno != 0)
        failed = fault_set(fault, FAULT_SYSTEM, system_errno,
                           "the measuring thread could not leave the cores of the program");
    place_mask_free(mask);
    hwloc_bitmap_free(used);
    hwloc_bitmap_free(unused);
    return failed;
}
