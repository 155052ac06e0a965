/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Workloads in shared libraries, built outside the tree. Loading one runs code of it, and so only a
 * measuring process does. */
#ifndef AMDAHL_PLUGIN_H
#define AMDAHL_PLUGIN_H

#include "fault/fault.h"
#include "workload.h"

/* Loads the library at `path`, which has a '/' in it, and finds its workload: the one that has the
 * name of the file, without ".so" and, where that gives none, without "lib" before it. It has been
 * validated, and stays loaded until the process ends.
 *
 * FAULT_INPUT: no such file, no library, no workload of that name in it, one that was built for
 * another version of workload.h, or one whose descriptor cannot be used. The sentence is a part,
 * "cannot be read: …", for the caller to put the file's name before. One thread at a time, for
 * dlerror() speaks of the last call. */
int plugin_open(const char *path, const struct workload **ret_workload, struct fault *fault);

#endif
