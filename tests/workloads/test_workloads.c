/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What every built-in workload owes the harness, seen through the table alone: a valid descriptor,
 * a digest that does not depend on who ran which range, a check that accepts the right digest and
 * nothing beside it, and one sentence where memory runs out. */
#include "check.h"
#include "tasks/crew.h"
#include "workload.h"
#include "workload_table.h"

#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

enum { WORKERS = 3, WHY_BYTES = 256 };

/* The linker puts these in the place of the workloads' allocations (--wrap), and of those that the
 * harness makes for them, so that the one behind the first few can fail, or all that follow. */
static int allocations_left = INT_MAX;
static bool fails_once;
void *__real_malloc(size_t bytes), *__wrap_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes), *__wrap_calloc(size_t count, size_t bytes);
void *__real_aligned_alloc(size_t alignment, size_t bytes);
void *__wrap_aligned_alloc(size_t alignment, size_t bytes);

static bool allocation_fails(void) {
    const int left = allocations_left--;
    return fails_once ? left == 0 : left <= 0;
}
void *__wrap_malloc(size_t bytes) {
    return allocation_fails() ? NULL : __real_malloc(bytes);
}
void *__wrap_calloc(size_t count, size_t bytes) {
    return allocation_fails() ? NULL : __real_calloc(count, bytes);
}
void *__wrap_aligned_alloc(size_t alignment, size_t bytes) {
    return allocation_fails() ? NULL : __real_aligned_alloc(alignment, bytes);
}

enum kernel { PARALLEL, SERIAL };

/* A workload that is open, with a state for each worker. */
struct opened {
    const struct workload *workload;
    void *shared;
    void *states[WORKERS];
};

static struct workload_setting make_setting(const struct workload *workload, unsigned workers,
                                            uint64_t params[WORKLOAD_PARAMS_MAX]) {
    for (int i = 0; workload->params != NULL && workload->params[i].name != NULL; i++) {
        params[i] = workload->params[i].initial;
    }
    return (struct workload_setting){.workers = workers,
                                     .cache_bytes = (size_t)1 << 20,
                                     .params = params,
                                     .tasks = workload->tasks,
                                     .calls = &crew_tasks};
}

