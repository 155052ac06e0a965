/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"
#include "trial/measurer.h"
#include "wire/area.h"

#include <gsl/gsl_errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Finds the command, reads its options, and runs it. */
static int run(int argc, char *const *argv, const char **operands, struct fault *fault) {
    const struct command *command = NULL;
    struct options options;
    int taken = 0;
    int rc = command_find(argc, argv, &command, &taken, fault);
    if (rc == 0)
        rc = options_parse(argc - taken, argv + taken, command, operands, &options, fault);
    if (rc == 0)
        rc = command_run(command, &options, fault);
    return rc;
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], AREA_MEASURER_COMMAND) == 0)
        return measurer_main((int)strtol(argv[2], NULL, 10), (int)strtol(argv[3], NULL, 10));

    gsl_set_error_handler_off(); /* what GSL refuses is answered where it is asked for */
    signal(SIGXFSZ, SIG_IGN);    /* a file at its size limit is a failed write, which is answered */
    struct fault fault = {.code = FAULT_NONE};
    /* No more operands than words; one more, because argc may be 0. */
    const char **operands = calloc((size_t)argc + 1, sizeof *operands);
    int rc = operands == NULL ? fault_set(&fault, FAULT_SYSTEM, 0, "out of memory")
                              : run(argc > 0 ? argc - 1 : 0, argv + 1, operands, &fault);
    free(operands);
    if (rc >= 0)
        return rc;
    fprintf(stderr, "amdahl: %s\n", fault.text);
    return fault_exit_status(fault.code != FAULT_NONE ? fault.code : (enum fault_code) - rc);
}
