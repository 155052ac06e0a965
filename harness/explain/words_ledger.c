/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/words_ledger.h"
#include "explain/words.h"
#include "explain/words_state.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

/* Half of the last decimal that the table of losses has: what it shows as 0 is not spoken of. */
static const double LOSS_LEAST = 0.00005;

static bool is_same_p(double a, double b) {
    return a == b || (isnan(a) && isnan(b));
}

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
    struct words_samples found = {.has_counters = false};
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[i];
        if (!series_is_same(&sample->series, &point->series))
            continue;
        found.has_counters =
            found.has_counters || (sample->role == SAMPLE_COUNTED && sample->cycles > 0);
        if ((sample->role != SAMPLE_ASKED && sample->role != SAMPLE_ANCHOR) ||
            !is_same_p(sample->p, point->p) || sample->tasks != point->tasks ||
            (sample->n != point->n && sample->n != 1))
            continue;
        found.moves_bytes = found.moves_bytes || sample->bytes > 0;
        if (sample->validity == SAMPLE_DISTURBED)
            count_cause(&found, sample->cause);
    }
    return found;
}

static void say_value(struct words_sentence *sentence, const struct interval *value) {
    words_say(sentence, "%.3g", value->value);
    if (!isnan(value->lo))
        words_say(sentence, " [%.3g, %.3g]", value->lo, value->hi);
}

static double speedup_without(double speedup, double n, double loss) {
    return speedup * n / (n - loss);
}

/* Amdahl's own is spoken of apart. */
static bool is_beside_serial(const struct ledger_row *row) {
    return strcmp(row->row, LEDGER_VALID) == 0 && ledger_is_loss(row) &&
           strcmp(row->component, "serial") != 0;
}

static const struct ledger_row *find_largest(const struct ledger_point *ledger) {
    const struct ledger_row *largest = NULL;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        if (is_beside_serial(row) && row->value.value >= LOSS_LEAST &&
            (largest == NULL || row->value.value > largest->value.value))
            largest = row;
    }
    return largest;
}

static const char *name_of(const struct ledger_row *row) {
    return words_loss_name(row->component, series_is_of_program(&row->series));
}

static void say_serial(struct words_sentence *sentence, const struct ledger_point *ledger) {
    const struct summary_row *point = ledger->point;
    const struct interval serial = ledger_point_value(ledger, LEDGER_VALID, "serial");
    if (!(serial.value >= LOSS_LEAST))
        return;
    words_say(sentence, " The serial part costs ");
    say_value(sentence, &serial);
    words_say(sentence, " of %u, which is Amdahl's own; without it the speed-up would be %.4g.",
              point->n, speedup_without(point->speedup.value, point->n, serial.value));
}

/* Of which part it mostly is, where it has parts. */
static void say_largest_part(struct words_sentence *sentence, const struct ledger_point *ledger,
                             const struct ledger_row *loss) {
    const struct ledger_row *largest = NULL;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        if (strcmp(row->row, loss->row) == 0 && strcmp(row->parent, loss->component) == 0 &&
            row->value.value >= LOSS_LEAST &&
            (largest == NULL || row->value.value > largest->value.value))
            largest = row;
    }
    if (largest != NULL)
        words_say(sentence, " (its largest part: %s, %.3g)", largest->component,
                  largest->value.value);
}

/* Those whose intervals reach that of the largest; one without an interval reaches everywhere. */
static void say_how_sure(struct words_sentence *sentence, const struct ledger_point *ledger,
                         const struct ledger_row *largest) {
    unsigned others = 0;
    if (isnan(largest->value.lo)) {
        words_say(sentence, "; without intervals nobody can be sure of that");
        return;
    }
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        if (row == largest || !is_beside_serial(row) || row->value.hi < largest->value.lo)
            continue;
        words_say(sentence, "%s%s", others++ == 0 ? "; it cannot be told from " : ", ",
                  name_of(row));
    }
    if (others == 0)
        words_say(sentence, "; that it is the largest is sure: its interval lies above all others");
    if (largest->value.lo <= 0)
        words_say(sentence, "%s it may be none, for its interval holds 0",
                  others == 0 ? ", but" : ", and");
}

/* What an unexplained loss may be. */
static const char *suspicion(const struct words_samples *samples) {
    if (samples->has_counters)
        return "which is unknown";
    return samples->moves_bytes ? "which is memory, or unknown: no hardware counters here"
                                : "which is unknown: no hardware counters here";
}

