/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A place where execution can stop and go on: a thread's own stack, or a task's. The sanitizers are
 * told of every switch. A context is used by one thread at a time. */
#ifndef AMDAHL_CONTEXT_H
#define AMDAHL_CONTEXT_H

#include <stddef.h>

struct context_place; /* where it stopped: boost-context's, or a ucontext_t */

struct context {
    struct context_place *place;
    struct context *target; /* of its last switch */
    void (*entry)(void *argument);
    void *argument;
    void *stack; /* its lowest byte */
    size_t stack_bytes;
    void *fake_stack; /* AddressSanitizer's */
    void *fiber;      /* ThreadSanitizer's */
};

/* The name of what this program switches by: "boost" or "ucontext". */
const char *context_switcher(void);

/* Bytes at the top of a stack that a context takes for itself. */
size_t context_overhead_bytes(void);

/* The calling thread's own, to be switched from and back to on this thread only. */
void context_adopt(struct context *context);

/* One that will call entry(argument) on the stack when it is first switched to. `entry` must not
 * return: its last act is context_leave. The stack stays the caller's. Again on the same stack:
 * what was there is forgotten. */
void context_make(struct context *context, void *stack, size_t stack_bytes,
                  void (*entry)(void *argument), void *argument);

/* Stops here and goes on there; returns when somebody switches to `from`. */
void context_switch(struct context *from, struct context *to);

/* The same for the last time. */
_Noreturn void context_leave(struct context *from, struct context *to);

/* Gives back what the sanitizers keep for a context that is not running. */
void context_drop(struct context *context);

#endif
