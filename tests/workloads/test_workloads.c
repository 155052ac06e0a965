/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What every built-in workload owes the harness, seen through the table alone: a valid descriptor,
 * a digest that does not depend on who ran which range, a check that accepts the right digest and
 * nothing beside it, and one sentence where memory runs out. */
#include "check.h"
#include "workload.h"
#include "workload_table.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>

enum { WORKERS = 3, WHY_BYTES = 256 };

/* The linker puts these in the place of the workloads' allocations (--wrap), so that the next ones
 * can fail. */
static bool allocations_fail;
void *__real_malloc(size_t bytes);
void *__wrap_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__real_aligned_alloc(size_t alignment, size_t bytes);
void *__wrap_aligned_alloc(size_t alignment, size_t bytes);

void *__wrap_malloc(size_t bytes) {
    return allocations_fail ? NULL : __real_malloc(bytes);
}
void *__wrap_calloc(size_t count, size_t bytes) {
    return allocations_fail ? NULL : __real_calloc(count, bytes);
}
void *__wrap_aligned_alloc(size_t alignment, size_t bytes) {
    return allocations_fail ? NULL : __real_aligned_alloc(alignment, bytes);
}

/* A workload that is open, with a state for each worker. */
struct opened {
    const struct workload *workload;
    void *shared;
    void *states[WORKERS];
};

static const struct workload_setting setting = {.workers = WORKERS}, alone = {.workers = 1};

static struct opened open_workload(const struct workload *workload) {
    struct opened opened = {.workload = workload};
    char why[WHY_BYTES] = "";
    if (workload->open != NULL) {
        CHECK_INT(workload->open(&setting, &opened.shared, why, sizeof why), 0);
    }
    for (unsigned worker = 0; worker < WORKERS; worker++) {
        opened.states[worker] = opened.shared;
        if (workload->setup != NULL) {
            CHECK_INT(
                workload->setup(opened.shared, worker, &opened.states[worker], why, sizeof why), 0);
        }
    }
    CHECK_STRING(why, "");
    return opened;
}

static void close_workload(const struct opened *opened) {
    for (unsigned worker = 0; worker < WORKERS; worker++) {
        if (opened->workload->teardown != NULL) {
            opened->workload->teardown(opened->states[worker]);
        }
    }
    if (opened->workload->close != NULL) {
        opened->workload->close(opened->shared);
    }
}

static uint64_t run_range(const struct opened *opened, unsigned worker, uint64_t first,
                          uint64_t count) {
    if (opened->workload->prepare != NULL) {
        const struct workload_sample sample = {
            .workers = WORKERS, .worker = worker, .parallel_units = first + count};
        opened->workload->prepare(opened->states[worker], &sample);
    }
    return opened->workload->run(opened->states[worker], first, count);
}

static void check_descriptor(const struct workload *workload) {
    static const char name_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    CHECK_INT(workload->abi, WORKLOAD_ABI);
    CHECK(workload->name != NULL && strlen(workload->name) >= 1 && strlen(workload->name) <= 31);
    CHECK_INT(strspn(workload->name, name_characters), strlen(workload->name));
    CHECK(workload->summary != NULL && workload->summary[0] != '\0' &&
          strchr(workload->summary, '\n') == NULL);
    CHECK(workload->stresses != NULL && workload->stresses[0] != '\0');
    CHECK(workload->run != NULL && workload->check != NULL);
    CHECK(isfinite(workload->unit.operations) && workload->unit.operations >= 0);
    CHECK(isfinite(workload->unit.bytes) && workload->unit.bytes >= 0);
    CHECK(workload->unit.operations > 0 || workload->unit.bytes > 0);
    CHECK(workload->unit.operations == 0 || workload->unit.operation != NULL);
    CHECK(workload->open != NULL || workload->close == NULL);
    CHECK(workload->setup != NULL || workload->teardown == NULL);
}

static void check_name_unique(const struct workload *workload) {
    int bearers = 0;
    for (size_t i = 0; workload_table[i] != NULL; i++) {
        bearers += strcmp(workload_table[i]->name, workload->name) == 0;
    }
    CHECK_INT(bearers, 1);
}

