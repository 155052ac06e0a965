/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"
#include "cli/export.h"
#include "cli/measure.h"
#include "cli/session.h"

#include <stdio.h>

/* "spin-matmul" for the directory's name; many workloads are named by their number. */
static void join_names(const struct session *session, char *text, size_t bytes) {
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < session->workload_count && used < bytes; i++)
        used += (size_t)snprintf(text + used, bytes - used, "%s%s", i == 0 ? "" : "-",
                                 session->cards[i].name);
    if (used >= bytes)
        snprintf(text, bytes, "%zu-workloads", session->workload_count);
}

int cmd_sweep(const struct options *options, struct fault *fault) {
    struct session session;
    int status = session_plan(options, &session, fault);
    if (status == 0)
        status = export_check(options, NULL, fault);
    if (status == 0) {
        char name[128];
        join_names(&session, name, sizeof name);
        status = measure_run(&session, name, fault);
    }
    session_release(&session);
    return status;
}
