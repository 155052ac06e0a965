/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/command_line.h"
#include "program/executable.h"
#include "program/words.h"

#include <stdlib.h>

int command_line_find(const struct command_line *command, char *ret_path, size_t bytes,
                      char ***ret_words, struct fault *fault) {
    char **words = NULL;
    struct fault own = {.code = FAULT_NONE}; /* which knows nothing of options */
    int status = words_split(command->option, command->text, &command->values, &words, fault);
    if (status == 0 && executable_find(words[0], ret_path, bytes, &own) != 0)
        status = fault_set(fault, own.code, 0, "%s: %.400s", command->option, own.text);
    if (status == 0)
        *ret_words = words;
    else
        free(words);
    return status;
}
