/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the sanitizers are told when a context is switched; nothing without them. */
#ifndef AMDAHL_FIBERS_H
#define AMDAHL_FIBERS_H

#include "tasks/context.h"

#include <stdbool.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIBERS_ADDRESS 1
#endif
#if __has_feature(thread_sanitizer)
#define FIBERS_THREAD 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define FIBERS_ADDRESS 1
#endif
#if defined(__SANITIZE_THREAD__)
#define FIBERS_THREAD 1
#endif

#ifdef FIBERS_ADDRESS
#include <pthread.h>
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef FIBERS_THREAD
#include <sanitizer/tsan_interface.h>
#endif

/* Of the calling thread's own stack. */
static inline void fibers_adopt(struct context *context) {
    (void)context;
#ifdef FIBERS_ADDRESS
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &context->stack, &context->stack_bytes);
        pthread_attr_destroy(&attributes);
    }
#endif
#ifdef FIBERS_THREAD
    context->fiber = __tsan_get_current_fiber();
#endif
}

static inline void fibers_make(struct context *context) {
    (void)context;
#ifdef FIBERS_ADDRESS
    /* A task that never ended left its red zones. */
    __asan_unpoison_memory_region(context->stack, context->stack_bytes);
    context->fake_stack = NULL;
#endif
#ifdef FIBERS_THREAD
    context->fiber = __tsan_create_fiber(0);
#endif
}

static inline void fibers_drop(struct context *context) {
    (void)context;
#ifdef FIBERS_THREAD
    if (context->fiber != NULL)
        __tsan_destroy_fiber(context->fiber);
    context->fiber = NULL;
#endif
}

/* Just before the switch. It orders the two for ThreadSanitizer: who goes on does what the other
 * left to be done, such as giving a lock. So it finds races between workers, as between threads,
 * and none between the tasks of one worker. Always inline: ThreadSanitizer counts a function's
 * begin and end, and they must not fall on two contexts. */
static inline __attribute__((always_inline)) void fibers_start(struct context *from,
                                                               struct context *to, bool leaves) {
    (void)from, (void)to, (void)leaves;
#ifdef FIBERS_ADDRESS
    __sanitizer_start_switch_fiber(leaves ? NULL : &from->fake_stack, to->stack, to->stack_bytes);
#endif
#ifdef FIBERS_THREAD
    __tsan_switch_to_fiber(to->fiber, 0);
#endif
}

/* Just after it, on the stack of `self`. */
static inline void fibers_finish(struct context *self) {
    (void)self;
#ifdef FIBERS_ADDRESS
    __sanitizer_finish_switch_fiber(self->fake_stack, NULL, NULL);
#endif
}

#endif
