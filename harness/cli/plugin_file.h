/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Workloads from outside the tree, as the command line names them: by a file. */
#ifndef AMDAHL_PLUGIN_FILE_H
#define AMDAHL_PLUGIN_FILE_H

#include "cli/compile.h"
#include "fault/fault.h"
#include "wire/area.h"
#include "wire/card.h"

#include <stdbool.h>

struct interrupt;
struct private_dir;

/* Where a workload comes from; all "" for one that is built in. */
struct plugin_origin {
    char given[AREA_TEXT_BYTES];         /* the file, as the command line has it */
    char library[AREA_TEXT_BYTES];       /* the absolute path of what is loaded */
    char command[COMPILE_COMMAND_BYTES]; /* that compiled it; "": it was a library already */
};

/* Whether a word names a file, not a workload: it has a '/' in it. */
bool plugin_file_is_path(const char *word);

/* Finds out what workload is in a library (.so), or in a source, which is compiled into `dir`
 * first. Nothing of it runs in this process. Faults as compile_plugin and sweep_describe_plugin;
 * FAULT_INPUT also for a file of another kind, and for a workload that has the name of one that is
 * built in. */
int plugin_file_read(const char *path, struct private_dir *dir, struct interrupt *interrupt,
                     struct workload_card *ret_card, struct plugin_origin *ret_origin,
                     struct fault *fault);

#endif
