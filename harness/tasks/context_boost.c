/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Contexts by boost-context's two C symbols: 3 ns a switch, for a signal mask is not touched. */
#include "tasks/context.h"
#include "tasks/fibers.h"

/* Declared as in boost/context/detail/fcontext.hpp, which only a C++ compiler accepts. */
struct transfer {
    struct context_place *place; /* where the one that switched here stopped */
    void *argument;              /* what it passed: its struct context */
};
extern struct transfer jump_fcontext(struct context_place *to, void *argument);
extern struct context_place *make_fcontext(void *top, size_t bytes,
                                           void (*entry)(struct transfer transfer));

const char *context_switcher(void) {
    return "boost";
}

size_t context_overhead_bytes(void) {
    return 0;
}

void context_adopt(struct context *context) {
    *context = (struct context){.entry = NULL};
    fibers_adopt(context);
}

static void note_origin(struct transfer transfer) {
    struct context *origin = transfer.argument;
    origin->place = transfer.place;
}

static void begin(struct transfer transfer) {
    struct context *origin = transfer.argument;
    struct context *self = origin->target;
    fibers_finish(self);
    note_origin(transfer);
    self->entry(self->argument);
}

void context_make(struct context *context, void *stack, size_t stack_bytes,
                  void (*entry)(void *argument), void *argument) {
    context->stack = stack;
    context->stack_bytes = stack_bytes;
    context->entry = entry;
    context->argument = argument;
    fibers_make(context);
    struct context_place *place = make_fcontext((char *)stack + stack_bytes, stack_bytes, begin);
    context->place = place;
}

static inline __attribute__((always_inline)) struct transfer jump(struct context *from,
                                                                  struct context *to, bool leaves) {
    from->target = to;
    struct context_place *place = to->place;
    fibers_start(from, to, leaves);
    return jump_fcontext(place, from);
}

void context_switch(struct context *from, struct context *to) {
    struct transfer transfer = jump(from, to, false);
    fibers_finish(from);
    note_origin(transfer);
}

_Noreturn void context_leave(struct context *from, struct context *to) {
    jump(from, to, true);
    __builtin_unreachable();
}

void context_drop(struct context *context) {
    fibers_drop(context);
}
