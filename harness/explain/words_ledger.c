/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/words_ledger.h"
#include "explain/law.h"
#include "explain/words.h"
#include "explain/words_ledger_state.h"
#include "explain/words_state.h"
#include "wire/series.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One row of a point's ledger, and the text that it is put into. */
struct telling {
    struct words_sentence *sentence;
    const struct ledger_point *ledger;
    const struct words_samples *samples;
    const char *row; /* LEDGER_VALID; LEDGER_EXPERIENCED where no round was valid */
    struct interval speedup;
};

/* The law's own is spoken of apart. */
static bool is_beside_serial(const struct telling *telling, const struct ledger_row *row) {
    return strcmp(row->row, telling->row) == 0 && ledger_is_loss(row) &&
           strcmp(row->component, "serial") != 0;
}

static const struct ledger_row *find_largest(const struct telling *telling) {
    const struct ledger_row *largest = NULL;
    for (size_t i = 0; i < telling->ledger->count; i++) {
        const struct ledger_row *row = &telling->ledger->rows[i];
        if (is_beside_serial(telling, row) && row->value.value >= WORDS_LOSS_LEAST &&
            (largest == NULL || row->value.value > largest->value.value))
            largest = row;
    }
    return largest;
}

static const char *name_of(const struct ledger_row *row) {
    return words_loss_name(row->component, series_is_of_program(&row->series));
}

/* A clause and what the speed-up would be without a loss, in as many digits as it is given in
 * itself; nothing where that cannot be said, or comes to the same. */
static void say_without(const struct telling *telling, const char *clause,
                        const struct interval *loss) {
    bool is_capped = false;
    double without = words_speedup_without(&telling->speedup, telling->ledger->point,
                                           telling->samples, loss, &is_capped);
    char shown[32], now[32];
    snprintf(shown, sizeof shown, "%.4g", without);
    snprintf(now, sizeof now, "%.4g", telling->speedup.value);
    if (!isnan(without) && strcmp(shown, now) != 0)
        words_say(telling->sentence, "%s the speed-up would be %s%s", clause,
                  is_capped ? "at most " : "", shown);
}

/* Whether there was anything to say. */
static bool say_serial(const struct telling *telling) {
    const struct summary_row *point = telling->ledger->point;
    const struct interval serial = ledger_point_value(telling->ledger, telling->row, "serial");
    bool is_of_law = strcmp(point->series.scaling, "throughput") != 0; /* whose ideal is n */
    if (!(serial.value >= WORDS_LOSS_LEAST))
        return false;
    words_say(telling->sentence, " The serial part costs ");
    words_say_value(telling->sentence, &serial);
    words_say(telling->sentence, " of %u", point->n);
    if (is_of_law)
        words_say(telling->sentence, ", which is %s own", law_owner(point->series.scaling));
    say_without(telling, "; were it spread evenly over the cores,", &serial);
    words_say(telling->sentence, ".");
    return true;
}

/* Of which part it mostly is, where it has parts. */
static void say_largest_part(const struct telling *telling, const struct ledger_row *loss) {
    const struct ledger_row *largest = NULL;
    for (size_t i = 0; i < telling->ledger->count; i++) {
        const struct ledger_row *row = &telling->ledger->rows[i];
        if (strcmp(row->row, loss->row) == 0 && strcmp(row->parent, loss->component) == 0 &&
            row->value.value >= WORDS_LOSS_LEAST &&
            (largest == NULL || row->value.value > largest->value.value))
            largest = row;
    }
    if (largest == NULL)
        return;
    words_say(telling->sentence, " (its largest part: %s, ", largest->component);
    words_say_rounded(telling->sentence, largest->value.value, &largest->value);
    words_say(telling->sentence, ")");
}

/* A loss of exactly 0 without an interval is none in any round. */
static bool lacks_interval(const struct interval *value) {
    return value->value != 0 && (isnan(value->lo) || isnan(value->hi));
}

/* Names those without an interval, or those whose interval reaches the largest one's. Gives their
 * number. */
static unsigned say_rivals(const struct telling *telling, const struct ledger_row *largest,
                           bool without_interval, const char *lead) {
    unsigned rivals = 0;
    for (size_t i = 0; i < telling->ledger->count; i++) {
        const struct ledger_row *row = &telling->ledger->rows[i];
        bool is_rival =
            without_interval ? lacks_interval(&row->value) : row->value.hi >= largest->value.lo;
        if (row != largest && is_beside_serial(telling, row) && is_rival)
            words_say(telling->sentence, "%s%s", rivals++ == 0 ? lead : ", ", name_of(row));
    }
    return rivals;
}

