/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The -c expression: a list of OS indices "0,2-7" and of places (location.c). */
#include "place/cpus.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

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

int place_parse_number(const struct cpus_parse *parse, const char **at, unsigned *ret_number) {
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

int place_parse_range(const struct cpus_parse *parse, const char **at, unsigned *ret_first,
                      unsigned *ret_last) {
    unsigned first = 0, last = 0;
    int failed = place_parse_number(parse, at, &first);
    if (failed)
        return failed;
    last = first;
    if (**at == '-') {
        ++*at;
        if ((failed = place_parse_number(parse, at, &last)) != 0)
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

static int parse_item(const struct cpus_parse *parse, const char **at) {
    if ((*at)[0] == '0' && ((*at)[1] == 'x' || (*at)[1] == 'X'))
        return fault_set(parse->fault, FAULT_USAGE, 0,
                         "-c %.80s: \"%.40s\" is a mask, which is not read; give OS indices such "
                         "as 0,2-7, or places such as core:0-3, package:0.core:all, pu:odd, all",
                         parse->text, *at);
    if (strcspn(*at, ",") == 3 && strncmp(*at, "all", 3) == 0) {
        *at += 3;
        hwloc_bitmap_or(parse->kept, parse->kept, parse->allowed);
        return 0;
    }
    if (isalpha((unsigned char)**at))
        return place_keep_location(parse, at);
    unsigned first = 0, last = 0;
    int failed = place_parse_range(parse, at, &first, &last);
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
