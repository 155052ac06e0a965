/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Contexts by the C library's ucontext: everywhere, and two system calls a switch. */
#include "tasks/context.h"
#include "tasks/fibers.h"

#include <stdint.h>
#include <stdlib.h>
#include <ucontext.h>

/* On the stack that it belongs to. */
struct context_place {
    ucontext_t state;
};

const char *context_switcher(void) {
    return "ucontext";
}

size_t context_overhead_bytes(void) {
    return sizeof(struct context_place) + 64;
}

void context_adopt(struct context *context) {
    *context = (struct context){.entry = NULL};
    fibers_adopt(context);
}

/* makecontext passes ints: a pointer goes in pieces. */
union handed {
    struct context *context;
    unsigned parts[2];
};

static void begin(unsigned first, unsigned second) {
    union handed handed = {.parts = {first, second}};
    struct context *self = handed.context;
    fibers_finish(self);
    self->entry(self->argument);
}

void context_make(struct context *context, void *stack, size_t stack_bytes,
                  void (*entry)(void *argument), void *argument) {
    char *top = (char *)stack + stack_bytes - sizeof(struct context_place);
    top -= (uintptr_t)top % 64;
    struct context_place *place = (struct context_place *)(void *)top;
    union handed handed = {.parts = {0, 0}};
    handed.context = context;
    context->stack = stack;
    context->stack_bytes = stack_bytes;
    context->entry = entry;
    context->argument = argument;
    fibers_make(context);
    getcontext(&place->state);
    place->state.uc_stack.ss_sp = stack;
    place->state.uc_stack.ss_size = (size_t)(top - (char *)stack);
    place->state.uc_link = NULL;
    makecontext(&place->state, (void (*)(void))begin, 2, handed.parts[0], handed.parts[1]);
    context->place = place;
}

void context_switch(struct context *from, struct context *to) {
    struct context_place here;
    struct context_place *there = to->place;
    from->place = &here;
    fibers_start(from, to, false);
    swapcontext(&here.state, &there->state);
    fibers_finish(from);
}

_Noreturn void context_leave(struct context *from, struct context *to) {
    struct context_place *there = to->place;
    fibers_start(from, to, true);
    setcontext(&there->state);
    abort();
}

void context_drop(struct context *context) {
    fibers_drop(context);
}
