/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/memory.h"

#include <math.h>
#include <stdio.h>

double memory_available_bytes(void) {
    FILE *file = fopen("/proc/meminfo", "re");
    if (file == NULL)
        return NAN;

    char line[160];
    double kibibytes = NAN;
    while (isnan(kibibytes) && fgets(line, sizeof line, file) != NULL) {
        unsigned long long value;
        if (sscanf(line, "MemAvailable: %llu kB", &value) == 1)
            kibibytes = (double)value;
    }
    fclose(file);
    return kibibytes * 1024;
}
