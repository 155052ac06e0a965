/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/agreement.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* Of one work, and whose it was. */
struct agreement_answer {
    uint64_t serial_units, parallel_units;
    uint64_t digest;
    uint32_t n, tasks, round;
    bool is_of_warmup;
    bool is_settled; /* it was there before this batch */
};

static bool has_answer(const struct sample *sample) {
    return sample->has_digest && sample->validity != SAMPLE_BROKEN &&
           sample->role != SAMPLE_SENTINEL;
}

static struct agreement_answer *find(const struct agreement *agreement,
                                     const struct agreement_case *one) {
    for (size_t i = 0; i < agreement->count; i++)
        if (agreement->answers[i].serial_units == one->serial_units &&
            agreement->answers[i].parallel_units == one->parallel_units)
            return &agreement->answers[i];
    return NULL;
}

static struct agreement_answer *add(struct agreement *agreement) {
    if (agreement->count == agreement->capacity) {
        size_t capacity = 2 * agreement->capacity + 8;
        struct agreement_answer *grown =
            realloc(agreement->answers, capacity * sizeof *agreement->answers);
        if (grown == NULL)
            return NULL;
        agreement->answers = grown;
        agreement->capacity = capacity;
    }
    return &agreement->answers[agreement->count++];
}

static bool is_simpler(const struct sample *sample, const struct agreement_answer *than) {
    return sample->n < than->n || (sample->n == than->n && sample->tasks < than->tasks);
}

static int learn(struct agreement *agreement, const struct agreement_case *one,
                 struct fault *fault) {
    const struct sample *sample = one->sample;
    struct agreement_answer *answer = find(agreement, one);
    if (answer != NULL && (answer->is_settled || !is_simpler(sample, answer)))
        return 0;
    if (answer == NULL)
        answer = add(agreement);
    if (answer == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot keep the answers of '%s'",
                         sample->series.workload);
    *answer = (struct agreement_answer){.serial_units = one->serial_units,
                                        .parallel_units = one->parallel_units,
                                        .digest = sample->digest,
                                        .n = sample->n,
                                        .tasks = sample->tasks,
                                        .round = sample->round,
                                        .is_of_warmup = sample->role == SAMPLE_WARMUP};
    return 0;
}

static void compare(const struct agreement *agreement, const struct agreement_case *one) {
    const struct agreement_answer *answer = find(agreement, one);
    struct sample *sample = one->sample;
    char tasks[24] = "", when[24] = "in warm-up", cause[2 * WIRE_CAUSE_BYTES];
    if (answer == NULL || answer->digest == sample->digest)
        return;
    if (answer->tasks > 0)
        snprintf(tasks, sizeof tasks, ", t = %u", answer->tasks);
    if (!answer->is_of_warmup)
        snprintf(when, sizeof when, "round %u", answer->round);
    sample->validity = SAMPLE_BROKEN;
    /* Of two points the simpler one is none to doubt, where it came later. The end may be cut: it
     * says what that can mean, not what it is. */
    snprintf(cause, sizeof cause, "%s n = %u%s (%s)%s: a race, or an order that it depends on",
             is_simpler(sample, answer) ? "its answer and that at" : "another answer than at",
             answer->n, tasks, when, is_simpler(sample, answer) ? " differ" : "");
    snprintf(sample->cause, sizeof sample->cause, "%.*s", WIRE_CAUSE_BYTES - 1, cause);
}

int agreement_judge(struct agreement *agreement, const struct agreement_case *cases, size_t count,
                    struct fault *fault) {
    int status = 0;
    for (size_t i = 0; i < count && status == 0; i++)
        if (has_answer(cases[i].sample))
            status = learn(agreement, &cases[i], fault);
    for (size_t i = 0; i < count && status == 0; i++)
        if (has_answer(cases[i].sample))
            compare(agreement, &cases[i]);
    for (size_t i = 0; i < agreement->count; i++)
        agreement->answers[i].is_settled = true;
    return status;
}

void agreement_release(struct agreement *agreement) {
    free(agreement->answers);
    *agreement = (struct agreement){.answers = NULL};
}
