/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/plugin_file.h"

#include "sweep/describe.h"
#include "trial/trial.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool plugin_file_is_path(const char *word) {
    return strchr(word, '/') != NULL;
}

static bool is_library(const char *path) {
    size_t length = strlen(path);
    return length > 3 && strcmp(path + length - 3, ".so") == 0;
}

/* A measuring process is told the absolute path: it need not be where we are. Links are left alone:
 * the workload has the name of the link. */
static int find_library(const char *path, struct plugin_origin *origin, struct fault *fault) {
    char here[PATH_MAX] = "";
    bool is_absolute = path[0] == '/';
    if (!is_absolute && getcwd(here, sizeof here) == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot tell where '%.200s' is", path);
    int used = snprintf(origin->library, sizeof origin->library, "%s%s%s", here,
                        is_absolute ? "" : "/", path);
    if (used < 0 || (size_t)used >= sizeof origin->library)
        return fault_set(fault, FAULT_INPUT, ENAMETOOLONG, "'%.200s' cannot be loaded", path);
    return 0;
}

static int make_library(const char *path, struct private_dir *dir, struct interrupt *interrupt,
                        struct plugin_origin *origin, struct fault *fault) {
    struct compile_result result;
    int status = compile_plugin(path, dir, interrupt, &result, fault);
    if (status != 0)
        return status;
    memcpy(origin->library, result.library, sizeof origin->library);
    memcpy(origin->command, result.command, sizeof origin->command);
    return 0;
}
_Static_assert((int)COMPILE_PATH_BYTES == (int)AREA_TEXT_BYTES, "a library's path is copied whole");

int plugin_file_read(const char *path, struct private_dir *dir, struct interrupt *interrupt,
                     struct workload_card *ret_card, struct plugin_origin *ret_origin,
                     struct fault *fault) {
    struct plugin_origin origin = {.given = ""};
    struct workload_card card;
    int status = 0;
    if (compile_is_source(path))
        status = make_library(path, dir, interrupt, &origin, fault);
    else if (is_library(path))
        status = find_library(path, &origin, fault);
    else
        status = fault_set(fault, FAULT_INPUT, 0,
                           "'%.200s' is neither the source of a workload (.c, .cc, .cpp) nor a "
                           "library (.so)",
                           path);
    if (status == 0)
        status = sweep_describe_plugin(origin.library, path, interrupt, &card, fault);
    if (status != 0)
        return status;
    if (workload_find(card.name) != NULL)
        return fault_set(fault, FAULT_INPUT, 0,
                         "'%.200s' has the workload '%s', and so has this program: give the file "
                         "and its workload another name",
                         path, card.name);
    snprintf(origin.given, sizeof origin.given, "%s", path);
    *ret_origin = origin;
    *ret_card = card;
    return 0;
}
