/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"
#include "cli/export.h"
#include "cli/measure.h"
#include "cli/session.h"
#include "program/hook.h"

#include <ctype.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>

/* The program's name as a part of a directory's. */
static void make_safe(const char *name, char *text, size_t bytes) {
    size_t used = 0;
    for (; *name != '\0' && used + 1 < bytes; name++) {
        bool is_safe = isalnum((unsigned char)*name) || *name == '_' || *name == '-' ||
                       (*name == '.' && used > 0);
        text[used] = '-';
        if (is_safe)
            text[used] = *name;
        used++;
    }
    text[used] = '\0';
}

/* Longest that --setup and --cleanup may take: what somebody is still waiting for. */
static const double HOOK_LIMIT_S = 24 * 3600;

static int run_once(const char *option, const char *command, struct fault *fault) {
    extern char **environ;
    return hook_run(&(struct hook){.option = option,
                                   .command = command == NULL ? "" : command,
                                   .values = {.n = 1, .p = NAN},
                                   .variables = environ,
                                   .inherits_output = true,
                                   .time_limit_s = HOOK_LIMIT_S},
                    fault);
}

/* --setup, the measurement, and --cleanup whatever became of them: from --setup's end on a signal
 * waits, but for the measuring itself, which hears it. */
static int exec_between_hooks(struct session *session, const char *name, struct fault *fault) {
    struct fault late = {.code = FAULT_NONE};
    sigset_t both, before;
    sigemptyset(&both);
    sigaddset(&both, SIGINT);
    sigaddset(&both, SIGTERM);
    int status = run_once("--setup", session->options->setup, fault);
    sigprocmask(SIG_BLOCK, &both, &before);
    if (status == 0)
        status = measure_run(session, name, fault);
    int cleaned = run_once("--cleanup", session->options->cleanup, &late);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (cleaned != 0 && status == 0)
        return fault_set(fault, late.code, 0, "%s", late.text);
    if (cleaned != 0)
        fprintf(stderr, "amdahl: %s\n", late.text);
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
