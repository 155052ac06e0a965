/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A workload's source file made into the library that a measuring process loads, with the compiler
 * and the flags of the build, or with CC and CFLAGS (CXX and CXXFLAGS) of the environment. */
#ifndef AMDAHL_COMPILE_H
#define AMDAHL_COMPILE_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>

struct interrupt;
struct private_dir;

enum { COMPILE_PATH_BYTES = 512, COMPILE_COMMAND_BYTES = 1024 };

struct compile_result {
    char library[COMPILE_PATH_BYTES];    /* its absolute path */
    char command[COMPILE_COMMAND_BYTES]; /* the words that made it, joined by blanks; cut to fit */
};

/* Whether a file's name ends as that of a source in C (.c) or C++ (.cc, .cpp, .cxx) does. */
bool compile_is_source(const char *path);

/* Compiles `source` into `dir`, which is made if need be, beside the headers of harness/public that
 * this program was built with. The compiler's own words go to stderr as they come. No shell is
 * asked: the variables are split at blanks. A signal ends the compiler and is counted in
 * `interrupt`. FAULT_INPUT: the source cannot be read or does not compile; FAULT_SYSTEM: no
 * compiler, or no directory. */
int compile_plugin(const char *source, struct private_dir *dir, struct interrupt *interrupt,
                   struct compile_result *ret_result, struct fault *fault);

#endif
