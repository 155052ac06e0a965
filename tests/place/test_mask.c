/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The PUs of n workers as one set, and the thread that leaves them. On this machine, whatever it
 * is: what a thread is bound to is asked from the system. */
#include "machine.h"

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

static cpu_set_t bound_to(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CHECK_INT(sched_getaffinity(0, sizeof set, &set), 0);
    return set;
}

/* The PUs of the first n workers. */
static cpu_set_t set_of(const struct place *place, size_t n) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (size_t i = 0; i < n && i < place_pu_count(place); i++)
        CPU_SET((size_t)place_slot(place, i).pu, &set);
    return set;
}

static struct place_mask *make(const struct place *place, size_t n) {
    struct place_mask *mask = NULL;
    struct fault fault = {0};
    CHECK_INT(place_mask_make(place, n, &mask, &fault), 0);
    CHECK_STRING(fault.text, "");
    return mask;
}

static void test_apply(enum place_policy policy) {
    struct place *place = machine_load((struct place_spec){.policy = policy});
    size_t pus = place_pu_count(place);
    const cpu_set_t before = bound_to();
    for (size_t n = 1; n <= pus + 3; n++) {
        struct place_mask *mask = make(place, n);
        CHECK_INT(place_mask_apply(mask), 0);
        const cpu_set_t expected = set_of(place, policy == PLACE_NONE ? pus : n);
        const cpu_set_t seen = bound_to();
        CHECK(CPU_EQUAL(&seen, &expected));
        CHECK_INT(place_mask_holds(mask, 0), 1);
        CHECK_INT(place_mask_holds(mask, getpid()), 1);
        place_mask_free(mask);
    }
    CHECK_INT(sched_setaffinity(0, sizeof before, &before), 0);
    place_free(place);
}

/* A narrower binding lies within, a wider or another one does not; who has gone says nothing. */
static void test_holds(void) {
    struct place *place = machine_load((struct place_spec){.policy = PLACE_SPREAD});
    size_t pus = place_pu_count(place);
    const cpu_set_t before = bound_to();
    struct place_mask *one = make(place, 1), *all = make(place, pus);
    CHECK_INT(place_mask_apply(one), 0);
    CHECK_INT(place_mask_holds(all, 0), 1);
    CHECK_INT(place_mask_apply(all), 0);
    CHECK_INT(place_mask_holds(one, 0), pus == 1);
    CHECK_INT(place_mask_holds(all, 0), 1);
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    CHECK_INT(waitpid(child, NULL, 0), child);
    CHECK_INT(place_mask_holds(all, child), -1);
    CHECK_INT(sched_setaffinity(0, sizeof before, &before), 0);
    place_mask_free(one);
    place_mask_free(all);
    place_free(place);
}

static void test_outside(void) {
    struct place *place = machine_load((struct place_spec){.policy = PLACE_SPREAD});
    size_t pus = place_pu_count(place);
    const cpu_set_t before = bound_to();
    struct fault fault = {0};
    for (size_t n = 1; n <= pus + 1; n++) {
        cpu_set_t shared, used = set_of(place, n);
        CHECK_INT(place_bind_self_outside(place, n, &fault), 0);
        const cpu_set_t seen = bound_to();
        CPU_AND(&shared, &seen, &used);
        CHECK(CPU_COUNT(&seen) > 0);
        CHECK_INT(CPU_COUNT(&shared), n < pus ? 0 : pus);
    }
    CHECK_INT(sched_setaffinity(0, sizeof before, &before), 0);
    place_free(place);

    /* What -c leaves out is for the watcher too. */
    char cpus[16];
    place = machine_load((struct place_spec){.policy = PLACE_SPREAD});
    snprintf(cpus, sizeof cpus, "%d", place_slot(place, 0).pu);
    place_free(place);
    place = machine_load((struct place_spec){.policy = PLACE_NONE, .cpus = cpus});
    CHECK_INT(place_bind_self_outside(place, 1, &fault), 0);
    cpu_set_t seen = bound_to();
    CHECK_INT(CPU_ISSET((size_t)place_slot(place, 0).pu, &seen), pus == 1);
    CHECK_INT(sched_setaffinity(0, sizeof before, &before), 0);
    place_free(place);
}

static void test_foreign(void) {
    struct place *place = machine_load((struct place_spec){.synthetic = "core:2 pu:1"});
    struct place_mask *mask = NULL;
    struct fault fault = {0};
    const cpu_set_t before = bound_to();
    CHECK_INT(place_mask_make(place, 1, &mask, &fault), -FAULT_UNMEASURABLE);
    CHECK_HOLDS(fault.text, "a synthetic machine was asked for");
    CHECK(mask == NULL);
    fault = (struct fault){0};
    CHECK_INT(place_bind_self_outside(place, 1, &fault), -FAULT_UNMEASURABLE);
    const cpu_set_t after = bound_to();
    CHECK(CPU_EQUAL(&before, &after));
    place_mask_free(NULL);
    place_free(place);
}

int main(void) {
    test_apply(PLACE_SPREAD);
    test_apply(PLACE_COMPACT);
    test_apply(PLACE_NONE);
    test_holds();
    test_outside();
    test_foreign();
    return check_done();
}
