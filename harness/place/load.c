/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "place/machine.h"

#include <errno.h>
#include <stdlib.h>

/* Why the topology that was loaded is not the machine that this runs on. hwloc's own answer is not
 * enough: HWLOC_THISSYSTEM=1 makes it say yes of a synthetic topology, and then it binds for real.
 */
static const char *foreign_reason(const struct place_spec *spec) {
    static const struct {
        const char *variable, *reason;
    } replacements[] = {
        {"HWLOC_FSROOT", "HWLOC_FSROOT in the environment puts another machine in its place"},
        {"HWLOC_CPUID_PATH",
         "HWLOC_CPUID_PATH in the environment puts another machine in its place"},
        {"HWLOC_SYNTHETIC", "HWLOC_SYNTHETIC in the environment puts another machine in its place"},
        {"HWLOC_XMLFILE", "HWLOC_XMLFILE in the environment puts another machine in its place"},
    };
    if (spec->synthetic != NULL)
        return "a synthetic machine was asked for";
    if (spec->xml_path != NULL)
        return "a recorded machine was asked for";
    for (size_t i = 0; i < sizeof replacements / sizeof *replacements; i++) {
        const char *value = getenv(replacements[i].variable);
        if (value != NULL && *value != '\0')
            return replacements[i].reason;
    }
    return NULL;
}

/* A source that was refused must not be loaded past: hwloc would silently take the real machine. */
static int set_source(struct place *place, const struct place_spec *spec, struct fault *fault) {
    const unsigned long own_flags =
        HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM | HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING;
    if (spec->synthetic != NULL && spec->xml_path != NULL)
        return fault_set(
            fault, FAULT_USAGE, 0,
            "a synthetic machine and a recorded one (%.200s) were both asked for; give one",
            spec->xml_path);
    if (spec->synthetic != NULL &&
        hwloc_topology_set_synthetic(place->topology, spec->synthetic) < 0)
        return fault_set(
            fault, FAULT_USAGE, 0,
            "hwloc does not understand the synthetic machine \"%.200s\"; one is described like "
            "\"package:2 l3:2 core:4 pu:2\" and ends with pu",
            spec->synthetic);
    if (spec->xml_path != NULL && hwloc_topology_set_xml(place->topology, spec->xml_path) < 0)
        return fault_set(fault, FAULT_INPUT, errno,
                         "cannot read the machine in %.300s as hwloc's XML", spec->xml_path);
    if (spec->synthetic == NULL && spec->xml_path == NULL &&
        hwloc_topology_set_flags(place->topology, own_flags) < 0)
        return fault_set(fault, FAULT_SYSTEM, errno, "hwloc refuses the flags for this machine");
    return 0;
}

static int load_topology(struct place *place, const struct place_spec *spec, struct fault *fault) {
    if (hwloc_topology_init(&place->topology) < 0) {
        place->topology = NULL;
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot start hwloc");
    }
    int failed = set_source(place, spec, fault);
    if (failed)
        return failed;
    if (hwloc_topology_load(place->topology) < 0) {
        if (spec->xml_path != NULL)
            return fault_set(fault, FAULT_INPUT, errno, "hwloc finds no machine in %.300s",
                             spec->xml_path);
        return fault_set(fault, FAULT_SYSTEM, errno, "hwloc cannot read the machine");
    }
    place->foreign = foreign_reason(spec);
    if (place->foreign == NULL && !hwloc_topology_is_thissystem(place->topology))
        place->foreign =
            "hwloc says that it is another one (see HWLOC_THISSYSTEM in the environment)";
    return 0;
}

/* hwloc's restriction to the binding asks for all threads of the process, and silently does nothing
 * where they differ (a sanitizer's thread); the calling thread's own mask closes that gap. */
static int keep_affinity(struct place *place, struct fault *fault) {
    hwloc_bitmap_t mask = hwloc_bitmap_alloc();
    if (mask == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the affinity mask");
    int system_errno = place_read_affinity(mask);
    hwloc_bitmap_and(place->pus, place->pus, mask);
    if (system_errno == 0 && !hwloc_bitmap_iszero(place->pus))
        hwloc_topology_restrict(place->topology, place->pus, 0);
    hwloc_bitmap_free(mask);
    if (system_errno != 0)
        return fault_set(fault, FAULT_SYSTEM, system_errno,
                         "cannot read this thread's affinity mask");
    return 0;
}

/* From the PU objects: a recorded machine's sets may name PUs that it does not have. */
static int find_pus(struct place *place, const struct place_spec *spec, struct fault *fault) {
    place->pus = hwloc_bitmap_alloc();
    if (place->pus == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the set of PUs");
    for (hwloc_obj_t pu = NULL;
         (pu = hwloc_get_next_obj_by_type(place->topology, HWLOC_OBJ_PU, pu)) != NULL;)
        hwloc_bitmap_set(place->pus, pu->os_index);
    hwloc_bitmap_and(place->pus, place->pus, hwloc_topology_get_allowed_cpuset(place->topology));

    int failed = place->foreign == NULL ? keep_affinity(place, fault) : 0;
    if (failed)
        return failed;
    if (hwloc_bitmap_iszero(place->pus))
        return fault_set(fault, spec->xml_path != NULL ? FAULT_INPUT : FAULT_SYSTEM, 0,
                         "no PU of the machine may be used");
    if (spec->cpus != NULL)
        failed = place_keep_cpus(place->topology, spec->cpus, place->pus, fault);
    return failed ? failed : place_keep_kinds(place, spec->kinds, fault);
}

int place_load(const struct place_spec *spec, struct place **ret_place, struct fault *fault) {
    struct place *place = calloc(1, sizeof *place);
    if (place == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the machine");
    place->policy = spec->policy;

    int failed = load_topology(place, spec, fault);
    if (!failed)
        failed = find_pus(place, spec, fault);
    if (!failed) {
        place_read_quota(place, spec->root);
        failed = place_make_order(place, fault);
    }
    if (failed) {
        place_free(place);
        return failed;
    }
    *ret_place = place;
    return 0;
}

void place_free(struct place *place) {
    if (place == NULL)
        return;
    free(place->slots);
    hwloc_bitmap_free(place->pus);
    if (place->topology != NULL)
        hwloc_topology_destroy(place->topology);
    free(place);
}

bool place_is_this_machine(const struct place *place) {
    return place->foreign == NULL;
}

const char *place_foreign_reason(const struct place *place) {
    return place->foreign;
}
