/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/gbench_name.h"

#include "import/cells.h"
#include "import/columns.h"
#include "import/gather.h"

#include <math.h>
#include <string.h>

enum { PART_BYTES = 128 };

/* The number of a part "NAME:4", or of "4" for the name ""; NAN: it has another name, or none. */
static double number_in(const char *part, const char *name) {
    size_t length = strlen(name);
    double value = NAN;
    if (length > 0 && (strncmp(part, name, length) != 0 || part[length] != ':'))
        return NAN;
    cells_number(part + (length == 0 ? 0 : length + 1), &value);
    return value > 0 || (length > 0 && value >= 0) ? value : NAN;
}

static bool is_count(const char *part) {
    char name[PART_BYTES];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(part, ":"), part);
    return strchr(part, ':') != NULL && column_is_count(name) && number_in(part, name) > 0;
}

/* Copies the part that begins there, cut; gives where the next one does. */
static const char *next_part(const char *name, char part[PART_BYTES]) {
    size_t length = strcspn(name, "/");
    snprintf(part, PART_BYTES, "%.*s", (int)length, name);
    return name[length] == '/' ? name + length + 1 : name + length;
}

/* Which part holds n, from 0; -1: none does. */
static int find_count(const char *name, bool by_threads) {
    char part[PART_BYTES];
    int found = -1, named = -1;
    for (int i = 0; *name != '\0'; i++) {
        name = next_part(name, part);
        if (by_threads ? !isnan(number_in(part, "threads")) : is_count(part))
            named = i;
        /* Part 0 is the function. */
        if (!by_threads && i > 0 && !isnan(number_in(part, "")))
            found = i;
    }
    return named >= 0 ? named : found;
}

static void append(char text[256], const char *part) {
    size_t used = strlen(text);
    snprintf(text + used, 256 - used, "%s%s", used == 0 ? "" : "/", part);
}

/* Whether the part is one that a name of ours has beside the series. */
static bool read_ours(const char *part, struct gbench_name *name) {
    double p = number_in(part, "p"), tasks = number_in(part, "t");
    if (p >= 0 && p <= 1)
        name->p = p;
    else if (tasks > 0 && tasks < UINT32_MAX)
        name->tasks = (uint32_t)tasks;
    else
        return gather_scaling(part, &name->scaling);
    return true;
}

void gbench_name_read(const char *name, double threads, bool is_ours,
                      struct gbench_name *ret_name) {
    struct gbench_name read = {.n = threads, .p = NAN, .scaling = MEASURED_STRONG};
    int count = find_count(name, !isnan(threads));
    for (int i = 0; *name != '\0'; i++) {
        char part[PART_BYTES];
        name = next_part(name, part);
        if (i == count) {
            const char *colon = strchr(part, ':');
            if (isnan(threads))
                cells_number(colon == NULL ? part : colon + 1, &read.n);
            continue;
        }
        append(read.key, part);
        if (!is_ours || i == 0 || !read_ours(part, &read))
            append(read.series, part);
    }
    *ret_name = read;
}
