/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/stacks.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    /* A guard splits a mapping in two, and the kernel's default is 65 530 of them
     * (vm.max_map_count): half are left to the rest of the process. */
    GUARDED_MAX = 16000,
    COLOURS = 16,
    COLOUR_BYTES = 192, /* 3 lines: 16 colours lie in the 4 KiB that one way of a cache spans */
};

static const uint64_t MARK = 0x5ac5ac5ac5ac5ac5;

static bool guard_all(const struct stacks *stacks) {
    for (size_t i = 0; i < stacks->count; i++)
        if (mprotect(stacks->slab + i * stacks->stride_bytes, stacks->page_bytes, PROT_NONE) != 0)
            return false;
    return true;
}

int stacks_open(size_t count, size_t stack_bytes, struct stacks *ret_stacks, struct fault *fault) {
    struct stacks stacks = {.count = count, .page_bytes = (size_t)sysconf(_SC_PAGESIZE)};
    size_t pages = (stack_bytes + stacks.page_bytes - 1) / stacks.page_bytes + 1;
    stacks.stride_bytes = pages * stacks.page_bytes;
    size_t bytes = count * stacks.stride_bytes;
    stacks.slab = count == 0 || bytes / count != stacks.stride_bytes
                      ? MAP_FAILED
                      : mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (stacks.slab == MAP_FAILED)
        return fault_set(fault, FAULT_SYSTEM, count == 0 ? EINVAL : errno,
                         "cannot have the stacks of %zu tasks, %zu KiB each: try fewer tasks",
                         count, stacks.stride_bytes / 1024);
    /* Else one touched byte could take 2 MiB. Refused where the kernel has no such pages. */
    (void)madvise(stacks.slab, bytes, MADV_NOHUGEPAGE);
    stacks.are_guarded = count <= GUARDED_MAX && guard_all(&stacks);
    if (!stacks.are_guarded)
        (void)mprotect(stacks.slab, bytes, PROT_READ | PROT_WRITE);
    *ret_stacks = stacks;
    return 0;
}

void stacks_close(struct stacks *stacks) {
    if (stacks->slab != NULL)
        munmap(stacks->slab, stacks->count * stacks->stride_bytes);
    stacks->slab = NULL;
}

static char *low_end(const struct stacks *stacks, size_t index) {
    return stacks->slab + index * stacks->stride_bytes + stacks->page_bytes;
}

void *stacks_at(const struct stacks *stacks, size_t index, size_t *ret_bytes) {
    *ret_bytes = stacks->stride_bytes - stacks->page_bytes - index % COLOURS * COLOUR_BYTES;
    return low_end(stacks, index);
}

/* In the page that would have been the guard, so that the whole stack may be used. */
static char *mark_of(const struct stacks *stacks, size_t index) {
    return low_end(stacks, index) - sizeof MARK;
}

void stacks_mark(const struct stacks *stacks, size_t index) {
    if (!stacks->are_guarded)
        memcpy(mark_of(stacks, index), &MARK, sizeof MARK);
}

bool stacks_is_whole(const struct stacks *stacks, size_t index) {
    return stacks->are_guarded || memcmp(mark_of(stacks, index), &MARK, sizeof MARK) == 0;
}
