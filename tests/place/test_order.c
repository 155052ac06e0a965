/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The order on machines that are not here. argv[1]: this directory. */
#include "machine.h"

#include <stdint.h>
#include <time.h>

enum { GROUPS_MAX = 4096 };

static void check_pus(const struct place *place, const int *expected, size_t count) {
    CHECK_INT(place_pu_count(place), count);
    for (size_t i = 0; i < count && i < place_pu_count(place); i++)
        CHECK_INT(place_slot(place, i).pu, expected[i]);
}

/* Worked out by hand: packages 0 and 1 have 7 and 4 cores, package 0's two caches 3 and 4. */
static void test_holes(const char *path) {
    static const int spread[] = {0, 12, 4,  13, 5,  2,  15, 6,  3,  30,
                                 7, 16, 28, 21, 18, 29, 22, 19, 31, 23};
    static const int compact[] = {0,  2,  3,  4,  5,  6,  7,  12, 13, 15,
                                  30, 16, 18, 19, 21, 22, 23, 28, 29, 31};
    struct place *place = machine_load((struct place_spec){.xml_path = path});
    check_pus(place, spread, 20);
    struct place_edges edges = place_edges(place);
    CHECK_INT(edges.cache_cores, 3);
    CHECK_INT(edges.numa_cores, 11);
    CHECK_INT(edges.package_cores, 7);
    CHECK_INT(edges.auto_cores, 11);
    CHECK_INT(edges.cores, 11);
    CHECK_INT(edges.pus, 20);
    place_free(place);

    place = machine_load((struct place_spec){.xml_path = path, .policy = PLACE_COMPACT});
    check_pus(place, compact, 20);
    place_free(place);
    place = machine_load((struct place_spec){.xml_path = path, .policy = PLACE_NONE});
    CHECK_INT(place_policy_of(place), PLACE_NONE);
    check_pus(place, compact, 20);
    place_free(place);
}

/* Slow cores come first in hwloc's numbering here, and last in the order; siblings after all cores.
 */
static void test_kinds(const char *path) {
    static const int spread[] = {8, 10, 12, 14, 0, 2, 4, 6, 9, 11, 13, 15};
    struct place *place = machine_load((struct place_spec){.xml_path = path});
    check_pus(place, spread, 12);
    CHECK_INT(place_edges(place).auto_cores, 4);
    CHECK_INT(place_edges(place).cores, 8);
    CHECK_INT(place_edges(place).cache_cores, 8);
    CHECK_INT(place_slot(place, 0).kind, 1);
    CHECK_INT(place_slot(place, 4).kind, 0);
    place_free(place);
}

static void test_small_machines(void) {
    static const int smt[] = {0, 1};
    struct place *place = machine_load((struct place_spec){.synthetic = "core:1 pu:1"});
    check_pus(place, smt, 1);
    CHECK_INT(place_slot(place, 0).package, -1);
    CHECK_INT(place_slot(place, 0).cache, -1);
    CHECK_INT(place_slot(place, 0).kind, -1);
    CHECK_INT(place_edges(place).cache_cores, 1);
    CHECK_INT(place_edges(place).package_cores, 1);
    place_free(place);

    place = machine_load((struct place_spec){.synthetic = "package:1 core:1 pu:2"});
    check_pus(place, smt, 2);
    CHECK_INT(place_edges(place).cores, 1);
    CHECK_INT(place_edges(place).pus, 2);
    CHECK_INT(place_slot(place, 3).pu, 1);
    place_free(place);

    place = machine_load((struct place_spec){.synthetic = "pu:3"});
    CHECK_INT(place_slot(place, 2).core, -1);
    CHECK_INT(place_edges(place).cores, 3);
    CHECK_INT(place_edges(place).package_cores, 1);
    place_free(place);

    place = machine_load((struct place_spec){.synthetic = "package:2 [numa] [numa] core:2 pu:1"});
    CHECK_INT(place_slot(place, 0).numa, 0);
    CHECK_INT(place_slot(place, 1).numa, 2);
    CHECK_INT(place_edges(place).numa_cores, 2);
    place_free(place);
}

static void test_server_edges(void) {
    struct place *place = machine_load((struct place_spec){.synthetic = MACHINE_SERVER});
    struct place_edges edges = place_edges(place);
    CHECK_INT(edges.cache_cores, 4);
    CHECK_INT(edges.numa_cores, 8);
    CHECK_INT(edges.package_cores, 16);
    CHECK_INT(edges.cores, 32);
    CHECK_INT(edges.pus, 64);
    CHECK_INT(place_policy_of(place), PLACE_SPREAD);
    CHECK(!place_is_this_machine(place));
    CHECK_HOLDS(place_foreign_reason(place), "synthetic");
    place_free(place);

    place = machine_load((struct place_spec){.synthetic = MACHINE_SERVER, .cpus = "2-5,9"});
    CHECK_INT(place_edges(place).cache_cores, 2);
    CHECK_INT(place_edges(place).package_cores, 3);
    CHECK_INT(place_edges(place).cores, 3);
    place_free(place);
}

