/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What went wrong, in one sentence that a person can act on.
 *
 * A function that can fail takes a `struct fault *` last, returns 0 or a negative `enum
 * fault_code`, and fills the fault once. The struct belongs to the caller, is of fixed size, may be
 * NULL, and keeps the first fault that it was given: a later one, met while cleaning up, does not
 * hide the cause. */
#ifndef AMDAHL_FAULT_H
#define AMDAHL_FAULT_H

enum fault_code {
    FAULT_NONE = 0,
    FAULT_USAGE,        /* a wrong option or argument: exit 2 */
    FAULT_INPUT,        /* a file that cannot be read or understood: exit 2 */
    FAULT_SYSTEM,       /* the system refused something that a measurement needs: exit 1 */
    FAULT_WORKLOAD,     /* a workload crashed, gave a wrong result or refused: exit 1 */
    FAULT_TIME_LIMIT,   /* something took longer than it was allowed to: exit 124 */
    FAULT_UNMEASURABLE, /* this cannot be measured on this machine: exit 77 */
};

struct fault {
    enum fault_code code;
    int system_errno; /* 0 where the system had no part in it */
    char text[480];   /* one sentence, no newline: what was attempted, on what, the answer, what to
                         try */
};

/* Fills `fault` unless it is NULL or holds one already; if `system_errno` is not 0 its meaning is
 * appended after ": ". Returns -code, so that a caller can `return fault_set(...)`. Any thread may
 * call it with a fault of its own. Keeps errno. */
int fault_set(struct fault *fault, enum fault_code code, int system_errno, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The exit status of the contract for a code: 0, 1, 2, 77 or 124. */
int fault_exit_status(enum fault_code code);

#endif
