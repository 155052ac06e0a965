/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/machine.h"

#include <math.h>

size_t place_pu_count(const struct place *place) {
    return place->slot_count;
}

struct place_slot place_slot(const struct place *place, size_t worker) {
    return place->slots[worker % place->slot_count];
}

struct place_edges place_edges(const struct place *place) {
    return place->edges;
}

static unsigned count_objects(const struct place *place, hwloc_obj_type_t type) {
    int count = hwloc_get_nbobjs_by_type(place->topology, type);
    return count > 0 ? (unsigned)count : 0;
}

static size_t cache_bytes(const struct place *place, hwloc_obj_type_t type) {
    hwloc_obj_t cache = hwloc_get_obj_by_type(place->topology, type, 0);
    return cache != NULL ? (size_t)cache->attr->cache.size : 0;
}

/* Where hwloc writes it depends on the architecture. */
static const char *cpu_model(const struct place *place) {
    hwloc_obj_t package = hwloc_get_obj_by_type(place->topology, HWLOC_OBJ_PACKAGE, 0);
    const char *model = package != NULL ? hwloc_obj_get_info_by_name(package, "CPUModel") : NULL;
    if (model == NULL)
        model = hwloc_obj_get_info_by_name(hwloc_get_root_obj(place->topology), "CPUModel");
    return model != NULL ? model : "";
}

const char *place_library_version(void) {
    return HWLOC_VERSION;
}

void place_facts(const struct place *place, struct place_facts *ret_facts) {
    int kinds = hwloc_cpukinds_get_nr(place->topology, 0);
    struct place_facts facts = {
        .packages = count_objects(place, HWLOC_OBJ_PACKAGE),
        .numa_nodes = count_objects(place, HWLOC_OBJ_NUMANODE),
        .cores = count_objects(place, HWLOC_OBJ_CORE),
        .pus = count_objects(place, HWLOC_OBJ_PU),
        .l1d_bytes = cache_bytes(place, HWLOC_OBJ_L1CACHE),
        .l2_bytes = cache_bytes(place, HWLOC_OBJ_L2CACHE),
        .l3_bytes = cache_bytes(place, HWLOC_OBJ_L3CACHE),
        .kinds = kinds > 0 ? kinds : 0,
    };
    snprintf(facts.cpu_model, sizeof facts.cpu_model, "%s", cpu_model(place));
    place_list_pus(place->pus, facts.allowed, sizeof facts.allowed);
    snprintf(facts.hwloc_version, sizeof facts.hwloc_version, "%s", place_library_version());
    *ret_facts = facts;
}

static void print_count(FILE *stream, unsigned count, const char *noun) {
    if (count > 0)
        fprintf(stream, ", %u %s%s", count, noun, count == 1 ? "" : "s");
}

static void print_cache(FILE *stream, unsigned count, size_t bytes, const char *level) {
    const size_t kib = 1024, mib = 1024 * kib;
    if (count == 0 || bytes < kib)
        return;
    fputs(", ", stream);
    if (count > 1)
        fprintf(stream, "%u x ", count);
    fprintf(stream, "%zu %s %s", bytes % mib == 0 ? bytes / mib : bytes / kib,
            bytes % mib == 0 ? "MiB" : "KiB", level);
}

/* What is usual goes without saying: one PU a core, one NUMA node, one kind. */
static void print_machine(const struct place *place, FILE *stream) {
    struct place_facts facts;
    place_facts(place, &facts);
    const char *unknown = place->foreign == NULL ? "unknown CPU" : "another machine";
    fputs(facts.cpu_model[0] != '\0' ? facts.cpu_model : unknown, stream);
    print_count(stream, facts.cores, "core");
    if (facts.pus != facts.cores)
        print_count(stream, facts.pus, "PU");
    print_count(stream, facts.packages, "package");
    if (facts.numa_nodes > 1)
        print_count(stream, facts.numa_nodes, "NUMA node");
    if (facts.kinds > 1)
        print_count(stream, (unsigned)facts.kinds, "kind");
    print_cache(stream, count_objects(place, HWLOC_OBJ_L3CACHE), facts.l3_bytes, "L3");
}

void place_describe(const struct place *place, char *text, size_t bytes) {
    if (bytes == 0)
        return;
    char line[512] = "";
    FILE *stream = fmemopen(line, sizeof line, "w");
    if (stream != NULL) {
        print_machine(place, stream);
        fclose(stream);
    }
    line[sizeof line - 1] = '\0';
    snprintf(text, bytes, "%s", line);
}

static void print_cell(FILE *stream, int value) {
    if (value >= 0)
        fprintf(stream, " %7d", value);
    else
        fprintf(stream, " %7s", "-");
}

static void print_quota(const struct place *place, FILE *stream) {
    if (isnan(place->quota_cpus))
        return;
    fprintf(stream, "CPU quota: %.6g CPU%s, which leaves room for %u worker%s at a time.\n",
            place->quota_cpus, place->quota_cpus == 1 ? "" : "s", place_capacity(place),
            place_capacity(place) == 1 ? "" : "s");
}

void place_print_text(const struct place *place, FILE *stream) {
    char list[PLACE_LIST_BYTES];
    place_list_pus(place->pus, list, sizeof list);
    print_machine(place, stream);
    fprintf(stream, "\nPUs in use: %s; order: %s\n", list, place_policy_name(place->policy));
    if (place->foreign != NULL)
        fprintf(stream, "Not the machine that this runs on: %s.\n", place->foreign);
    print_quota(place, stream);
    fprintf(stream, "%7s %7s %7s %7s %7s %7s %7s\n", "n", "PU", "core", "cache", "NUMA", "package",
            "kind");
    for (size_t i = 0; i < place->slot_count; i++) {
        const struct place_slot slot = place->slots[i];
        const int cells[] = {slot.pu, slot.core, slot.cache, slot.numa, slot.package, slot.kind};
        fprintf(stream, "%7zu", i + 1);
        for (size_t cell = 0; cell < sizeof cells / sizeof *cells; cell++)
            print_cell(stream, cells[cell]);
        fputc('\n', stream);
    }
}

static size_t level_bytes(const struct place *place, hwloc_obj_type_t type) {
    size_t bytes = 0;
    for (hwloc_obj_t cache = NULL;
         (cache = hwloc_get_next_obj_by_type(place->topology, type, cache)) != NULL;)
        if (hwloc_bitmap_intersects(cache->cpuset, place->pus))
            bytes += (size_t)cache->attr->cache.size;
    return bytes;
}

size_t place_cache_bytes(const struct place *place) {
    size_t most = 0;
    for (int type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L5CACHE; type++) {
        size_t bytes = level_bytes(place, (hwloc_obj_type_t)type);
        most = bytes > most ? bytes : most;
    }
    return most;
}
