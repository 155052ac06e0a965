/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What holds of the orders on any machine, over many shapes. argv[1]: this directory.
 *
 * Spread is even: where all groups of a level (packages, NUMA nodes, last-level caches) have as
 * many PUs, their counts differ by at most one at every n. Where they differ in size, no group
 * takes a core while a sibling (a group within the same one above) has a lower share of its own
 * cores in use; so at every n the shares of siblings are within one core of the smaller. */
#include "golden_machines.h"

enum level { LEVEL_PACKAGE, LEVEL_NUMA, LEVEL_CACHE, LEVELS };
enum { GROUPS_MAX = 8192 };

static int group_of(struct place_slot slot, int level) {
    const int groups[LEVELS] = {slot.package, slot.numa, slot.cache};
    return groups[level];
}

/* The group one level up. */
static int parent_of(struct place_slot slot, int level) {
    const int parents[LEVELS] = {0, slot.package, slot.numa};
    return parents[level];
}

/* The most and the least that a group has; -1 in `used` is no group. */
static int unevenness(const int *used) {
    int most = -1, least = GROUPS_MAX;
    for (int group = 0; group < GROUPS_MAX && used[group] != -2; group++) {
        most = used[group] > most ? used[group] : most;
        least = used[group] >= 0 && used[group] < least ? used[group] : least;
    }
    return most - least;
}

/* Gives `used`: 0 for each group with a PU, -1 for what lies between, -2 at the end. */
static void find_groups(const struct place *place, int level, int used[GROUPS_MAX]) {
    int groups = 0;
    for (int group = 0; group < GROUPS_MAX; group++)
        used[group] = -1;
    for (size_t i = 0; i < place_pu_count(place); i++) {
        int group = group_of(place_slot(place, i), level);
        used[group] = 0;
        groups = group >= groups ? group + 1 : groups;
    }
    used[groups] = -2;
}

/* At every n, not at powers of two alone. */
static void test_even(const char *synthetic) {
    static int used[GROUPS_MAX];
    struct place *place = machine_load((struct place_spec){.synthetic = synthetic});
    for (int level = 0; level < LEVELS; level++) {
        if (group_of(place_slot(place, 0), level) < 0)
            continue;
        find_groups(place, level, used);
        for (size_t n = 1; n <= place_pu_count(place); n++) {
            used[group_of(place_slot(place, n - 1), level)]++;
            int uneven = unevenness(used);
            CHECK_REPORT(uneven <= 1, "%s: at n = %zu level %d is uneven by %d", synthetic, n,
                         level, uneven);
        }
    }
    place_free(place);
}

/* One pass, the cores: `total` and `used` by group, `parent` to know siblings. */
static void check_shares(const char *name, const struct place *place, int level) {
    static int total[GROUPS_MAX], used[GROUPS_MAX], parent[GROUPS_MAX];
    const size_t cores = place_edges(place).cores;
    int groups = 0;
    memset(total, 0, sizeof total);
    memset(used, 0, sizeof used);
    for (size_t i = 0; i < cores; i++) {
        struct place_slot slot = place_slot(place, i);
        int group = group_of(slot, level);
        if (group < 0)
            return;
        total[group]++;
        parent[group] = parent_of(slot, level);
        groups = group >= groups ? group + 1 : groups;
    }
    for (size_t i = 0; i < cores; i++) {
        int taking = group_of(place_slot(place, i), level), lower = -1;
        for (int other = 0; other < groups; other++)
            if (total[other] > 0 && parent[other] == parent[taking] &&
                used[taking] * total[other] > used[other] * total[taking])
                lower = other;
        CHECK_REPORT(lower < 0, "%s: at n = %zu of level %d group %d is taken, %d has less", name,
                     i + 1, level, taking, lower);
        used[taking]++;
    }
}

/* Machines whose levels are all there is: no groups between, one kind. */
static void test_shares(const char *name, struct place_spec spec) {
    struct place *place = machine_load(spec);
    for (int level = 0; level < LEVELS; level++)
        check_shares(name, place, level);
    place_free(place);
}

/* Each PU once. One PU a core before any second one; under PLACE_SMT a core is left only when it is
 * full. Faster kinds come first. */
