/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Processes that a run leaves behind outside of its group (setsid, a daemon): they would run beside
 * the next samples. Whoever calls this has no other children. */
#ifndef AMDAHL_ADOPTED_H
#define AMDAHL_ADOPTED_H

/* From now on such processes become this one's children when their parents end; and no more. */
void adopted_begin(void);
void adopted_end(void);

/* Kills all children, and those that become ours by it, and waits for them: for at most a second,
 * for one may be another user's, which nothing here can kill. Gives the CPU time that they used,
 * in s. */
double adopted_kill(void);

#endif
