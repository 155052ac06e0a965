/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The stacks of all tasks, in one mapping that takes memory only where it is touched. Below each
 * stack stands a page that faults, as long as the kernel grants so many mappings. */
#ifndef AMDAHL_STACKS_H
#define AMDAHL_STACKS_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>

struct stacks {
    char *slab;
    size_t count, stride_bytes, page_bytes;
    bool are_guarded;
};

/* `stack_bytes` is rounded up to pages. FAULT_SYSTEM where there is no room for them. */
int stacks_open(size_t count, size_t stack_bytes, struct stacks *ret_stacks, struct fault *fault);
void stacks_close(struct stacks *stacks);

/* The usable part of one: its lowest byte, and *ret_bytes of it, which differ a little from stack
 * to stack, for what stands at the same place of two pages competes for the same cache sets. */
void *stacks_at(const struct stacks *stacks, size_t index, size_t *ret_bytes);

/* Where there are no guard pages: writes a mark at the stack's low end, and finds whether it is
 * still there. Always true with guards. */
void stacks_mark(const struct stacks *stacks, size_t index);
bool stacks_is_whole(const struct stacks *stacks, size_t index);

#endif
