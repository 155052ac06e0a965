/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/words_ledger_state.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

static void count_cause(struct words_samples *found, const char *cause) {
    size_t i = 0;
    found->disturbed++;
    while (i < found->cause_count && strcmp(found->causes[i].cause, cause) != 0)
        i++;
    if (i == found->cause_count && i < WORDS_CAUSES_MAX)
        found->causes[found->cause_count++] = (struct words_cause){cause, 0};
    if (i < found->cause_count)
        found->causes[i].count++;
}

struct words_samples words_look(const struct sample *samples, size_t count,
                                const struct summary_row *point) {
    struct words_samples found = {.pus = 0};
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[i];
        if (!sample_is_of_speedup(sample) || !series_is_same(&sample->series, &point->series) ||
            !series_is_same_p(sample->p, point->p) || sample->tasks != point->tasks ||
            (sample->n != point->n && sample->n != 1))
            continue;
        found.moves_bytes = found.moves_bytes || sample->bytes > 0;
        if (sample->n == point->n)
            found.pus = sample->pus;
        if (sample->validity == SAMPLE_DISTURBED)
            count_cause(&found, sample->cause);
    }
    return found;
}

void words_say_causes(struct words_sentence *sentence, const struct words_samples *samples) {
    size_t told = 0;
    if (samples->disturbed == 0)
        return;
    words_say(sentence, " (%zu sample%s:", samples->disturbed, samples->disturbed == 1 ? "" : "s");
    for (size_t i = 0; i < samples->cause_count; i++) {
        words_say(sentence, "%s %s %zu", i == 0 ? "" : ",", samples->causes[i].cause,
                  samples->causes[i].count);
        told += samples->causes[i].count;
    }
    if (told < samples->disturbed)
        words_say(sentence, ", others %zu", samples->disturbed - told);
    words_say(sentence, ")");
}

/* What the difference of the two may be off by: the halves of their intervals that face each other,
 * in quadrature, as if they were independent. They share the valid rounds, so that it is off by
 * less, if anything. NAN where one has no interval. */
static double noise_between(const struct interval *above, const struct interval *below) {
    return hypot(above->value - above->lo, below->hi - below->value);
}

void words_say_experienced(struct words_sentence *sentence, const struct ledger_point *ledger,
                           const struct words_samples *samples) {
    const struct interval valid = ledger_point_speedup(ledger, LEDGER_VALID_SUMMED);
    const struct interval all = ledger_point_speedup(ledger, LEDGER_EXPERIENCED);
    double cost = valid.value - all.value;
    double noise = cost > 0 ? noise_between(&valid, &all) : noise_between(&all, &valid);
    if (samples->disturbed == 0 || !(fabs(cost) > noise))
        return;
    words_say(sentence, " As experienced, T(1) and T(n) summed, the speed-up is ");
    words_say_value(sentence, &all);
    words_say(sentence, ", over the valid rounds alone ");
    words_say_value(sentence, &valid);
    words_say(sentence, ": the disturbed ones %s ", cost > 0 ? "cost" : "add");
    words_say_rounded(sentence, fabs(cost),
                      &(struct interval){fabs(cost), fabs(cost) - noise, fabs(cost) + noise});
    words_say(sentence, "%s", cost > 0 ? "" : ", T(1) being disturbed too");
    words_say_causes(sentence, samples);
    words_say(sentence, ".");
}
