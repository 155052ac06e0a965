/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/hook.h"
#include "program/command_line.h"
#include "program/ending.h"
#include "program/launch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* What went wrong below knows nothing of options. */
static int fault_of_hook(const struct hook *hook, const struct fault *own, struct fault *fault) {
    return fault_set(fault, own->code, 0, "%s: %.400s", hook->option, own->text);
}

static int hook_start(const struct hook *hook, const struct launch_spec *spec,
                      struct launch_end *ret_end, struct fault *fault) {
    struct launch *launch = NULL;
    struct fault own = {.code = FAULT_NONE};
    int status = launch_open(&launch, &own);
    if (status == 0)
        status = launch_run(launch, spec, ret_end, &own);
    launch_close(launch);
    if (status != 0)
        return fault_of_hook(hook, &own, fault);
    char cause[ENDING_BYTES];
    if (!ending_describe(ret_end, hook->time_limit_s, cause))
        return fault_set(fault, FAULT_WORKLOAD, 0, "%s '%.200s' %s", hook->option, hook->command,
                         cause);
    return 0;
}

int hook_run(const struct hook *hook, struct fault *fault) {
    if (hook->command[0] == '\0')
        return 0;
    char path[PATH_MAX], **words = NULL;
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    int status = nothing < 0 ? fault_set(fault, FAULT_SYSTEM, errno, "%s: cannot open /dev/null",
                                         hook->option)
                             : 0;
    const struct command_line command = {hook->option, hook->command, hook->values};
    if (status == 0)
        status = command_line_find(&command, path, sizeof path, &words, fault);
    if (status == 0) {
        const struct launch_spec spec = {
            .path = path,
            .arguments = words,
            .variables = hook->variables,
            .mask = hook->mask,
            .input = nothing,
            .output = hook->inherits_output ? STDERR_FILENO : nothing, /* stdout may be an export */
            .error = hook->inherits_output ? STDERR_FILENO : nothing,
            .drain = -1,
            .time_limit_s = hook->time_limit_s,
            .ret_group = hook->ret_group,
        };
        struct launch_end end;
        status = hook_start(hook, &spec, &end, fault);
    }
    free(words);
    if (nothing >= 0)
        close(nothing);
    return status;
}
