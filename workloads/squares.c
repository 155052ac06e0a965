/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A task for each of a thousand numbers, which sends its number's square over one channel; the one
 * that receives adds them up: 332833500. They come in any order, for nobody says who goes first,
 * and the sum is the same: that is what makes the program a correct one. How many of the tasks
 * exist at once is one dial (-t), how many cores they have is the other (-n), and neither may
 * change the sum. A further task is begun when an earlier one's square has come.
 *
 * Before it squares its number a task computes for a while, or there would be nothing to gain: it
 * takes the number some steps ahead in a random sequence, and as many back. */
#include "workload.h"
#include "workload_tasks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* The generator of MMIX: D. E. Knuth, The Art of Computer Programming, vol. 2, 3rd ed., section
 * 3.3.4, table 1, line 26. Read through volatile: a compiler that saw the values could fold steps
 * into one. */
#define MMIX_MULTIPLIER UINT64_C(6364136223846793005)
#define MMIX_INCREMENT UINT64_C(1442695040888963407)
#define MMIX_INVERSE UINT64_C(13877824140714322085) /* of the multiplier, modulo 2^64 */
_Static_assert(MMIX_MULTIPLIER *MMIX_INVERSE == 1, "a step back undoes a step ahead");
static const volatile uint64_t hidden_multiplier = MMIX_MULTIPLIER;
static const volatile uint64_t hidden_increment = MMIX_INCREMENT;
static const volatile uint64_t hidden_inverse = MMIX_INVERSE;

struct squares {
    const struct workload_tasks *calls;
    struct workload_channel *results;
    struct number *each;
    uint64_t numbers, work;
};

/* What one task is given. */
struct number {
    const struct squares *squares;
    uint64_t number;
};

static const struct workload_param squares_params[] = {
    {.name = "numbers",
     .summary = "numbers to square, from 0, a task each",
     .initial = 1000,
     .least = 1,
     .most = 1000000},
    {.name = "work",
     .summary = "multiply-adds that a task computes before it squares, and as many after them",
     .initial = 2000,
     .least = 0,
     .most = 1000000},
    {.name = NULL},
};

static uint64_t squares_units(const struct workload_setting *setting) {
    return setting->params[0];
}

static void squares_close(void *shared) {
    struct squares *squares = shared;
    workload_channel_free(squares->calls, squares->results);
    free(squares->each);
    free(squares);
}

static int squares_open(const struct workload_setting *setting, void **ret_shared, char *why,
                        size_t why_bytes) {
    struct squares *squares = calloc(1, sizeof *squares);
    if (squares != NULL) {
        squares->calls = setting->calls;
        squares->numbers = setting->params[0];
        squares->work = setting->params[1];
        /* Room for all that are in flight: a task that is done need not wait to say so. */
        squares->results = workload_channel_make(
            setting->calls, &(struct workload_channel_spec){.name = "results",
                                                            .capacity = setting->tasks,
                                                            .item_bytes = sizeof(uint64_t)});
        squares->each = calloc(squares->numbers, sizeof *squares->each);
        if (squares->results != NULL && squares->each != NULL) {
            *ret_shared = squares;
            return 0;
        }
        squares_close(squares);
    }
    snprintf(why, why_bytes,
             "squares: cannot allocate a channel and %" PRIu64
             " numbers; free some memory or lower --param numbers=",
             setting->params[0]);
    return -1;
}

static void square(struct workload_task *self, void *argument) {
    const struct number *number = argument;
    const struct squares *squares = number->squares;
    const uint64_t multiplier = hidden_multiplier, increment = hidden_increment;
    const uint64_t inverse = hidden_inverse;
    uint64_t x = number->number;
    for (uint64_t step = 0; step < squares->work; step++)
        x = multiplier * x + increment;
    for (uint64_t step = 0; step < squares->work; step++)
        x = inverse * (x - increment);
    x *= x;
    workload_send(self, squares->results, &x);
}

static uint64_t squares_run(struct workload_task *self, void *shared,
                            const struct workload_sample *sample) {
    struct squares *squares = shared;
    uint64_t begun = 0, received = 0, sum = 0;
    while (received < squares->numbers) {
        if (begun < squares->numbers && begun - received < sample->tasks) {
            struct number *number = &squares->each[begun];
            *number = (struct number){squares, begun};
            /* Refused while tasks whose squares have come are still about to end. */
            if (workload_spawn(self, NULL, square, number) == 0)
                begun++;
            else
                workload_yield(self);
        } else {
            uint64_t squared = 0;
            workload_receive(self, squares->results, &squared);
            sum += squared;
            received++;
        }
    }
    return sum;
}

/* 0² + 1² + … + (k - 1)², by its formula; 64 bits hold the product for any k that is allowed. */
static uint64_t sum_squares(uint64_t k) {
    return k == 0 ? 0 : (k - 1) * k * (2 * k - 1) / 6;
}

static int squares_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                         char *why, size_t why_bytes) {
    (void)shared;
    const uint64_t expected = sum_squares(sample->parallel_units);
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes,
             "squares: the squares of %" PRIu64 " numbers came to %" PRIu64 ", expected %" PRIu64,
             sample->parallel_units, digest, expected);
    return -1;
}

const struct workload workload_squares = {
    .abi = WORKLOAD_ABI,
    .name = "squares",
    .summary = "a task for each of 1000 numbers; their squares come over one channel: 332833500",
    .stresses = "making tasks, and a channel that all of them send to",
    .unit = {.operations = 1, .operation = "square"},
    .params = squares_params,
    .open = squares_open,
    .whole_units = squares_units,
    .run_tasks = squares_run,
    .tasks = 1000,
    .check = squares_check,
    .close = squares_close,
};
