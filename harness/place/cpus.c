/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The -c expression: OS indices "0,2-7", and hwloc's words "core:0-3" with logical indices. */
#include "place/machine.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct cpus_parse {
    hwloc_topology_t topology;
    const char *text;             /* the whole expression, for messages */
    hwloc_const_bitmap_t allowed; /* what it may name */
    hwloc_bitmap_t kept;          /* what it has named so far */
    struct fault *fault;
};

void place_list_pus(hwloc_const_bitmap_t pus, char *text, size_t bytes) {
    int needed = hwloc_bitmap_list_snprintf(text, bytes, pus);
    if (needed < 0 || (size_t)needed < bytes)
        return;

    static const char cut[] = ",...";
    if (bytes < sizeof cut)
        return;
    text[bytes - sizeof cut] = '\0';
    char *comma = strrchr(text, ',');
    if (comma == NULL)
        comma = text;
    memcpy(comma, cut, sizeof cut);
}

/* Unsigned decimal digits at *at, and nothing that strtoul would let pass besides: no sign, no
 * space. */
static int parse_number(const struct cpus_parse *parse, const char **at, unsigned *ret_number) {
    char *end = NULL;
    errno = 0;
    unsigned long number = **at >= '0' && **at <= '9' ? strtoul(*at, &end, 10) : ULONG_MAX;
    if (number > INT_MAX || errno != 0)
        return fault_set(
            parse->fault, FAULT_USAGE, 0,
            "-c %.80s: a number from 0 to %d is missing at \"%.40s\"; give OS indices such as "
            "0,2-7",
            parse->text, INT_MAX, *at);
    *at = end;
    *ret_number = (unsigned)number;
    return 0;
}

/* "3" or "2-7" at *at. */
static int parse_range(const struct cpus_parse *parse, const char **at, unsigned *ret_first,
                       unsigned *ret_last) {
    unsigned first = 0, last = 0;
    int failed = parse_number(parse, at, &first);
    if (failed)
        return failed;
    last = first;
    if (**at == '-') {
        ++*at;
        if ((failed = parse_number(parse, at, &last)) != 0)
            return failed;
        if (last < first)
            return fault_set(parse->fault, FAULT_USAGE, 0,
                             "-c %.80s: the range %u-%u runs backwards", parse->text, first, last);
    }
    *ret_first = first;
    *ret_last = last;
    return 0;
}

/* Stops at the first PU that is not allowed, so that 0-2000000000 costs nothing. */
static int keep_pus(const struct cpus_parse *parse, unsigned first, unsigned last) {
    for (unsigned pu = first; pu <= last; pu++) {
        if (!hwloc_bitmap_isset(parse->allowed, pu)) {
            char allowed[PLACE_LIST_BYTES];
            place_list_pus(parse->allowed, allowed, sizeof allowed);
            return fault_set(parse->fault, FAULT_USAGE, 0,
                             "-c %.80s: PU %u is outside the set that may be used here, %s",
                             parse->text, pu, allowed);
        }
        hwloc_bitmap_set(parse->kept, pu);
    }
    return 0;
}

static int keep_objects(const struct cpus_parse *parse, hwloc_obj_type_t type, unsigned first,
                        unsigned last) {
    int count = hwloc_get_nbobjs_by_type(parse->topology, type);
    for (unsigned i = first; i <= last; i++) {
        hwloc_obj_t obj = hwloc_get_obj_by_type(parse->topology, type, i);
        if (obj == NULL)
            return fault_set(
                parse->fault, FAULT_USAGE, 0,
                "-c %.80s: there is no %s:%u here; this machine shows %d of them, from 0",
                parse->text, hwloc_obj_type_string(type), i, count < 0 ? 0 : count);
        hwloc_bitmap_or(parse->kept, parse->kept, obj->cpuset);
    }
    return 0;
}

/* "core:0-3", "numa:1", "l3:0": the objects with these logical indices. */
static int parse_location(const struct cpus_parse *parse, const char **at) {
    char word[16];
    size_t length = strcspn(*at, ":,");
    hwloc_obj_type_t type = HWLOC_OBJ_TYPE_MAX;
    if ((*at)[length] == ':' && length > 0 && length < sizeof word) {
        memcpy(word, *at, length);
        word[length] = '\0';
        if (hwloc_type_sscanf(word, &type, NULL, 0) < 0)
            type = HWLOC_OBJ_TYPE_MAX;
    }
    if (type == HWLOC_OBJ_TYPE_MAX ||
        (!hwloc_obj_type_is_normal(type) && type != HWLOC_OBJ_NUMANODE))
        return fault_set(
            parse->fault, FAULT_USAGE, 0,
            "-c %.80s: \"%.40s\" is neither an OS index nor a place such as core:0-3, numa:1, "
            "l3:0, package:0",
            parse->text, *at);

    *at += length + 1;
    unsigned first = 0, last = 0;
    int failed = parse_range(parse, at, &first, &last);
    return failed ? failed : keep_objects(parse, type, first, last);
}

static int parse_item(const struct cpus_parse *parse, const char **at) {
    if ((**at >= 'a' && **at <= 'z') || (**at >= 'A' && **at <= 'Z'))
        return parse_location(parse, at);
    unsigned first = 0, last = 0;
    int failed = parse_range(parse, at, &first, &last);
    return failed ? failed : keep_pus(parse, first, last);
}

static int parse_list(const struct cpus_parse *parse) {
    const char *at = parse->text;
    for (;;) {
        int failed = parse_item(parse, &at);
        if (failed)
            return failed;
        if (*at == '\0')
            return 0;
        if (*at != ',')
            return fault_set(parse->fault, FAULT_USAGE, 0,
                             "-c %.80s: \"%.40s\" is in the way; the list is like 0,2-7",
                             parse->text, at);
        at++;
    }
}

int place_keep_cpus(hwloc_topology_t topology, const char *cpus, hwloc_bitmap_t pus,
                    struct fault *fault) {
    struct cpus_parse parse = {.topology = topology, .text = cpus, .allowed = pus, .fault = fault};
    parse.kept = hwloc_bitmap_alloc();
    if (parse.kept == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "-c %.80s: no memory for the set", cpus);

    int failed = parse_list(&parse);
    /* An object of a recorded machine may hold PUs that are not allowed. */
    hwloc_bitmap_and(parse.kept, parse.kept, pus);
    if (!failed && hwloc_bitmap_iszero(parse.kept))
        failed = fault_set(fault, FAULT_USAGE, 0, "-c %.80s: no PU is left", cpus);
    if (!failed && hwloc_bitmap_copy(pus, parse.kept) < 0)
        failed = fault_set(fault, FAULT_SYSTEM, ENOMEM, "-c %.80s: no memory for the set", cpus);
    hwloc_bitmap_free(parse.kept);
    return failed;
}
