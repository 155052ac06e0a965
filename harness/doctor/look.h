/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A quarter of a second of watching what others do on each core. */
#ifndef AMDAHL_DOCTOR_LOOK_H
#define AMDAHL_DOCTOR_LOOK_H

#include "fault/fault.h"

#include <stddef.h>
#include <stdint.h>

/* How long it watches: 25 of the kernel's ticks of 10 ms, so that a share below
 * DOCTOR_QUIET_SHARE is one tick at most, which the kernel's own housekeeping may take. */
enum { DOCTOR_WATCH_MS = 250 };
static const double DOCTOR_QUIET_SHARE = 0.05;

/* What others did on one PU while it watched, as shares of that time; NAN: not known. */
struct doctor_load {
    unsigned pu;
    unsigned core; /* the lowest PU of its core */
    double busy;   /* running something; nothing of it is ours: this process slept */
    double steal;  /* wanted to run while the host ran something else */
};

struct doctor_look {
    struct doctor_load *loads; /* of the PUs that are online, in ascending order */
    size_t count;              /* 0: /proc/stat cannot be read */
    uint64_t swapped_pages;    /* moved to or from swap meanwhile */
};

struct doctor_watch {
    const char *root; /* below which /proc and /sys are: "/", but for tests */
    /* Called once between the two readings; NULL: sleeps for DOCTOR_WATCH_MS. */
    void (*pause)(void *context);
    void *context;
};

/* Reads, waits, reads again. FAULT_SYSTEM without memory; what cannot be read is not known. Free
 * with doctor_look_release. */
int doctor_look_take(const struct doctor_watch *watch, struct doctor_look *ret_look,
                     struct fault *fault);
void doctor_look_release(struct doctor_look *look);

/* What was seen of a PU; NULL: it is not online, or nothing was read. */
const struct doctor_load *doctor_look_find(const struct doctor_look *look, unsigned pu);

/* How busy others, the host included, keep the core of a PU: the share of its busiest thread, since
 * the threads of a core slow each other. NAN: not known. */
double doctor_look_core_share(const struct doctor_look *look, unsigned pu);

#endif
