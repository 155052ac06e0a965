/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The cgroups above this process that limit its CPU time. */
#ifndef AMDAHL_PLACE_CGROUP_H
#define AMDAHL_PLACE_CGROUP_H

/* One cgroup with a quota: `cpus` is quota / period, `directory` its absolute path without `root`
 * in front, valid during the visit. */
struct cgroup_quota {
    const char *root, *directory;
    double cpus;
};

/* Visits each cgroup with a quota from the process's own up to the top of what can be seen, of
 * version 1 (cpu.cfs_quota_us) and version 2 (cpu.max), read below `root`. A visit that returns
 * other than 0 ends the walk, and its value is returned; else 0. What cannot be read has none. */
int cgroup_each_quota(const char *root,
                      int (*visit)(const struct cgroup_quota *quota, void *context), void *context);

/* The tightest of them, in CPUs; NAN where there is none. */
double cgroup_quota_cpus(const char *root);

#endif
