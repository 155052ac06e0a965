/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How much CPU time the cgroups of this process leave it. */
#ifndef AMDAHL_RECORD_CGROUP_QUOTA_H
#define AMDAHL_RECORD_CGROUP_QUOTA_H

/* The tightest quota of the process's cgroup and those above it, in CPUs (quota / period), of
 * version 1 (cpu.cfs_quota_us) and version 2 (cpu.max), read below `root`; NAN where there is none.
 */
double cgroup_quota_cpus(const char *root);

#endif
