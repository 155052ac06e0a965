/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The machine in words and facts, and its export. argv[1]: a directory to write in. */
#include "machine.h"

#include <unistd.h>

#define CACHED "package:2 l3:2(size=33554432) l2:1(size=1048576) core:4 pu:2"

static void test_facts(void) {
    struct place_facts facts;
    struct place *place = machine_load((struct place_spec){.synthetic = CACHED, .cpus = "0-3,8"});
    place_facts(place, &facts);
    CHECK_STRING(facts.cpu_model, "");
    CHECK_INT(facts.packages, 2);
    CHECK_INT(facts.numa_nodes, 1);
    CHECK_INT(facts.cores, 16);
    CHECK_INT(facts.pus, 32);
    CHECK_INT(facts.l1d_bytes, 0);
    CHECK_INT(facts.l2_bytes, 1 << 20);
    CHECK_INT(facts.l3_bytes, 32 << 20);
    CHECK_INT(facts.kinds, 0);
    CHECK_STRING(facts.allowed, "0-3,8");
    CHECK(facts.hwloc_version[0] == '2');
    place_free(place);
}

static size_t cache_bytes(const char *synthetic, const char *cpus) {
    struct place *place = machine_load((struct place_spec){.synthetic = synthetic, .cpus = cpus});
    size_t bytes = place_cache_bytes(place);
    place_free(place);
    return bytes;
}

/* Of the last level alone, and of those caches that a PU in use is below. */
static void test_last_caches(void) {
    CHECK_INT(cache_bytes(CACHED, NULL), 4 * (32 << 20));
    CHECK_INT(cache_bytes(CACHED, "0"), 32 << 20);
    CHECK_INT(cache_bytes(CACHED, "0,1,31"), 2 * (32 << 20));
    CHECK_INT(cache_bytes("l2:3(size=4096) core:1 pu:1", NULL), 3 * 4096);
    CHECK_INT(cache_bytes("core:4 pu:1", NULL), 0);
}

/* A list that does not fit ends after a whole entry, and says that it was cut. */
static void test_long_list(void) {
    char cpus[2048] = "0";
    for (int pu = 2; pu < 400; pu += 2)
        snprintf(cpus + strlen(cpus), sizeof cpus - strlen(cpus), ",%d", pu);
    struct place_facts facts;
    struct place *place =
        machine_load((struct place_spec){.synthetic = "core:400 pu:1", .cpus = cpus});
    CHECK_INT(place_pu_count(place), 200);
    place_facts(place, &facts);
    size_t length = strlen(facts.allowed);
    CHECK(length < sizeof facts.allowed && length > sizeof facts.allowed - 10);
    CHECK_STRING(facts.allowed + length - 4, ",...");
    CHECK(strncmp(facts.allowed, cpus, length - 4) == 0);
    CHECK(cpus[length - 4] == ',');
    place_free(place);
}

static void test_describe(void) {
    char text[128];
    struct place *place = machine_load((struct place_spec){.synthetic = CACHED});
    place_describe(place, text, sizeof text);
    CHECK_STRING(text, "another machine, 16 cores, 32 PUs, 2 packages, 4 x 32 MiB L3");
    place_describe(place, text, 8);
    CHECK_STRING(text, "another");
    text[0] = 'x';
    place_describe(place, text, 0);
    CHECK(text[0] == 'x');
    place_free(place);

    place = machine_load((struct place_spec){.synthetic = MACHINE_SERVER});
    place_describe(place, text, sizeof text);
    CHECK_HOLDS(text, "64 PUs, 2 packages, 4 NUMA nodes");
    place_free(place);
}

static void test_text(void) {
    char *text = NULL;
    size_t bytes = 0;
    struct place *place = machine_load((struct place_spec){.synthetic = "core:2 pu:2"});
    FILE *stream = open_memstream(&text, &bytes);
    place_print_text(place, stream);
    fclose(stream);
    CHECK_HOLDS(text, "another machine, 2 cores, 4 PUs\nPUs in use: 0-3; order: spread\n");
    CHECK_HOLDS(text, "Not the machine that this runs on: a synthetic machine was asked for.\n");
    CHECK_HOLDS(text, "\n      1       0       0       -       0       -       -\n");
    CHECK_HOLDS(text, "\n      4       3       1       -       0       -       -\n");
    free(text);
    place_free(place);
}

/* What is exported loads again as the same order. */
static void test_export(const char *directory) {
    char path[4096];
    struct fault fault = {0};
    snprintf(path, sizeof path, "%s/place_export_%ld.xml", directory, (long)getpid());
    struct place *place = machine_load((struct place_spec){.synthetic = MACHINE_SERVER});
    CHECK_INT(place_export_xml(place, path, &fault), 0);
    struct place *again = machine_load((struct place_spec){.xml_path = path});
    CHECK_HOLDS(place_foreign_reason(again), "recorded");
    CHECK_INT(place_pu_count(again), place_pu_count(place));
    for (size_t i = 0; i < place_pu_count(again); i++)
        CHECK_INT(place_slot(again, i).pu, place_slot(place, i).pu);
    place_free(again);
    unlink(path);

    CHECK_INT(place_export_xml(place, "/nonexistent/topology.xml", &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "/nonexistent/topology.xml: No such file");
    place_free(place);
}

int main(int argc, char **argv) {
    test_facts();
    test_last_caches();
    test_long_list();
    test_describe();
    test_text();
    test_export(argc > 1 ? argv[1] : "/tmp");
    return check_done();
}
