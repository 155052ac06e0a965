/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"
#include "cli/help.h"

int cmd_help(const struct options *options, struct fault *fault) {
    const struct command *command = NULL;
    if (options->markdown) {
        help_print_markdown(stdout);
        return 0;
    }
    if (options->operand_count == 0) {
        help_print_program(stdout);
        return 0;
    }
    int rc = command_by_name(options->operands[0], &command, fault);
    if (rc == 0)
        help_print_command(command, stdout);
    return rc;
}
