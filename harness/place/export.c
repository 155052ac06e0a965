/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The machine as documents: hwloc's XML, and the order as JSON. */
#include "place/machine.h"

#include <errno.h>

static int write_whole(const char *path, const char *bytes, size_t count) {
    FILE *file = fopen(path, "we");
    if (file == NULL)
        return errno;
    int system_errno = fwrite(bytes, 1, count, file) == count ? 0 : errno;
    if (fclose(file) != 0 && system_errno == 0)
        system_errno = errno;
    return system_errno;
}

/* By way of a buffer: hwloc's own file export does not say that a disk was full, and takes "-" for
 * stdout. */
int place_export_xml(const struct place *place, const char *path, struct fault *fault) {
    char *xml = NULL;
    int bytes = 0;
    errno = 0;
    if (hwloc_topology_export_xmlbuffer(place->topology, &xml, &bytes, 0) < 0)
        return fault_set(fault, FAULT_SYSTEM, errno, "hwloc cannot describe the machine for %.300s",
                         path);
    /* hwloc counts the ending zero. */
    int system_errno = write_whole(path, xml, bytes > 0 ? (size_t)bytes - 1 : 0);
    hwloc_free_xmlbuffer(place->topology, xml);
    if (system_errno != 0)
        return fault_set(fault, FAULT_SYSTEM, system_errno, "cannot write the machine to %.300s",
                         path);
    return 0;
}

static void print_member(FILE *stream, const char *name, int value) {
    if (value >= 0)
        fprintf(stream, ",\"%s\":%d", name, value);
    else
        fprintf(stream, ",\"%s\":null", name);
}

/* Numbers and fixed words only, so nothing wants escaping, and a line a PU makes a readable diff.
 */
int place_print_json(const struct place *place, FILE *stream, struct fault *fault) {
    errno = 0;
    fprintf(stream, "{\"thissystem\":%s, \"place\":\"%s\", \"order\":[\n",
            place->foreign == NULL ? "true" : "false", place_policy_name(place->policy));
    const bool one_kind = hwloc_cpukinds_get_nr(place->topology, 0) <= 1;
    for (size_t i = 0; i < place->slot_count; i++) {
        const struct place_slot slot = place->slots[i];
        fprintf(stream, "{\"n\":%zu,\"pu\":%d", i + 1, slot.pu);
        print_member(stream, "core", slot.core);
        print_member(stream, "numa", slot.numa);
        print_member(stream, "package", slot.package);
        print_member(stream, "kind", one_kind ? 0 : slot.kind);
        fputs(i + 1 < place->slot_count ? "},\n" : "}\n", stream);
    }
    fputs("]}\n", stream);
    if (fflush(stream) != 0 || ferror(stream))
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot write the order of the cores");
    return 0;
}
