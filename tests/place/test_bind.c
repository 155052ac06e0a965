/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Binding on the machine that this runs on, whatever it is, and refusing to on any other. Each case
 * runs in a child of its own, whose binding and environment end with it. */
#include "machine.h"
#include "place/machine.h"

#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

static void in_child(const char *name, void (*body)(void)) {
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        check_passed = check_failed = 0;
        body();
        exit(check_done());
    }
    int status = -1;
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_REPORT(status == 0, "%s: the child ended with status %d", name, status);
}

struct seen {
    const struct place *place;
    int bound, ran;
};

static void *look(void *argument) {
    struct seen *seen = argument;
    seen->bound = place_read_back_self(seen->place);
    seen->ran = place_where_self();
    return NULL;
}

static struct seen start_thread(const struct place *place, size_t worker) {
    struct fault fault = {0};
    struct seen seen = {.place = place, .bound = -2, .ran = -2};
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK_INT(place_bind_attributes(place, worker, &attributes, &fault), 0);
    CHECK_STRING(fault.text, "");
    int system_errno = pthread_create(&thread, &attributes, look, &seen);
    CHECK_INT(system_errno, 0);
    if (system_errno == 0)
        pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
    return seen;
}

static void bind_each_by_attributes(void) {
    struct place *place = machine_load((struct place_spec){0});
    CHECK(place_is_this_machine(place));
    CHECK(place_foreign_reason(place) == NULL);
    for (size_t worker = 0; worker < place_pu_count(place); worker++) {
        struct seen seen = start_thread(place, worker);
        CHECK_INT(seen.bound, place_slot(place, worker).pu);
        CHECK_INT(seen.ran, place_slot(place, worker).pu);
    }
    place_free(place);
}

static void bind_each_by_itself(void) {
    struct fault fault = {0};
    struct place *place = machine_load((struct place_spec){0});
    for (size_t worker = 0; worker <= place_pu_count(place); worker++) {
        CHECK_INT(place_bind_self(place, worker, &fault), 0);
        CHECK_STRING(fault.text, "");
        CHECK_INT(place_read_back_self(place), place_slot(place, worker).pu);
        CHECK_INT(place_where_self(), place_slot(place, worker).pu);
    }
    place_free(place);
}

/* A thread of PLACE_NONE may go anywhere, even if the one that makes it is bound. */
static void none_is_free(void) {
    struct fault fault = {0};
    struct place *place = machine_load((struct place_spec){.policy = PLACE_NONE});
    struct place *bound = machine_load((struct place_spec){0});
    int free_pu = place_pu_count(place) > 1 ? -1 : place_slot(place, 0).pu;
    CHECK_INT(start_thread(place, 0).bound, free_pu);
    CHECK_INT(place_bind_self(bound, 0, &fault), 0);
    CHECK_INT(place_read_back_self(bound), place_slot(bound, 0).pu);
    CHECK_INT(start_thread(place, 0).bound, free_pu);
    CHECK_INT(place_bind_self(place, 0, &fault), 0);
    CHECK_INT(place_read_back_self(place), free_pu);
    place_free(bound);
    place_free(place);
}

static void take_one_pu(int pu) {
    cpu_set_t *mask = CPU_ALLOC(pu + 1);
    CPU_ZERO_S(CPU_ALLOC_SIZE(pu + 1), mask);
    CPU_SET_S((size_t)pu, CPU_ALLOC_SIZE(pu + 1), mask);
    CHECK_INT(sched_setaffinity(0, CPU_ALLOC_SIZE(pu + 1), mask), 0);
    CPU_FREE(mask);
}

/* What `taskset` leaves is all there is; -c cannot go beyond it. */
static void mask_restricts(void) {
    struct place *all = machine_load((struct place_spec){.policy = PLACE_COMPACT});
    size_t count = place_pu_count(all);
    int first = place_slot(all, 0).pu, last = place_slot(all, count - 1).pu;
    place_free(all);

    take_one_pu(last);
    struct place *place = machine_load((struct place_spec){0});
    CHECK(place_is_this_machine(place));
    CHECK_INT(place_pu_count(place), 1);
    CHECK_INT(place_slot(place, 0).pu, last);
    CHECK_INT(place_edges(place).cores, 1);
    struct place_facts facts;
    place_facts(place, &facts);
    CHECK_INT(facts.pus, 1);
    CHECK_INT(facts.cores, 1);
    place_free(place);

    char cpus[16];
    struct fault fault;
    snprintf(cpus, sizeof cpus, "%d", first);
    if (count > 1) {
        machine_refuse((struct place_spec){.cpus = cpus}, FAULT_USAGE, &fault);
        CHECK_HOLDS(fault.text, "is outside the set that may be used here");
    }
}

static void *wait_for_byte(void *argument) {
    const int *pipe_end = argument;
    char byte;
    (void)!read(*pipe_end, &byte, 1);
    return NULL;
}

/* hwloc does not restrict itself where the threads of a process are bound differently. */
static void mask_restricts_among_threads(void) {
    int ends[2];
    pthread_t thread;
    CHECK_INT(pipe(ends), 0);
    CHECK_INT(pthread_create(&thread, NULL, wait_for_byte, &ends[0]), 0);
    struct place *all = machine_load((struct place_spec){0});
    int last = place_slot(all, place_pu_count(all) - 1).pu;
    take_one_pu(last);
    struct place *place = machine_load((struct place_spec){0});
    CHECK_INT(place_pu_count(place), 1);
    CHECK_INT(place_slot(place, 0).pu, last);
    place_free(place);
    place_free(all);
    close(ends[1]);
    pthread_join(thread, NULL);
    close(ends[0]);
}

