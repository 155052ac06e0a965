/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where a thread's memory comes from, by the system's own answer. */
#include "machine.h"
#include "place/machine.h"

#include <errno.h>
#include <linux/mempolicy.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The policy of the calling thread's memory; -1 where the system does not tell it. */
static int memory_policy(void) {
    int policy = -1;
    return syscall(SYS_get_mempolicy, &policy, NULL, 0, NULL, 0) == 0 ? policy : -1;
}

/* As `numactl --interleave=0` leaves it. */
static bool interleave(void) {
    unsigned long nodes = 1;
    return syscall(SYS_set_mempolicy, MPOL_INTERLEAVE, &nodes, sizeof nodes * 8) == 0;
}

static bool is_first_touch(int policy) {
    return policy == MPOL_DEFAULT || policy == MPOL_LOCAL;
}

/* On one node there is nothing to do, and nothing is done. */
static void test_this_machine(void) {
    struct fault fault = {0};
    struct place_facts facts;
    struct place *place = machine_load((struct place_spec){0});
    place_facts(place, &facts);
    CHECK_INT(place_bind_memory_self(place, 0, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(facts.numa_nodes <= 1 ? memory_policy() == MPOL_INTERLEAVE
                                : is_first_touch(memory_policy()));
    place_free(place);
}

/* What is asked of the system on a machine with two nodes. This machine may have one, but first
 * touch names none. */
static void test_two_nodes(void) {
    setenv("HWLOC_THISSYSTEM", "1", 1);
    struct fault fault = {0};
    struct place *place = machine_load((struct place_spec){.synthetic = "numa:2 core:1 pu:1"});
    place->foreign = NULL;
    CHECK(interleave());
    place->policy = PLACE_NONE;
    CHECK_INT(place_bind_memory_self(place, 1, &fault), 0);
    CHECK_INT(memory_policy(), MPOL_INTERLEAVE);
    place->policy = PLACE_SPREAD;
    CHECK_INT(place_bind_memory_self(place, 1, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(is_first_touch(memory_policy()));
    place_free(place);
    unsetenv("HWLOC_THISSYSTEM");
}

/* Another machine is refused, as it is for its PUs. */
static void test_refused(void) {
    struct fault fault = {0};
    struct place *place = machine_load((struct place_spec){.synthetic = "numa:2 core:1 pu:1"});
    CHECK_INT(place_bind_memory_self(place, 1, &fault), -FAULT_UNMEASURABLE);
    CHECK_HOLDS(fault.text, "worker 1 cannot be bound to PU 1: this is not the machine that this");
    place_free(place);
}

int main(void) {
    enum { SKIPPED = 77 };
    if (!interleave()) {
        printf("skipped: the memory policy cannot be set here: %s\n", strerror(errno));
        return SKIPPED;
    }
    test_this_machine();
    test_two_nodes();
    test_refused();
    return check_done();
}