enum level { LEVEL_PACKAGE, LEVEL_NUMA, LEVEL_CACHE, LEVELS };

static int group_of(struct place_slot slot, enum level level) {
    switch (level) {
    case LEVEL_PACKAGE:
        return slot.package;
    case LEVEL_NUMA:
        return slot.numa;
    case LEVEL_CACHE:
    case LEVELS:
        break;
    }
    return slot.cache;
}

/* How many of the first n PUs each group has; groups without one count too. Gives max - min. */
static int unevenness(const struct place *place, size_t n, enum level level) {
    static int used[GROUPS_MAX];
    int groups = 0, most = 0, least = INT32_MAX;
    memset(used, 0, sizeof used);
    for (size_t i = 0; i < place_pu_count(place); i++) {
        int group = group_of(place_slot(place, i), level);
        used[group] += i < n;
        if (group >= groups)
            groups = group + 1;
    }
    for (int group = 0; group < groups; group++) {
        most = used[group] > most ? used[group] : most;
        least = used[group] < least ? used[group] : least;
    }
    return most - least;
}

/* At every power of two each package, NUMA node and cache has as many as any other, give or take
 * one. */
static void test_even(const char *synthetic) {
    struct place *place = machine_load((struct place_spec){.synthetic = synthetic});
    for (size_t n = 1; n <= place_pu_count(place); n *= 2) {
        for (int level = 0; level < LEVELS; level++) {
            int uneven = unevenness(place, n, (enum level)level);
            CHECK_REPORT(uneven <= 1, "%s: at n = %zu level %d is uneven by %d", synthetic, n,
                         level, uneven);
        }
    }
    place_free(place);
}

/* Where groups differ in size: no package gets a core while another has a lower share of its own in
 * use. */
static void test_proportional(const char *synthetic, const char *cpus) {
    struct place *place = machine_load((struct place_spec){.synthetic = synthetic, .cpus = cpus});
    size_t cores = place_edges(place).cores;
    int total[8] = {0}, used[8] = {0};
    for (size_t i = 0; i < cores; i++)
        total[place_slot(place, i).package]++;
    for (size_t i = 0; i < cores; i++) {
        int taking = place_slot(place, i).package;
        for (int other = 0; other < 8; other++)
            CHECK(used[taking] * total[other] <= used[other] * total[taking] || total[other] == 0);
        used[taking]++;
    }
    place_free(place);
}

/* Each PU once; every core before any second PU of a core. */
static void test_complete(const char *synthetic, enum place_policy policy) {
    static int pus[GROUPS_MAX], cores[GROUPS_MAX];
    memset(pus, 0, sizeof pus);
    memset(cores, 0, sizeof cores);
    struct place *place =
        machine_load((struct place_spec){.synthetic = synthetic, .policy = policy});
    for (size_t i = 0; i < place_pu_count(place); i++) {
        struct place_slot slot = place_slot(place, i);
        pus[slot.pu]++;
        cores[slot.core]++;
        CHECK_INT(cores[slot.core], i < place_edges(place).cores ? 1 : 2);
    }
    for (size_t i = 0; i < place_pu_count(place); i++)
        CHECK_INT(pus[i], 1);
    place_free(place);
}

/* Told, not asserted: a neighbour on the machine would fail it. */
static void tell_time(const char *synthetic) {
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    struct place *place = machine_load((struct place_spec){.synthetic = synthetic});
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%zu PUs loaded and ordered in %.1f ms (%s)\n", place_pu_count(place),
           (double)(end.tv_sec - begin.tv_sec) * 1e3 + (double)(end.tv_nsec - begin.tv_nsec) / 1e6,
           synthetic);
    place_free(place);
}

int main(int argc, char **argv) {
    char path[4096];
    const char *here = argc > 1 ? argv[1] : ".";
    snprintf(path, sizeof path, "%s/machines/holes.xml", here);
    test_holes(path);
    snprintf(path, sizeof path, "%s/machines/kinds.xml", here);
    test_kinds(path);
    test_small_machines();
    test_server_edges();

    static const char *const machines[] = {MACHINE_SERVER, MACHINE_1024, MACHINE_4096,
                                           "package:3 numa:2 l3:5 core:3 pu:2",
                                           "numa:2 package:2 l3:2 core:8 pu:4"};
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
        test_even(machines[i]);
    test_proportional("package:3 l3:2 core:4 pu:2", "0-3,20-47");
    test_proportional("package:2 core:8 pu:1", "0,8-15");
    test_complete(MACHINE_4096, PLACE_SPREAD);
    test_complete(MACHINE_SERVER, PLACE_COMPACT);
    test_complete(MACHINE_SERVER, PLACE_NONE);
    tell_time(MACHINE_1024);
    tell_time(MACHINE_4096);
    tell_time("core:1024 pu:1");
    return check_done();
}