/* At least the whole footprint, however many workers, and none that shrinks with them. */
static void check_footprint(const struct workload *workload) {
    if (workload->footprint_bytes != NULL) {
        CHECK(workload->footprint_bytes(&alone) > 0);
        CHECK(workload->footprint_bytes(&setting) >= workload->footprint_bytes(&alone));
        CHECK(workload->warm_units > 0);
    }
}

/* `units` cut at two places into a range for each worker, run last range first. */
static void check_split(const struct opened *opened, uint64_t units, uint64_t cut1, uint64_t cut2) {
    const uint64_t whole = run_range(opened, 0, 0, units);
    uint64_t split = run_range(opened, 2, cut2, units - cut2);
    split += run_range(opened, 1, cut1, cut2 - cut1);
    split += run_range(opened, 0, 0, cut1);
    CHECK_REPORT(split == whole,
                 "%s: %" PRIu64 " units cut at %" PRIu64 " and %" PRIu64 " give %016" PRIx64
                 ", whole %016" PRIx64,
                 opened->workload->name, units, cut1, cut2, split, whole);
}

static void check_splits(const struct opened *opened) {
    static const struct {
        uint64_t units, cut1, cut2;
    } cases[] = {{1, 0, 1},     {2, 1, 1},     {3, 1, 2},      {100, 0, 100},
                 {100, 33, 67}, {577, 71, 73}, {577, 144, 288}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_split(opened, cases[i].units, cases[i].cut1, cases[i].cut2);
    }
    CHECK(run_range(opened, 0, 5, 0) == 0);
}

static bool accepts(const struct opened *opened, uint64_t units, uint64_t digest) {
    char why[WHY_BYTES] = "";
    const struct workload_sample sample = {.workers = 1, .parallel_units = units};
    const bool accepted =
        opened->workload->check(opened->shared, &sample, digest, why, sizeof why) == 0;
    CHECK_REPORT(accepted == (why[0] == '\0'), "%s: %s with the message \"%s\"",
                 opened->workload->name, accepted ? "accepted" : "refused", why);
    return accepted;
}

static void check_proof(const struct opened *opened) {
    static const uint64_t counts[] = {0, 1, 2, 3, 16, 71, 72, 73, 144, 1000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const uint64_t units = counts[i];
        const uint64_t digest = run_range(opened, 0, 0, units);
        CHECK_REPORT(accepts(opened, units, digest),
                     "%s: the digest of %" PRIu64 " units is refused", opened->workload->name,
                     units);
        CHECK(!accepts(opened, units, digest + 1));
        CHECK(!accepts(opened, units, digest - 1));
        CHECK(!accepts(opened, units + 1, digest));
        CHECK(units == 0 || !accepts(opened, units - 1, digest));
    }
}

/* The mistakes that a harness makes: a unit left out, one run twice, a share moved by one. */
static void check_proof_finds_lost_units(const struct opened *opened) {
    const uint64_t units = 500;
    const uint64_t left_out = run_range(opened, 0, 0, 250) + run_range(opened, 1, 251, 249);
    const uint64_t twice = run_range(opened, 0, 0, 251) + run_range(opened, 1, 250, 250);
    const uint64_t moved = run_range(opened, 0, 1, units);
    const uint64_t one_for_another = left_out + run_range(opened, 0, 100, 1);
    CHECK(!accepts(opened, units, left_out));
    CHECK(!accepts(opened, units, twice));
    CHECK(!accepts(opened, units, moved));
    CHECK(!accepts(opened, units, one_for_another));
}

static void check_no_memory(const struct workload *workload) {
    if (workload->open != NULL) {
        char why[WHY_BYTES] = "";
        void *shared = &why;
        allocations_fail = true;
        const int result = workload->open(&alone, &shared, why, sizeof why);
        allocations_fail = false;
        CHECK_INT(result, -1);
        CHECK(shared == &why);
        CHECK_HOLDS(why, workload->name);
        CHECK_HOLDS(why, "cannot allocate");
    }
}

int main(void) {
    CHECK(workload_table[0] != NULL);
    for (size_t i = 0; workload_table[i] != NULL; i++) {
        const struct workload *workload = workload_table[i];
        check_descriptor(workload);
        check_name_unique(workload);
        check_footprint(workload);
        check_no_memory(workload);
        const struct opened opened = open_workload(workload);
        check_splits(&opened);
        check_proof(&opened);
        check_proof_finds_lost_units(&opened);
        close_workload(&opened);
    }
    return check_done();
}
