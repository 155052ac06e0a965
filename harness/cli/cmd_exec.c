/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"
#include "cli/export.h"
#include "cli/hook.h"
#include "cli/measure.h"
#include "cli/session.h"

#include <ctype.h>
#include <stdio.h>

/* The program's name as a part of a directory's. */
static void make_safe(const char *name, char *text, size_t bytes) {
    size_t used = 0;
    for (; *name != '\0' && used + 1 < bytes; name++) {
        bool is_safe = isalnum((unsigned char)*name) || *name == '_' || *name == '-' ||
                       (*name == '.' && used > 0);
        text[used++] = is_safe ? *name : '-';
    }
    text[used] = '\0';
}

/* --setup, the measurement, and --cleanup whatever became of them. */
static int exec_between_hooks(struct session *session, const char *name, struct fault *fault) {
    const struct options *options = session->options;
    int signal = 0, status = 0;
    if (options->setup != NULL)
        status = hook_run("--setup", options->setup, &signal, fault);
    if (status == 0 && signal == 0)
        status = measure_run(session, name, fault);
    if (signal != 0)
        status = 128 + signal;
    if (options->cleanup != NULL) {
        int late = 0, cleaned = hook_run("--cleanup", options->cleanup, &late, fault);
        if (status == 0)
            status = cleaned != 0 ? cleaned : late != 0 ? 128 + late : 0;
    }
    return status;
}

int cmd_exec(const struct options *options, struct fault *fault) {
    struct options own = *options;
    struct session session;
    own.engine = "exec";
    own.scaling = "strong";
    int status = session_plan_program(&own, &session, fault);
    if (status == 0)
        status = export_check(&own, NULL, fault);
    if (status == 0) {
        char name[64];
        make_safe(session.cards[0].name, name, sizeof name);
        status = own.dry_run ? measure_run(&session, name, fault)
                             : exec_between_hooks(&session, name, fault);
    }
    session_release(&session);
    return status;
}
