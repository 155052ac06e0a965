/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "team/run_delay.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int run_delay_open(void) {
    return open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
}

int64_t run_delay_read_ns(int file) {
    char text[96];
    if (file < 0)
        return -1;
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    if (length <= 0)
        return -1;
    text[length] = '\0';

    char *end;
    strtoull(text, &end, 10); /* time on the CPU, stale by up to a tick: not used */
    char *delay = end;
    unsigned long long delay_ns = strtoull(delay, &end, 10);
    return end == delay ? -1 : (int64_t)delay_ns;
}
