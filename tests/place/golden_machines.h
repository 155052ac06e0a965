/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The machines of golden/. `xml` and `root` are below machines/. */
#ifndef AMDAHL_TEST_PLACE_GOLDEN_MACHINES_H
#define AMDAHL_TEST_PLACE_GOLDEN_MACHINES_H

#include "machine.h"

struct golden_machine {
    const char *name, *title;
    const char *synthetic, *xml, *cpus, *kinds, *root;
};

/* Second threads are numbered after all cores, as on most x86 servers. */
#define MACHINE_DESKTOP "package:1 l3:1(size=8388608) l2:4 core:1 pu:2(indexes=2*4:1*2)"
#define MACHINE_NPS1 "package:1 l3:8(size=33554432) core:8 pu:2(indexes=2*64:1*2)"
#define MACHINE_NPS4 "package:1 numa:4 l3:2(size=33554432) core:8 pu:2(indexes=2*64:1*2)"

static const struct golden_machine golden_machines[] = {
    {"one_core", "One core.", .synthetic = "package:1 core:1 pu:1"},
    {"one_core_smt", "One core with two PUs.", .synthetic = "package:1 core:1 pu:2"},
    {"two_cores", "Two cores that share an L3.", .synthetic = "package:1 l3:1 core:2 pu:1"},
    {"two_packages_bare", "Two packages of one core each.", .synthetic = "package:2 core:1 pu:1"},
    {"no_cores", "Six PUs, and nothing known of cores.", .synthetic = "pu:6"},
    {"no_caches", "Two packages of four cores with SMT, no caches known.",
     .synthetic = "package:2 core:4 pu:2"},
    {"desktop", "Desktop: four cores with SMT; second threads are numbered after all cores.",
     .synthetic = MACHINE_DESKTOP},
    {"desktop_quota_2.5", "The desktop in a container with a quota of 2.5 CPUs (version 2).",
     .synthetic = MACHINE_DESKTOP, .root = "quota_2.5"},
    {"desktop_quota_0.5", "The desktop in a container with a quota of half a CPU (version 1).",
     .synthetic = MACHINE_DESKTOP, .root = "quota_0.5"},
    {"kinds", "Eight cores; the fast ones have SMT and come last in hwloc's numbering.",
     .xml = "kinds.xml"},
    {"hybrid", "Laptop: 6 fast cores with SMT (kind 1), 8 slow ones in two clusters with an L2.",
     .xml = "hybrid.xml"},
    {"hybrid_all", "The laptop, all kinds asked for.", .xml = "hybrid.xml", .kinds = "all"},
    {"hybrid_kind_1", "The laptop's fast cores alone.", .xml = "hybrid.xml", .kinds = "1"},
    {"hybrid_kind_0", "The laptop's slow cores alone.", .xml = "hybrid.xml", .kinds = "0"},
    {"hybrid_three_kinds",
     "Laptop: 4 fast cores with SMT (kind 2), 8 slow (1), 2 slowest outside of the L3 (0).",
     .xml = "hybrid_three_kinds.xml"},
    {"hybrid_kinds_0_2", "That laptop's fast and slowest cores.", .xml = "hybrid_three_kinds.xml",
     .kinds = "0,2"},
    {"arm_4_4", "Arm big.LITTLE: PUs 0-3 slow, 4-7 fast, an L2 each.", .xml = "arm_4_4.xml"},
    {"arm_4_3_1", "Arm phone: PUs 0-3 slow, 4-6 fast, 7 fastest, one L3.", .xml = "arm_4_3_1.xml"},
    {"arm_128", "Arm server: one package, 16 L3 groups of 8 cores, no SMT.",
     .synthetic = "package:1 l3:16 core:8 pu:1"},
    {"chiplets_nps1", "AMD server: 8 chiplets of 8 cores with an L3 each, one NUMA node.",
     .synthetic = MACHINE_NPS1},
    {"chiplets_nps4", "The same in NPS4: four NUMA nodes of two chiplets.",
     .synthetic = MACHINE_NPS4},
    {"chiplets_numa_1", "The same, the cores of NUMA node 1 alone.", .synthetic = MACHINE_NPS4,
     .cpus = "numa:1"},
    {"server", "Two packages, two NUMA nodes each, two L3 each, four cores with SMT each.",
     .synthetic = MACHINE_SERVER},
    {"server_cpuset", "The same through a cpuset with holes.", .synthetic = MACHINE_SERVER,
     .cpus = "2-5,9,40-47"},
    {"xeon_snc2", "Two packages with sub-NUMA clusters: 2 nodes of 12 cores with SMT each.",
     .synthetic = "package:2 numa:2 l3:1 core:12 pu:2(indexes=2*48:1*2)"},
    {"nodes_8_smt2", "Two packages of four NUMA nodes, each with two L3 of four cores, SMT-2.",
     .synthetic = "package:2 numa:4 l3:2 core:4 pu:2"},
    {"nodes_8_smt4", "The same with SMT-4.", .synthetic = "package:2 numa:4 l3:2 core:4 pu:4"},
    {"power_smt8", "POWER: two packages of two nodes, six cores each, SMT-8.",
     .synthetic = "package:2 numa:2 l3:6 core:1 pu:8"},
    {"holes", "Two packages of 7 and 4 cores; offline CPUs leave holes in the numbering.",
     .xml = "holes.xml"},
    {"unequal_packages", "Three packages of 2, 6 and 4 cores with SMT.",
     .xml = "unequal_packages.xml"},
    {"memory_beside", "Two packages with two NUMA nodes at one place (fast and slow memory).",
     .synthetic = "package:2 [numa] [numa] l3:1 core:4 pu:1"},
    {"memory_side_cache", "Two packages, each node behind a memory-side cache.",
     .xml = "memory_side_cache.xml"},
    {"cxl", "Two packages with a node each, and a node of memory only.", .xml = "cxl.xml"},
    {"node_without_memory", "Two packages with a node each, the second without memory.",
     .xml = "node_without_memory.xml"},
    {"package_without_node", "Two packages, the second without a NUMA node.",
     .xml = "package_without_node.xml"},
    {"odd_1536", "1536 PUs: three packages, four nodes each, four L3 of 16 cores with SMT.",
     .synthetic = "package:3 numa:4 l3:4 core:16 pu:2"},
    {"odd_1530", "1530 PUs: three packages, five nodes each, three L3 of 17 cores with SMT.",
     .synthetic = "package:3 numa:5 l3:3 core:17 pu:2"},
    {"pus_4096", "4096 PUs: four packages, four nodes each, eight L3 of 16 cores with SMT.",
     .synthetic = MACHINE_4096},
    {"hwloc_xeon_offline", "Recorded: four packages of two cores with SMT, nine CPUs offline.",
     .xml = "hwloc_xeon_offline.xml"},
    {"hwloc_xeon_no_cpu0", "Recorded: two packages; CPUs 0-3 and the first NUMA node offline.",
     .xml = "hwloc_xeon_no_cpu0.xml"},
    {"hwloc_xeon_two_models",
     "Recorded: two packages of four cores; of package 0 some caches are not known.",
     .xml = "hwloc_xeon_two_models.xml"},
    {"hwloc_xeon_cluster_on_die", "Recorded: two packages in two clusters of seven cores each.",
     .xml = "hwloc_xeon_cluster_on_die.xml"},
    {"hwloc_opteron_cpuset",
     "Recorded: a cpuset with holes in cores and nodes; some PUs have no node in it.",
     .xml = "hwloc_opteron_cpuset.xml"},
    {"hwloc_magny_cours", "Recorded: four packages of two dies with six cores each.",
     .xml = "hwloc_magny_cours.xml"},
    {"hwloc_itanium_memory_node", "Recorded: two nodes of two packages, and one of memory only.",
     .xml = "hwloc_itanium_memory_node.xml"},
    {"hwloc_power8", "Recorded: POWER8, SMT-8 of which two PUs a core are online.",
     .xml = "hwloc_power8.xml"},
    {"hwloc_s390", "Recorded: a mainframe's drawers, books and packages, all of unequal size.",
     .xml = "hwloc_s390.xml"},
    {"hwloc_knl_snc4", "Recorded: Knights Landing, four clusters with DRAM and MCDRAM each, SMT-4.",
     .xml = "hwloc_knl_snc4.xml"},
    {"hwloc_optane", "Recorded: two packages of two clusters, and two nodes of slow memory.",
     .xml = "hwloc_optane.xml"},
    {"hwloc_kinds_over_nodes",
     "Recorded: three kinds that hwloc does not rank; not every PU has a node.",
     .xml = "hwloc_kinds_over_nodes.xml"},
};

enum { GOLDEN_MACHINES = sizeof golden_machines / sizeof *golden_machines };

#endif
