/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/machine.h"

#include <errno.h>
#include <hwloc/glibc-sched.h>
#include <sched.h>

/* The most CPUs that a mask is grown to; Linux's largest CONFIG_NR_CPUS is 8192 (arch/x86/Kconfig).
 */
enum { AFFINITY_CPUS_MAX = 1 << 16 };

/* The kernel answers EINVAL to a mask that is smaller than its own, whose size it does not tell. */
int place_read_mask(pid_t thread, cpu_set_t **ret_mask, size_t *ret_bytes) {
    for (size_t cpus = CPU_SETSIZE; cpus <= AFFINITY_CPUS_MAX; cpus *= 2) {
        size_t bytes = CPU_ALLOC_SIZE(cpus);
        cpu_set_t *mask = CPU_ALLOC(cpus);
        if (mask == NULL)
            return ENOMEM;
        CPU_ZERO_S(bytes, mask);
        if (sched_getaffinity(thread, bytes, mask) == 0) {
            *ret_mask = mask;
            *ret_bytes = bytes;
            return 0;
        }
        int system_errno = errno;
        CPU_FREE(mask);
        if (system_errno != EINVAL)
            return system_errno;
    }
    return EINVAL;
}

int place_read_affinity(hwloc_bitmap_t ret_pus) {
    cpu_set_t *mask = NULL;
    size_t bytes = 0;
    int system_errno = place_read_mask(0, &mask, &bytes);
    if (system_errno != 0)
        return system_errno;
    hwloc_bitmap_zero(ret_pus);
    for (size_t cpu = 0; cpu < bytes * 8; cpu++) {
        if (CPU_ISSET_S(cpu, bytes, mask))
            hwloc_bitmap_set(ret_pus, (unsigned)cpu);
    }
    CPU_FREE(mask);
    return 0;
}

size_t place_allowed_pus(pid_t thread) {
    cpu_set_t *mask = NULL;
    size_t bytes = 0;
    if (place_read_mask(thread, &mask, &bytes) != 0)
        return 0;
    size_t count = (size_t)CPU_COUNT_S(bytes, mask);
    CPU_FREE(mask);
    return count;
}

int place_read_back_self(const struct place *place) {
    (void)place;
    cpu_set_t *mask = NULL;
    size_t bytes = 0;
    if (place_read_mask(0, &mask, &bytes) != 0)
        return -1;
    int seen = -1;
    if (CPU_COUNT_S(bytes, mask) == 1) {
        for (seen = 0; !CPU_ISSET_S((size_t)seen, bytes, mask);)
            seen++;
    }
    CPU_FREE(mask);
    return seen;
}

int place_where_self(void) {
    return sched_getcpu();
}

/* PLACE_NONE gives the whole set and not nothing: a thread made by one that is bound would inherit
 * its PU. */
static int worker_set(const struct place *place, size_t worker, hwloc_bitmap_t ret_set) {
    if (place->policy == PLACE_NONE)
        return hwloc_bitmap_copy(ret_set, place->pus);
    return hwloc_bitmap_only(ret_set, (unsigned)place_slot(place, worker).pu);
}

static int refuse_foreign(const struct place *place, size_t worker, struct fault *fault) {
    if (place->foreign == NULL)
        return 0;
    return fault_set(
        fault, FAULT_UNMEASURABLE, 0,
        "worker %zu cannot be bound to PU %d: this is not the machine that this runs on: %s",
        worker, place_slot(place, worker).pu, place->foreign);
}

static int begin_binding(const struct place *place, size_t worker, hwloc_bitmap_t *ret_set,
                         struct fault *fault) {
    int failed = refuse_foreign(place, worker, fault);
    if (failed)
        return failed;
    hwloc_bitmap_t set = hwloc_bitmap_alloc();
    if (set == NULL || worker_set(place, worker, set) < 0) {
        hwloc_bitmap_free(set);
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory to bind worker %zu", worker);
    }
    *ret_set = set;
    return 0;
}