static struct opened open_workload(const struct workload *workload) {
    struct opened opened = {.workload = workload};
    uint64_t params[WORKLOAD_PARAMS_MAX];
    const struct workload_setting setting = make_setting(workload, WORKERS, params);
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

static struct workload_sample make_sample(enum kernel kernel, uint64_t units) {
    return kernel == SERIAL ? (struct workload_sample){.workers = WORKERS, .serial_units = units}
                            : (struct workload_sample){.workers = WORKERS, .parallel_units = units};
}

/* A range of a sample that ends with it. */
static uint64_t run_range(const struct opened *opened, enum kernel kernel, unsigned worker,
                          uint64_t first, uint64_t count) {
    const struct workload *workload = opened->workload;
    struct workload_sample sample = make_sample(kernel, first + count);
    for (; workload->prepare != NULL && sample.worker < WORKERS; sample.worker++) {
        workload->prepare(opened->states[sample.worker], &sample);
    }
    return (kernel == SERIAL ? workload->run_serial : workload->run)(opened->states[worker], first,
                                                                     count);
}

static bool cost_is_sane(const struct workload_unit *unit) {
    return isfinite(unit->operations) && unit->operations >= 0 && isfinite(unit->bytes) &&
           unit->bytes >= 0 && (unit->operations == 0 || unit->operation != NULL);
}

static bool costs_something(const struct workload_unit *unit) {
    return unit->operations > 0 || unit->bytes > 0;
}

static const char name_characters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

static void check_params(const struct workload_param *params) {
    int count = 0;
    for (; params != NULL && params[count].name != NULL; count++) {
        const struct workload_param *param = &params[count];
        CHECK(param->name[0] != '\0');
        CHECK_INT(strspn(param->name, name_characters), strlen(param->name));
        CHECK(param->summary != NULL && strchr(param->summary, '\n') == NULL);
        CHECK(param->least <= param->initial && param->initial <= param->most);
    }
    CHECK(count <= WORKLOAD_PARAMS_MAX);
}

static void check_descriptor(const struct workload *workload) {
    CHECK_INT(workload->abi, WORKLOAD_ABI);
    CHECK(workload->name != NULL && strlen(workload->name) >= 1 && strlen(workload->name) <= 31);
    CHECK_INT(strspn(workload->name, name_characters), strlen(workload->name));
    CHECK(workload->summary != NULL && workload->summary[0] != '\0' &&
          strchr(workload->summary, '\n') == NULL);
    CHECK(workload->stresses != NULL && workload->stresses[0] != '\0');
    CHECK((workload->run != NULL) != (workload->run_tasks != NULL) && workload->check != NULL);
    CHECK((workload->tasks > 0) == (workload->run_tasks != NULL));
    CHECK(cost_is_sane(&workload->unit) && cost_is_sane(&workload->serial_unit));
    CHECK(costs_something(&workload->unit) == !workload->is_empty);
    CHECK(costs_something(&workload->serial_unit) == (workload->run_serial != NULL));
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

/* None that shrinks with the workers. */
static void check_footprint(const struct workload *workload) {
    if (workload->footprint_bytes != NULL) {
        uint64_t params[WORKLOAD_PARAMS_MAX];
        const struct workload_setting alone = make_setting(workload, 1, params);
        const struct workload_setting setting = make_setting(workload, WORKERS, params);
        CHECK(workload->footprint_bytes(&alone) > 0);
        CHECK(workload->footprint_bytes(&setting) >= workload->footprint_bytes(&alone));
        CHECK(workload->warm_units > 0 || workload->unit.bytes > 0 || workload->prepare != NULL);
    }
}

/* `units` cut at two places into a range for each worker, run last range first. */
static void check_split(const struct opened *opened, enum kernel kernel, uint64_t units,
                        uint64_t cut1, uint64_t cut2) {
    const uint64_t whole = run_range(opened, kernel, 0, 0, units);
    uint64_t split = run_range(opened, kernel, 2, cut2, units - cut2);
    split += run_range(opened, kernel, 1, cut1, cut2 - cut1);
    split += run_range(opened, kernel, 0, 0, cut1);
    CHECK_REPORT(split == whole,
                 "%s: %" PRIu64 " units cut at %" PRIu64 " and %" PRIu64 " give %016" PRIx64
                 ", whole %016" PRIx64,
                 opened->workload->name, units, cut1, cut2, split, whole);
}

static void check_splits(const struct opened *opened, enum kernel kernel) {
    static const struct {
        uint64_t units, cut1, cut2;
    } cases[] = {{1, 0, 1},     {2, 1, 1},     {3, 1, 2},      {100, 0, 100},
                 {100, 33, 67}, {577, 71, 73}, {577, 144, 288}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_split(opened, kernel, cases[i].units, cases[i].cut1, cases[i].cut2);
    }
    CHECK(run_range(opened, kernel, 0, 5, 0) == 0);
}

static bool accepts(const struct opened *opened, enum kernel kernel, uint64_t units,
                    uint64_t digest) {
    char why[WHY_BYTES] = "";
    const struct workload_sample sample = make_sample(kernel, units);
    const bool accepted =
        opened->workload->check(opened->shared, &sample, digest, why, sizeof why) == 0;
    CHECK_REPORT(accepted == (why[0] == '\0'), "%s: %s with the message \"%s\"",
                 opened->workload->name, accepted ? "accepted" : "refused", why);
    return accepted;
}

static void check_proof(const struct opened *opened, enum kernel kernel) {
    static const uint64_t counts[] = {0, 1, 2, 3, 16, 71, 72, 73, 144, 1000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        const uint64_t units = counts[i];
        const uint64_t digest = run_range(opened, kernel, 0, 0, units);
        CHECK_REPORT(accepts(opened, kernel, units, digest),
                     "%s: the digest of %" PRIu64 " units is refused", opened->workload->name,
                     units);
        CHECK(!accepts(opened, kernel, units, digest + 1));
        CHECK(!accepts(opened, kernel, units, digest - 1));
        CHECK(!accepts(opened, kernel, units + 1, digest));
        CHECK(units == 0 || !accepts(opened, kernel, units - 1, digest));
    }
}

/* The mistakes that a harness makes: a unit left out, one run twice, a share moved by one. */
static void check_proof_finds_lost_units(const struct opened *opened, enum kernel kernel) {
    const uint64_t units = 500;
    const uint64_t left_out =
        run_range(opened, kernel, 0, 0, 250) + run_range(opened, kernel, 1, 251, 249);
    const uint64_t twice =
        run_range(opened, kernel, 0, 0, 251) + run_range(opened, kernel, 1, 250, 250);
    const uint64_t moved = run_range(opened, kernel, 0, 1, units);
    const uint64_t one_for_another = left_out + run_range(opened, kernel, 0, 100, 1);
    CHECK(!accepts(opened, kernel, units, left_out));
    CHECK(!accepts(opened, kernel, units, twice));
    CHECK(!accepts(opened, kernel, units, moved));
    CHECK(!accepts(opened, kernel, units, one_for_another));
}

/* The best serial code does the same work, and is proved in the same way. */
static void check_best(const struct opened *opened) {
    uint64_t params[WORKLOAD_PARAMS_MAX];
    const struct workload *workload = opened->workload;
    const struct workload_setting setting = make_setting(workload, WORKERS, params);
    const uint64_t units = workload->whole_units == NULL ? 1000 : workload->whole_units(&setting);
    const struct workload_sample sample = {.workers = 1, .parallel_units = units};
    for (int turn = 0; turn < 2; turn++) {
        if (workload->prepare != NULL) {
            workload->prepare(opened->states[0], &sample);
        }
        const uint64_t digest = workload->run_best(opened->states[0], units);
        CHECK(accepts(opened, PARALLEL, units, digest));
        CHECK(!accepts(opened, PARALLEL, units, digest + 1));
    }
}

/* The units of one kernel are not those of the other. */
static void check_both_kernels(const struct opened *opened) {
    char why[WHY_BYTES] = "";
    uint64_t digest = run_range(opened, PARALLEL, 0, 0, 72);
    digest += run_range(opened, SERIAL, 0, 0, 73);
    struct workload_sample sample = {.workers = 1, .serial_units = 73, .parallel_units = 72};
    CHECK_INT(opened->workload->check(opened->shared, &sample, digest, why, sizeof why), 0);
    sample.serial_units--, sample.parallel_units++;
    CHECK_INT(opened->workload->check(opened->shared, &sample, digest, why, sizeof why), -1);
}

/* No work gives nothing, however many units of it. */
static void check_empty(const struct opened *opened) {
    CHECK_INT(run_range(opened, PARALLEL, 1, 3, 1000), 0);
    CHECK(accepts(opened, PARALLEL, 1000, 0) && !accepts(opened, PARALLEL, 1000, 1));
}

/* An intrinsic workload owes the same, of its whole: on one worker and on several. */
static void check_whole(const struct opened *opened) {
    uint64_t params[WORKLOAD_PARAMS_MAX], digests[WORKERS];
    const struct workload *workload = opened->workload;
    const struct workload_setting setting = make_setting(workload, WORKERS, params);
    const uint64_t units = workload->whole_units(&setting);
    for (unsigned n = 1; n <= WORKERS; n++) {
        struct workload_sample sample = {.workers = n, .parallel_units = units};
        for (; workload->prepare != NULL && sample.worker < n; sample.worker++) {
            workload->prepare(opened->states[sample.worker], &sample);
        }
        uint64_t digest = workload->begin == NULL ? 0 : workload->begin(opened->states[0]);
        for (unsigned i = n; i-- > 0;) {
            const uint64_t first = units * i / n, end = units * (i + 1) / n;
            digest += workload->run(opened->states[i], first, end - first);
        }
        digest += workload->finish == NULL ? 0 : workload->finish(opened->states[0]);
        CHECK(accepts(opened, PARALLEL, units, digest));
        CHECK(!accepts(opened, PARALLEL, units, digest + 1));
        CHECK(!accepts(opened, PARALLEL, units - 1, digest));
        digests[n - 1] = digest;
        CHECK(digest == digests[0]);
    }
}

static void check_kernel(const struct opened *opened, enum kernel kernel) {
    check_splits(opened, kernel);
    check_proof(opened, kernel);
    check_proof_finds_lost_units(opened, kernel);
}

static bool opens_with(const struct workload *workload, int allocations, bool only_next) {
    uint64_t params[WORKLOAD_PARAMS_MAX];
    const struct workload_setting alone = make_setting(workload, 1, params);
    char why[WHY_BYTES] = "";
    void *shared = &why;
    allocations_left = allocations;
    fails_once = only_next;
    const int result = workload->open(&alone, &shared, why, sizeof why);
    CHECK_INT(result, allocations_left < 0 ? -1 : 0);
    allocations_left = INT_MAX;
    if (result != 0) {
        CHECK(shared == &why);
        CHECK_HOLDS(why, workload->name);
        CHECK_HOLDS(why, "cannot allocate");
    } else if (workload->close != NULL) {
        workload->close(shared);
    }
    return result == 0;
}

/* Whichever allocation fails. */
static void check_no_memory(const struct workload *workload) {
    if (workload->open != NULL) {
        int allocations = 0;
        while (allocations < 100 && !opens_with(workload, allocations, true) &&
               !opens_with(workload, allocations, false)) {
            allocations++;
        }
        CHECK(allocations > 0 && allocations < 100);
    }
}

int main(void) {
    for (size_t i = 0; workload_table[i] != NULL; i++) {
        const struct workload *workload = workload_table[i];
        check_descriptor(workload);
        check_params(workload->params);
        check_name_unique(workload);
        check_footprint(workload);
        if (workload->has_helpers) /* its own test opens it */
            continue;
        check_no_memory(workload);
        if (workload->run_tasks != NULL) /* test_with_tasks.c runs it, on a crew */
            continue;
        const struct opened opened = open_workload(workload);
        if (workload->is_empty) {
            check_empty(&opened);
        } else if (workload->whole_units != NULL) {
            check_whole(&opened);
        } else {
            check_kernel(&opened, PARALLEL);
        }
        if (workload->run_best != NULL) {
            check_best(&opened);
        }
        if (workload->run_serial != NULL) {
            check_kernel(&opened, SERIAL);
            check_both_kernels(&opened);
        }
        close_workload(&opened);
    }
    return check_done();
}