static void say_how_sure(const struct telling *telling, const struct ledger_row *largest) {
    if (lacks_interval(&largest->value)) {
        words_say(telling->sentence, "; whether it is the largest cannot be said: no interval");
        return;
    }
    unsigned rivals = say_rivals(telling, largest, false, "; it cannot be told from ");
    rivals += say_rivals(telling, largest, true,
                         rivals == 0 ? "; whether it is the largest cannot be said: no interval of "
                                     : "; no interval of ");
    if (rivals == 0)
        words_say(telling->sentence, "; that it is the largest is sure");
    if (largest->value.lo <= 0)
        words_say(telling->sentence, "; it may be none, for its interval holds 0");
}

/* What an unexplained loss may be: where memory was not counted, it is in it. */
static const char *suspicion(const struct telling *telling) {
    if (ledger_point_row(telling->ledger, telling->row, "memory") != NULL)
        return "which is unknown";
    return telling->samples->moves_bytes ? "which is memory, or unknown: nothing was counted"
                                         : "which is unknown: nothing was counted";
}

static void say_largest(const struct telling *telling, bool is_beside) {
    struct words_sentence *sentence = telling->sentence;
    const struct ledger_row *largest = find_largest(telling);
    if (largest == NULL) {
        words_say(sentence, is_beside ? " Beside it nothing is lost." : " Nothing is lost.");
        return;
    }
    words_say(sentence, "%s is lost to %s, ", is_beside ? " Beside it most" : " Most",
              name_of(largest));
    words_say_value(sentence, &largest->value);
    words_say(sentence, " of %u", telling->ledger->point->n);
    say_largest_part(telling, largest);
    if (strcmp(largest->component, "unexplained") == 0)
        words_say(sentence, ", %s", suspicion(telling));
    say_how_sure(telling, largest);
    words_say(sentence, ".");
    size_t before = sentence->used;
    say_without(telling, " Without it, its time spread evenly over the cores,", &largest->value);
    if (sentence->used > before)
        words_say(sentence, ".");
}

static void say_gains(const struct telling *telling) {
    unsigned gains = 0;
    for (size_t i = 0; i < telling->ledger->count; i++) {
        const struct ledger_row *row = &telling->ledger->rows[i];
        bool is_loss = strcmp(row->row, telling->row) == 0 && ledger_is_loss(row);
        if (!is_loss || !(row->value.value <= -WORDS_LOSS_LEAST))
            continue;
        words_say(telling->sentence, "%s%s, ", gains++ == 0 ? " Gained, not lost: " : "; ",
                  name_of(row));
        words_say_rounded(telling->sentence, -row->value.value, &row->value);
        words_say(telling->sentence, "%s",
                  row->value.hi >= 0 ? " (or none: its interval holds 0)" : "");
    }
    if (gains > 0)
        words_say(telling->sentence, ".");
}

/* The speed-up, and how far it is from n. */
static void say_gap(const struct telling *telling) {
    const struct summary_row *point = telling->ledger->point;
    const struct interval speedup = telling->speedup;
    const struct interval gap = {point->n - speedup.value, point->n - speedup.hi,
                                 point->n - speedup.lo};
    words_say_speedup(telling->sentence, point);
    if (fabs(gap.value) < WORDS_LOSS_LEAST) {
        words_say(telling->sentence, "; on the whole nothing is lost.");
        return;
    }
    words_say(telling->sentence, gap.value > 0 ? "; " : "; that is ");
    words_say_rounded(telling->sentence, fabs(gap.value), &gap);
    words_say(telling->sentence, gap.value > 0 ? " of %u is lost." : " more than %u.", point->n);
}

/* Where no round was valid there is no law to compare with either: it speaks of undisturbed cores.
 */
static void say_only_experienced(const struct telling *telling) {
    struct summary_row met = *telling->ledger->point;
    met.speedup = telling->speedup;
    met.law_speedup = NAN;
    if (isnan(met.p_measured.value))
        met.p_basis[0] = '\0';
    words_say_speedup(telling->sentence, &met);
    words_say(telling->sentence, " as experienced; there is no valid speed-up, for every round was "
                                 "disturbed");
    words_say_causes(telling->sentence, telling->samples);
    words_say(telling->sentence, ".");
}

void words_ledger(const struct ledger_point *ledger, const struct words_samples *samples,
                  char *text, size_t bytes) {
    struct words_sentence sentence = {text, bytes, 0};
    bool has_valid = !isnan(ledger->point->speedup.value);
    const char *row = has_valid ? LEDGER_VALID : LEDGER_EXPERIENCED;
    const struct telling telling = {&sentence, ledger, samples, row,
                                    has_valid ? ledger->point->speedup
                                              : ledger_point_speedup(ledger, row)};
    if (bytes > 0)
        text[0] = '\0';
    if (has_valid)
        say_gap(&telling);
    else
        say_only_experienced(&telling);
    bool is_beside = say_serial(&telling);
    say_largest(&telling, is_beside);
    say_gains(&telling);
    words_say_held(&sentence, ledger->point);
    if (has_valid)
        words_say_experienced(&sentence, ledger, samples);
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
