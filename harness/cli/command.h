/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The sub-commands. Each is one file, cmd_NAME.c. */
#ifndef AMDAHL_COMMAND_H
#define AMDAHL_COMMAND_H

#include "cli/option.h"
#include "fault/fault.h"

#include <stddef.h>

/* Bit numbers in struct option_spec, in the order of --help. */
enum command_id {
    COMMAND_SWEEP,
    COMMAND_EXEC,
    COMMAND_FIT,
    COMMAND_PREDICT,
    COMMAND_SUMMARY,
    COMMAND_EXPLAIN,
    COMMAND_COMPARE,
    COMMAND_CHECK,
    COMMAND_PLOT,
    COMMAND_LIST,
    COMMAND_NEW,
    COMMAND_TOPOLOGY,
    COMMAND_DOCTOR,
    COMMAND_SELFTEST,
    COMMAND_HELP,
    COMMAND_COUNT,
};

struct command_example {
    const char *line;    /* without "amdahl " */
    const char *meaning; /* what it does, in a few words */
};

struct command {
    enum command_id id;
    const char *name;
    const char *summary;  /* one line */
    const char *operands; /* for the usage line: "[WORKLOAD...]"; "" */
    size_t operands_least, operands_most;
    bool ends_options; /* the first operand does: what follows is a program's command line */
    struct command_example examples[4]; /* a NULL line ends them */

    /* Runs it. 0: done; a negative enum fault_code, with the fault filled; or the contract's exit
     * status where it is no fault: 3 failed, 4 inconclusive, 130 and 143 interrupted. It prints its
     * results to stdout and leaves the fault's sentence to main. */
    int (*run)(const struct options *options, struct fault *fault);
};

/* All commands, indexed by enum command_id. */
const struct command *command_table(void);

/* The command of that name. FAULT_USAGE, with the name probably meant, for an unknown one. */
int command_by_name(const char *name, const struct command **ret_command, struct fault *fault);

/* The command that the first argument names, and how many arguments it took: none where argv begins
 * with an option ("amdahl --help"), which is the help command. FAULT_USAGE for none or an unknown
 * one. */
int command_find(int argc, char *const *argv, const struct command **ret_command, int *ret_taken,
                 struct fault *fault);

/* Runs the command, or prints its help or the version where those were asked for; sees to it that
 * stdout took everything (FAULT_SYSTEM: disk full). Returns as `run`. */
int command_run(const struct command *command, const struct options *options, struct fault *fault);

int cmd_sweep(const struct options *options, struct fault *fault);
int cmd_exec(const struct options *options, struct fault *fault);
int cmd_fit(const struct options *options, struct fault *fault);
int cmd_predict(const struct options *options, struct fault *fault);
int cmd_summary(const struct options *options, struct fault *fault);
int cmd_explain(const struct options *options, struct fault *fault);
int cmd_compare(const struct options *options, struct fault *fault);
int cmd_check(const struct options *options, struct fault *fault);
int cmd_plot(const struct options *options, struct fault *fault);
int cmd_list(const struct options *options, struct fault *fault);
int cmd_new(const struct options *options, struct fault *fault);
int cmd_topology(const struct options *options, struct fault *fault);
int cmd_doctor(const struct options *options, struct fault *fault);
int cmd_selftest(const struct options *options, struct fault *fault);
int cmd_help(const struct options *options, struct fault *fault);

#endif