static int binding_fault(hwloc_const_bitmap_t set, size_t worker, int system_errno,
                         const char *what, struct fault *fault) {
    char list[PLACE_LIST_BYTES];
    place_list_pus(set, list, sizeof list);
    return fault_set(fault, FAULT_SYSTEM, system_errno,
                     "worker %zu could not be bound to PU %s: %s", worker, list, what);
}

int place_set_attributes(hwloc_topology_t topology, hwloc_const_bitmap_t set,
                         pthread_attr_t *attributes) {
    int cpus = hwloc_bitmap_last(set) + 1;
    size_t bytes = CPU_ALLOC_SIZE(cpus);
    cpu_set_t *mask = CPU_ALLOC(cpus);
    if (mask == NULL)
        return ENOMEM;
    hwloc_cpuset_to_glibc_sched_affinity(topology, set, mask, bytes);
    int system_errno = pthread_attr_setaffinity_np(attributes, bytes, mask);
    CPU_FREE(mask);
    return system_errno;
}

int place_bind_attributes(const struct place *place, size_t worker, pthread_attr_t *attributes,
                          struct fault *fault) {
    hwloc_bitmap_t set = NULL;
    int failed = begin_binding(place, worker, &set, fault);
    if (failed)
        return failed;

    int system_errno = place_set_attributes(place->topology, set, attributes);
    if (system_errno != 0)
        failed =
            binding_fault(set, worker, system_errno, "its thread's attributes were refused", fault);
    hwloc_bitmap_free(set);
    return failed;
}

/* Whether the system says of the calling thread what was asked for. */
static int verify_binding(hwloc_const_bitmap_t set, size_t worker, struct fault *fault) {
    hwloc_bitmap_t seen = hwloc_bitmap_alloc();
    int system_errno = seen != NULL ? place_read_affinity(seen) : ENOMEM;
    int failed = 0;
    if (system_errno != 0)
        failed = binding_fault(set, worker, system_errno, "it could not be read back", fault);
    else if (!hwloc_bitmap_isequal(seen, set))
        failed = binding_fault(set, worker, 0,
                               "the system reads back another set; is a cpuset changing?", fault);
    hwloc_bitmap_free(seen);
    return failed;
}

int place_bind_self(const struct place *place, size_t worker, struct fault *fault) {
    hwloc_bitmap_t set = NULL;
    int failed = begin_binding(place, worker, &set, fault);
    if (failed)
        return failed;
    if (hwloc_set_cpubind(place->topology, set, HWLOC_CPUBIND_THREAD | HWLOC_CPUBIND_STRICT) < 0)
        failed = binding_fault(set, worker, errno,
                               "the system refuses it; is it still online and allowed?", fault);
    else
        failed = verify_binding(set, worker, fault);
    hwloc_bitmap_free(set);
    return failed;
}

/* hwloc takes "first touch" for all nodes only: the kernel then gives the node that the thread runs
 * on, which its binding has chosen. */
int place_bind_memory_self(const struct place *place, size_t worker, struct fault *fault) {
    int failed = refuse_foreign(place, worker, fault);
    if (failed || place->policy == PLACE_NONE ||
        hwloc_get_nbobjs_by_type(place->topology, HWLOC_OBJ_NUMANODE) <= 1)
        return failed;
    hwloc_const_bitmap_t nodes = hwloc_topology_get_topology_nodeset(place->topology);
    /* A container may forbid it: then the inherited policy stands, mostly first touch too. */
    if (hwloc_set_membind(place->topology, nodes, HWLOC_MEMBIND_FIRSTTOUCH,
                          HWLOC_MEMBIND_THREAD | HWLOC_MEMBIND_BYNODESET) < 0 &&
        errno != EPERM && errno != ENOSYS)
        return fault_set(fault, FAULT_SYSTEM, errno,
                         "the memory of worker %zu cannot be had from the NUMA node of PU %d",
                         worker, place_slot(place, worker).pu);
    return 0;
}
