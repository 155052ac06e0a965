/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"

/* As many workloads as one likes. */
enum { OPERANDS_ANY = 1000000 };

static const struct command COMMANDS[COMMAND_COUNT] = {
    [COMMAND_SWEEP] =
        {.id = COMMAND_SWEEP,
         .name = "sweep",
         .run = cmd_sweep,
         .operands = "[WORKLOAD|./FILE.c...]",
         .operands_most = OPERANDS_ANY,
         .summary =
             "measure workloads over parallel fractions and core counts against Amdahl's law",
         .examples = {{"sweep", "spin to ± 0.25 % or for a minute, with charts"},
                      {"sweep spin matmul -p 0.9,0.99 -n 1-8", "two workloads, eight counts"},
                      {"sweep triad --place spread,compact",
                       "two placements in the same rounds, compared"},
                      {"sweep ./mine.c", "a workload of your own, compiled and loaded"}}},
    [COMMAND_PREDICT] = {.id = COMMAND_PREDICT,
                         .name = "predict",
                         .run = cmd_predict,
                         .operands = "",
                         .summary = "Amdahl's law with no measurement: the table and the ceilings",
                         .examples = {{"predict -p 0.5,0.9,0.95,0.99 -n 4,16",
                                       "what 4 and 16 cores bring"},
                                      {"predict -p 0.999 -n 1-1024:x2 --json", "for a program"}}},
    [COMMAND_SUMMARY] = {.id = COMMAND_SUMMARY,
                         .name = "summary",
                         .run = cmd_summary,
                         .operands = "DIR",
                         .operands_least = 1,
                         .operands_most = 1,
                         .summary = "make a run's summary again from its samples",
                         .examples = {{"summary results/RUN", "print it, write summary.csv"}}},
    [COMMAND_PLOT] = {.id = COMMAND_PLOT,
                      .name = "plot",
                      .run = cmd_plot,
                      .operands = "DIR",
                      .operands_least = 1,
                      .operands_most = 1,
                      .summary = "draw a run's charts",
                      .examples = {{"plot results/RUN", "SVG and PNG in its charts/"},
                                   {"plot results/RUN --chart ratio,ledger --format pdf",
                                    "two of them"},
                                   {"plot results/RUN --format terminal", "on the screen"}}},
    [COMMAND_LIST] =
        {.id = COMMAND_LIST,
         .name = "list",
         .run = cmd_list,
         .operands = "",
         .summary =
             "workloads and engines: what each stresses, what a unit costs, their parameters",
         .examples = {{"list", "all of them"}, {"list --load ./mine.so", "and one of your own"}}},
    [COMMAND_NEW] = {.id = COMMAND_NEW,
                     .name = "new",
                     .run = cmd_new,
                     .operands = "NAME",
                     .operands_least = 1,
                     .operands_most = 1,
                     .summary = "write a workload's file, to begin with: it compiles and runs",
                     .examples = {{"new mine", "writes mine.c"},
                                  {"new sort/merge", "writes sort/merge.c"}}},
    [COMMAND_TOPOLOGY] = {.id = COMMAND_TOPOLOGY,
                          .name = "topology",
                          .run = cmd_topology,
                          .operands = "",
                          .summary = "where threads would go",
                          .examples = {{"topology", "how cores are filled here"},
                                       {"topology --place compact -c 0-3",
                                        "another order, on four of them"},
                                       {"topology --synthetic \"pack:2 core:8 pu:2\" --json",
                                        "a machine you do not have"}}},
    [COMMAND_DOCTOR] = {.id = COMMAND_DOCTOR,
                        .name = "doctor",
                        .run = cmd_doctor,
                        .operands = "",
                        .summary = "what would disturb a measurement here, what that does, and the "
                                   "remedy; changes nothing",
                        .examples = {{"doctor", "a finding is no failure: exit 0 when it could "
                                                "look"},
                                     {"doctor -c idle", "of the cores that nobody uses now"},
                                     {"doctor --json", "for a program"}}},
    [COMMAND_SELFTEST] = {.id = COMMAND_SELFTEST,
                          .name = "selftest",
                          .run = cmd_selftest,
                          .operands = "",
                          .summary =
                              "a closed loop: how far this machine and this program can be trusted",
                          .examples = {{"selftest", "exit 0: it holds, 3: it does not"}}},
    [COMMAND_HELP] = {.id = COMMAND_HELP,
                      .name = "help",
                      .run = cmd_help,
                      .operands = "[COMMAND]",
                      .operands_most = 1,
                      .summary = "print the help of a command",
                      .examples = {{"help sweep", "as `amdahl sweep --help`"}}},
};

const struct command *command_table(void) {
    return COMMANDS;
}
