/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Processes that a workload started and that outlived its measuring process. One that went into a
 * session of its own (a daemon) is in no group that could be killed: it is known by a mark in its
 * environment. */
#ifndef AMDAHL_STRAYS_H
#define AMDAHL_STRAYS_H

enum { STRAYS_MARK_BYTES = 64 };

/* A variable, "NAME=VALUE", that no other measuring process has. */
void strays_make_mark(char mark[STRAYS_MARK_BYTES]);
/* This process's environment with the mark; NULL: no memory. The caller frees the array, not what
 * it points to. */
char **strays_make_environment(char *mark);
/* Kills every process that has the mark, and what they start meanwhile: all of /proc is read, some
 * 10 ms. What cannot be read is not ours. */
void strays_end(const char *mark);

#endif
