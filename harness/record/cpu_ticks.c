/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/cpu_ticks.h"

#include "record/kernel_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* "cpu3 user nice system idle iowait irq softirq steal guest guest_nice" (proc(5)); the guests'
 * time is in user and nice already. Kernels of long ago end earlier. */
enum { USER, NICE, SYSTEM, IDLE, DISK, IRQ, SOFTIRQ, STEAL, FIELD_COUNT };

static bool parse_line(const char *line, struct cpu_ticks *ret_ticks) {
    uint64_t fields[FIELD_COUNT] = {0};
    size_t read = 0;
    char *at = NULL;
    if (line[3] < '0' || line[3] > '9') /* the sum of all, "cpu  user …" */
        return false;
    unsigned long cpu = strtoul(line + 3, &at, 10);
    for (char *end = NULL; read < FIELD_COUNT; read++, at = end) {
        fields[read] = strtoull(at, &end, 10);
        if (end == at)
            break;
    }
    if (read <= IDLE)
        return false;
    *ret_ticks = (struct cpu_ticks){.cpu = (unsigned)cpu,
                                    .busy = fields[USER] + fields[NICE] + fields[SYSTEM] +
                                            fields[IRQ] + fields[SOFTIRQ],
                                    .idle = fields[IDLE] + fields[DISK],
                                    .steal = fields[STEAL]};
    return true;
}

int cpu_ticks_read(const char *root, struct cpu_ticks **ret_ticks, size_t *ret_count,
                   struct fault *fault) {
    struct cpu_ticks *ticks = NULL, one;
    size_t count = 0, room = 0, line_bytes = 0;
    char *line = NULL;
    int status = 0;
    FILE *file = kernel_text_open(root, "proc/stat");
    /* These lines come first. */
    while (file != NULL && getline(&line, &line_bytes, file) > 0 && strncmp(line, "cpu", 3) == 0) {
        if (!parse_line(line, &one))
            continue;
        if (count == room) {
            room = room == 0 ? 64 : 2 * room;
            struct cpu_ticks *more = realloc(ticks, room * sizeof *ticks);
            if (more == NULL) {
                status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the CPUs' times");
                break;
            }
            ticks = more;
        }
        ticks[count++] = one;
    }
    free(line);
    if (file != NULL)
        fclose(file);
    if (status != 0) {
        free(ticks);
        return status;
    }
    *ret_ticks = ticks;
    *ret_count = count;
    return 0;
}
