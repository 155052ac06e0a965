/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double memory_available_bytes(void) {
    FILE *file = fopen("/proc/meminfo", "re");
    if (file == NULL)
        return NAN;

    static const char label[] = "MemAvailable:";
    char line[160];
    double kibibytes = NAN;
    while (isnan(kibibytes) && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, label, strlen(label)) == 0)
            kibibytes = strtod(line + strlen(label), NULL);
    }
    fclose(file);
    return kibibytes * 1024;
}