static void check_unbindable(const struct place *place, const char *reason) {
    struct fault fault = {0};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    int before = place_read_back_self(place);
    CHECK(!place_is_this_machine(place));
    CHECK_INT(place_bind_self(place, 0, &fault), -FAULT_UNMEASURABLE);
    CHECK_HOLDS(fault.text, reason);
    fault = (struct fault){0};
    CHECK_INT(place_bind_attributes(place, 0, &attributes, &fault), -FAULT_UNMEASURABLE);
    CHECK_HOLDS(fault.text, reason);
    fault = (struct fault){0};
    CHECK_INT(place_bind_memory_self(place, 0, &fault), -FAULT_UNMEASURABLE);
    CHECK_HOLDS(fault.text, reason);
    CHECK_INT(place_read_back_self(place), before);
    pthread_attr_destroy(&attributes);
}

/* Attributes hold any PU that Linux can number, which a cpu_set_t of the usual size does not. */
static void large_indices(void) {
    enum { CPUS = 1 << 14 };
    const size_t bytes = CPU_ALLOC_SIZE(CPUS);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    struct place *place = machine_load((struct place_spec){.synthetic = MACHINE_4096});
    static const unsigned pus[] = {0, 1023, 1024, 4095, 9000};
    for (size_t i = 0; i < sizeof pus / sizeof *pus; i++) {
        cpu_set_t *mask = CPU_ALLOC(CPUS);
        hwloc_bitmap_t set = hwloc_bitmap_alloc();
        hwloc_bitmap_only(set, pus[i]);
        CHECK_INT(place_set_attributes(place->topology, set, &attributes), 0);
        CHECK_INT(pthread_attr_getaffinity_np(&attributes, bytes, mask), 0);
        CHECK_INT(CPU_COUNT_S(bytes, mask), 1);
        CHECK(CPU_ISSET_S(pus[i], bytes, mask));
        hwloc_bitmap_free(set);
        CPU_FREE(mask);
    }
    place_free(place);
    pthread_attr_destroy(&attributes);
}

static void foreign_is_refused(void) {
    struct place *place = machine_load((struct place_spec){.synthetic = "core:2 pu:1"});
    check_unbindable(place, "PU 0: this is not the machine that this runs on: a synthetic machine");
    place_free(place);
    place = machine_load((struct place_spec){.synthetic = "numa:2 core:2 pu:1"});
    check_unbindable(place, "a synthetic machine was asked for");
    place_free(place);
    place = machine_load((struct place_spec){.synthetic = "core:2 pu:1", .policy = PLACE_NONE});
    check_unbindable(place, "a synthetic machine was asked for");
    place_free(place);
}

/* The variable that makes hwloc bind on a topology that is not this machine's. */
static void environment_does_not_make_it_ours(void) {
    setenv("HWLOC_THISSYSTEM", "1", 1);
    foreign_is_refused();
    setenv("HWLOC_SYNTHETIC", "core:2 pu:1", 1);
    struct place *place = machine_load((struct place_spec){0});
    check_unbindable(place, "HWLOC_SYNTHETIC in the environment");
    place_free(place);

    /* One that hwloc cannot read makes it take the real machine, of which we still do not know. */
    setenv("HWLOC_SYNTHETIC", "bogus", 1);
    place = machine_load((struct place_spec){0});
    check_unbindable(place, "HWLOC_SYNTHETIC in the environment");
    place_free(place);

    setenv("HWLOC_SYNTHETIC", "", 1);
    setenv("HWLOC_XMLFILE", "/nonexistent/a.xml", 1);
    place = machine_load((struct place_spec){0});
    check_unbindable(place, "HWLOC_XMLFILE in the environment");
    place_free(place);
}

static void environment_denies_it(void) {
    setenv("HWLOC_THISSYSTEM", "0", 1);
    struct place *place = machine_load((struct place_spec){0});
    check_unbindable(place, "HWLOC_THISSYSTEM");
    place_free(place);
}

/* What is asked for by option is loaded, whatever the environment says. */
static void option_beats_environment(void) {
    setenv("HWLOC_SYNTHETIC", "core:2 pu:1", 1);
    struct place *place = machine_load((struct place_spec){.synthetic = "core:3 pu:1"});
    CHECK_INT(place_pu_count(place), 3);
    place_free(place);
}

static void describes_this(void) {
    char text[256];
    struct place *place = machine_load((struct place_spec){0});
    place_describe(place, text, sizeof text);
    CHECK_HOLDS(text, " core");
    place_print_text(place, stdout);
    place_free(place);
}

int main(void) {
    static const char *const variables[] = {"HWLOC_SYNTHETIC", "HWLOC_XMLFILE", "HWLOC_FSROOT",
                                            "HWLOC_CPUID_PATH", "HWLOC_THISSYSTEM"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    in_child("by attributes", bind_each_by_attributes);
    in_child("by itself", bind_each_by_itself);
    in_child("none", none_is_free);
    in_child("mask", mask_restricts);
    in_child("mask among threads", mask_restricts_among_threads);
    in_child("large indices", large_indices);
    in_child("foreign", foreign_is_refused);
    in_child("environment", environment_does_not_make_it_ours);
    in_child("denied", environment_denies_it);
    in_child("option", option_beats_environment);
    in_child("describe", describes_this);
    return check_done();
}