static void say_largest(struct words_sentence *sentence, const struct ledger_point *ledger,
                        const struct words_samples *samples) {
    const struct summary_row *point = ledger->point;
    const struct ledger_row *largest = find_largest(ledger);
    bool has_serial = ledger_point_row(ledger, LEDGER_VALID, "serial") != NULL;
    if (largest == NULL) {
        words_say(sentence, has_serial ? " Beside it nothing is lost." : " Nothing is lost.");
        return;
    }
    words_say(sentence, "%s is lost to %s, ", has_serial ? " Beside it most" : " Most",
              name_of(largest));
    say_value(sentence, &largest->value);
    words_say(sentence, " of %u", point->n);
    say_largest_part(sentence, ledger, largest);
    if (strcmp(largest->component, "unexplained") == 0)
        words_say(sentence, ", %s", suspicion(samples));
    say_how_sure(sentence, ledger, largest);
    words_say(sentence,
              ". Without it the speed-up would be %.4g, all else equal and its time spread evenly "
              "over the cores.",
              speedup_without(point->speedup.value, point->n, largest->value.value));
}

static void say_gains(struct words_sentence *sentence, const struct ledger_point *ledger) {
    unsigned gains = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_row *row = &ledger->rows[i];
        bool is_loss = strcmp(row->row, LEDGER_VALID) == 0 && ledger_is_loss(row);
        if (!is_loss || !(row->value.value <= -LOSS_LEAST))
            continue;
        words_say(sentence, "%s%s, %.3g%s", gains++ == 0 ? " Gained, not lost: " : "; ",
                  name_of(row), -row->value.value,
                  row->value.hi >= 0 ? " (or none: its interval holds 0)" : "");
    }
    if (gains > 0)
        words_say(sentence, ".");
}

static void say_causes(struct words_sentence *sentence, const struct words_samples *samples) {
    size_t told = 0;
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

/* Whether neither figure lies within the other's interval; one without an interval holds nothing.
 */
static bool differ(const struct interval *a, const struct interval *b) {
    bool b_in_a = b->value >= a->lo && b->value <= a->hi;
    bool a_in_b = a->value >= b->lo && a->value <= b->hi;
    return !b_in_a && !a_in_b;
}

static void say_experienced(struct words_sentence *sentence, const struct ledger_point *ledger,
                            const struct words_samples *samples) {
    const struct interval valid = ledger->point->speedup;
    const struct interval experienced = ledger_point_speedup(ledger, LEDGER_EXPERIENCED);
    double cost = valid.value - experienced.value;
    if (isnan(experienced.value) || isnan(valid.lo) || samples->disturbed == 0 ||
        !differ(&valid, &experienced))
        return;
    words_say(sentence, " As experienced, with the disturbed samples, the speed-up is ");
    say_value(sentence, &experienced);
    words_say(sentence, cost > 0 ? ": they cost %.3g" : ": they add %.3g, T(1) being disturbed too",
              fabs(cost));
    say_causes(sentence, samples);
    words_say(sentence, ".");
}

void words_ledger(const struct ledger_point *ledger, const struct words_samples *samples,
                  char *text, size_t bytes) {
    struct words_sentence sentence = {text, bytes, 0};
    const struct summary_row *point = ledger->point;
    if (bytes > 0)
        text[0] = '\0';
    words_say_speedup(&sentence, point);
    double gap = point->n - point->speedup.value;
    words_say(&sentence, gap > 0 ? "; %.3g of %u is lost." : "; that is %.3g more than %u.",
              fabs(gap), point->n);
    say_serial(&sentence, ledger);
    say_largest(&sentence, ledger, samples);
    say_gains(&sentence, ledger);
    say_experienced(&sentence, ledger, samples);
}

void words_no_ledger(const struct summary_row *rows, size_t count, char *text, size_t bytes) {
    struct words_sentence sentence = {text, bytes, 0};
    char name[128];
    if (bytes > 0)
        text[0] = '\0';
    if (count > 0 && words_is_without_work(&rows[count - 1])) {
        series_describe(&rows[0].series, name, sizeof name);
        words_say(&sentence, "%s: without work there is no speed-up, and so no ledger.", name);
    } else {
        words_say_nothing(&sentence, rows, count);
    }
}
