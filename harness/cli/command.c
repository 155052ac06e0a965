/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/command.h"

#include "cli/help.h"
#include "cli/stream.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "place/place.h"
#include "trial/gbench.h"

#include <stdio.h>
#include <string.h>

static int refuse_command(const char *word, struct fault *fault) {
    const char *names[COMMAND_COUNT];
    char phrase[96];
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = command_table()[i].name;
    suggest_phrase(word, names, COMMAND_COUNT, "", phrase, sizeof phrase);
    return fault_set(fault, FAULT_USAGE, 0,
                     "'%.60s' is not a command%s; `amdahl --help` lists those there are", word,
                     phrase);
}

int command_by_name(const char *name, const struct command **ret_command, struct fault *fault) {
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(command_table()[i].name, name) == 0) {
            *ret_command = &command_table()[i];
            return 0;
        }
    return refuse_command(name, fault);
}

int command_find(int argc, char *const *argv, const struct command **ret_command, int *ret_taken,
                 struct fault *fault) {
    if (argc == 0)
        return fault_set(
            fault, FAULT_USAGE, 0,
            "no command given: `amdahl sweep` measures, `amdahl --help` lists the commands");
    bool is_option = argv[0][0] == '-';
    int rc = command_by_name(is_option ? "help" : argv[0], ret_command, fault);
    if (rc == 0)
        *ret_taken = is_option ? 0 : 1;
    return rc;
}

static void print_version(void) {
    printf("amdahl %s\nbuilt with %s, %s; google-benchmark %s, hwloc %s\n", AMDAHL_VERSION,
           AMDAHL_COMPILER, AMDAHL_FLAGS, gbench_version(), place_library_version());
}

int command_run(const struct command *command, const struct options *options, struct fault *fault) {
    int rc = 0;
    if (options->version)
        print_version();
    else if (options->help && command->id != COMMAND_HELP)
        help_print_command(command, stdout);
    else
        rc = command->run(options, fault);
    int written = stream_finish(stdout, fault);
    return rc != 0 ? rc : written;
}
