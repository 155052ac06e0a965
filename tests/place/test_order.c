/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The order on machines that are not here. argv[1]: this directory. */
#include "machine.h"

#include <time.h>

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

/* The orders of PLACE_SMT, worked out by hand. */
static void test_smt(const char *holes, const char *kinds) {
    static const int of_holes[] = {0,  16, 2,  18, 3,  19, 4,  5,  21, 6,
                                   22, 7,  23, 12, 28, 13, 29, 15, 31, 30};
    static const int of_kinds[] = {8, 9, 10, 11, 12, 13, 14, 15, 0, 2, 4, 6};
    struct place *place = machine_load((struct place_spec){.xml_path = holes, .policy = PLACE_SMT});
    check_pus(place, of_holes, 20);
    struct place_edges edges = place_edges(place);
    CHECK_INT(edges.cache_cores, 6);
    CHECK_INT(edges.package_cores, 13);
    CHECK_INT(edges.auto_cores, 20);
    CHECK_INT(edges.cores, 11);
    CHECK_INT(edges.pus, 20);
    CHECK_INT(place_worker_pu(place, 1), 16);
    place_free(place);

    place = machine_load((struct place_spec){.xml_path = kinds, .policy = PLACE_SMT});
    check_pus(place, of_kinds, 12);
    CHECK_INT(place_edges(place).auto_cores, 8);
    place_free(place);
}

/* Numbers beyond what a cpu_set_t of the usual size holds. */
static void test_many_pus(void) {
    struct place *place = machine_load(
        (struct place_spec){.synthetic = MACHINE_4096, .cpus = "4095,1023-1026,numa:15"});
    CHECK_INT(place_pu_count(place), 4 + 256);
    CHECK_INT(place_slot(place, 0).pu, 1023);
    CHECK_INT(place_slot(place, place_pu_count(place) - 1).pu, 4095);
    place_free(place);
    struct fault fault;
    machine_refuse((struct place_spec){.synthetic = MACHINE_4096, .cpus = "4096"}, FAULT_USAGE,
                   &fault);
    CHECK_HOLDS(fault.text, "PU 4096 is outside the set that may be used here, 0-4095");
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
    char holes[4096], kinds[4096];
    const char *here = argc > 1 ? argv[1] : ".";
    snprintf(holes, sizeof holes, "%s/machines/holes.xml", here);
    snprintf(kinds, sizeof kinds, "%s/machines/kinds.xml", here);
    test_holes(holes);
    test_kinds(kinds);
    test_smt(holes, kinds);
    test_many_pus();
    test_small_machines();
    test_server_edges();

    tell_time(MACHINE_1024);
    tell_time(MACHINE_4096);
    tell_time("core:1024 pu:1");
    return check_done();
}
