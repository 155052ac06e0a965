/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/cpu_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One entry at *at, which is moved past it; false at the end. A word, such as the flags of
 * isolcpus=, is passed over. */
static bool next_range(const char **at, unsigned *ret_first, unsigned *ret_last) {
    while (**at != '\0') {
        char *end = NULL;
        if (**at < '0' || **at > '9') {
            ++*at;
            continue;
        }
        *ret_first = *ret_last = (unsigned)strtoul(*at, &end, 10);
        if (*end == '-')
            *ret_last = (unsigned)strtoul(end + 1, &end, 10);
        *at = end;
        return true;
    }
    return false;
}

bool cpu_list_holds(const char *list, unsigned cpu) {
    for (unsigned first, last; next_range(&list, &first, &last);)
        if (cpu >= first && cpu <= last)
            return true;
    return false;
}

size_t cpu_list_count(const char *list) {
    size_t count = 0;
    for (unsigned first, last; next_range(&list, &first, &last);)
        count += last >= first ? last - first + 1 : 0;
    return count;
}

static size_t overlap(unsigned first, unsigned last, unsigned other_first, unsigned other_last) {
    unsigned from = first > other_first ? first : other_first;
    unsigned to = last < other_last ? last : other_last;
    return to >= from ? to - from + 1 : 0;
}

size_t cpu_list_count_both(const char *list, const char *other) {
    size_t count = 0;
    for (unsigned first, last; next_range(&list, &first, &last);) {
        const char *rest = other;
        for (unsigned other_first, other_last; next_range(&rest, &other_first, &other_last);)
            count += overlap(first, last, other_first, other_last);
    }
    return count;
}

bool cpu_list_format(const unsigned *cpus, size_t count, char *text, size_t bytes) {
    static const char cut[] = ",...";
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0, end; i < count; i = end) {
        char entry[32];
        for (end = i + 1; end < count && cpus[end] == cpus[end - 1] + 1;)
            end++;
        int length = snprintf(entry, sizeof entry, "%s%u", i > 0 ? "," : "", cpus[i]);
        if (end > i + 1)
            length += snprintf(entry + length, sizeof entry - (size_t)length, "-%u", cpus[end - 1]);
        /* Room for the mark is kept until the last entry is in. */
        if (used + (size_t)length + (end < count ? sizeof cut : 1) > bytes) {
            snprintf(text + used, bytes - used, "%s", cut);
            return false;
        }
        memcpy(text + used, entry, (size_t)length + 1);
        used += (size_t)length;
    }
    return true;
}
