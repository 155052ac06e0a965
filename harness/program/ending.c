/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/ending.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

bool ending_describe(const struct launch_end *end, double time_limit_s, char cause[ENDING_BYTES]) {
    cause[0] = '\0';
    if (end->timed_out) {
        snprintf(cause, ENDING_BYTES, "did not end within %.3g s", time_limit_s);
    } else if (WIFSIGNALED(end->wait_status)) {
        const char *name = sigabbrev_np(WTERMSIG(end->wait_status));
        if (name != NULL)
            snprintf(cause, ENDING_BYTES, "was killed by SIG%s", name);
        else
            snprintf(cause, ENDING_BYTES, "was killed by signal %d", WTERMSIG(end->wait_status));
    } else if (WEXITSTATUS(end->wait_status) != 0) {
        snprintf(cause, ENDING_BYTES, "ended with status %d", WEXITSTATUS(end->wait_status));
    }
    return cause[0] == '\0';
}
