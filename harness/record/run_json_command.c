/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_json_state.h"

json_t *run_json_command(const struct run_command *command) {
    if (command == NULL)
        return NULL;
    json_t *object = json_object();
    run_json_put(object, "argv", run_json_texts(command->argv, command->argc));
    run_json_put(object, "path", run_json_text(command->path));
    run_json_put(object, "env", run_json_texts(command->variables, command->variable_count));
    run_json_put(object, "serial", run_json_text(command->serial));
    run_json_put(object, "setup", run_json_text(command->setup));
    run_json_put(object, "prepare", run_json_text(command->prepare));
    run_json_put(object, "conclude", run_json_text(command->conclude));
    run_json_put(object, "cleanup", run_json_text(command->cleanup));
    run_json_put(object, "input", run_json_text(command->input));
    run_json_put(object, "output", run_json_text(command->output));
    run_json_put(object, "warmup", json_integer((json_int_t)command->warmups));
    run_json_put(object, "timeout_s",
                 command->time_limit_s > 0 ? json_real(command->time_limit_s) : NULL);
    run_json_put(object, "ignore_failure", json_boolean(command->ignores_failure));
    return object;
}