static void check_order(const char *name, const struct place *place) {
    static int pus[GROUPS_MAX], cores[GROUPS_MAX];
    memset(pus, 0, sizeof pus);
    memset(cores, 0, sizeof cores);
    const bool smt = place_policy_of(place) == PLACE_SMT;
    int most = 1, core = -1;
    for (size_t i = 0; i < place_pu_count(place); i++) {
        struct place_slot slot = place_slot(place, i);
        pus[slot.pu]++;
        CHECK_REPORT(pus[slot.pu] == 1, "%s: PU %d comes twice", name, slot.pu);
        if (slot.core < 0)
            continue;
        cores[slot.core]++;
        CHECK_REPORT(smt || cores[slot.core] >= most, "%s: at n = %zu core %d is late", name, i + 1,
                     slot.core);
        CHECK_REPORT(!smt || slot.core == core || cores[slot.core] == 1,
                     "%s: at n = %zu core %d was left", name, i + 1, slot.core);
        most = cores[slot.core] > most ? cores[slot.core] : most;
        core = slot.core;
    }
    const struct place_edges edges = place_edges(place);
    CHECK(edges.auto_cores >= 1 && edges.auto_cores <= edges.pus && edges.cores <= edges.pus);
    CHECK_INT(edges.pus, place_pu_count(place));
}

static void test_orders(const char *here, const struct golden_machine *machine) {
    char xml[4096];
    snprintf(xml, sizeof xml, "%s/machines/%s", here, machine->xml != NULL ? machine->xml : "");
    for (int policy = 0; policy <= PLACE_NONE; policy++) {
        struct place *place =
            machine_load((struct place_spec){.synthetic = machine->synthetic,
                                             .xml_path = machine->xml != NULL ? xml : NULL,
                                             .cpus = machine->cpus,
                                             .kinds = machine->kinds,
                                             .policy = (enum place_policy)policy});
        check_order(machine->name, place);
        place_free(place);
    }
}

/* All shapes of up to three packages, nodes and caches, and up to five cores. */
static void test_small_shapes(void) {
    for (int shape = 0; shape < 3 * 3 * 3 * 5 * 2; shape++) {
        char text[128];
        snprintf(text, sizeof text, "package:%d numa:%d l3:%d core:%d pu:%d", 1 + shape % 3,
                 1 + shape / 3 % 3, 1 + shape / 9 % 3, 1 + shape / 27 % 5, 1 + shape / 135 % 2);
        test_even(text);
    }
}

/* What a cpuset leaves of a machine is as uneven as can be. */
static void test_cpusets(void) {
    unsigned long state = 1;
    for (int round = 0; round < 60; round++) {
        char cpus[512] = "0";
        for (int pu = 1; pu < 72; pu++) {
            state = (state * 1103515245 + 12345) % 2147483648; /* the C standard's example */
            if (state / 65536 % 3 == 0)
                snprintf(cpus + strlen(cpus), sizeof cpus - strlen(cpus), ",%d", pu);
        }
        test_shares(cpus, (struct place_spec){.synthetic = "package:2 numa:3 l3:2 core:3 pu:2",
                                              .cpus = cpus});
    }
}

static void test_recorded(const char *here) {
    static const char *const machines[] = {"holes.xml", "unequal_packages.xml", "cxl.xml",
                                           "hwloc_magny_cours.xml", "hwloc_power8.xml"};
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/machines/%s", here, machines[i]);
        test_shares(machines[i], (struct place_spec){.xml_path = path});
    }
}

int main(int argc, char **argv) {
    const char *here = argc > 1 ? argv[1] : ".";
    static const char *const shapes[] = {MACHINE_SERVER,
                                         MACHINE_1024,
                                         MACHINE_4096,
                                         MACHINE_NPS4,
                                         "package:3 numa:4 l3:4 core:16 pu:2",
                                         "package:3 numa:5 l3:3 core:17 pu:2",
                                         "numa:2 package:2 l3:2 core:8 pu:4",
                                         "group:2 package:2 die:3 l3:2 core:3 pu:2",
                                         "package:2 [numa] [numa] l3:3 core:5 pu:1"};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        test_even(shapes[i]);
    test_small_shapes();
    test_cpusets();
    test_recorded(here);
    for (size_t i = 0; i < GOLDEN_MACHINES; i++)
        test_orders(here, &golden_machines[i]);
    return check_done();
}
