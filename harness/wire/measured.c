/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "wire/measured.h"

#include <stdlib.h>

void measured_release(struct measured *measured) {
    for (size_t i = 0; i < measured->count; i++)
        free(measured->groups[i].rows);
    free(measured->groups);
    *measured = (struct measured){.groups = NULL};
}

const char *measured_scaling_name(enum measured_scaling scaling) {
    static const char *const names[] = {"strong", "weak", "throughput"};
    return names[scaling];
}
