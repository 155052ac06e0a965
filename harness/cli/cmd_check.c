/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl check`. */
#include "cli/command.h"

int cmd_check(const struct options *options, struct fault *fault) {
    return fault_set(fault, FAULT_USAGE, 0, "%s: not there yet", options->operands[0]);
}
