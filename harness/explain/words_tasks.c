/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/words_tasks.h"
#include "explain/law.h"
#include "explain/words_ledger_state.h"
#include "explain/words_state.h"
#include "wire/series.h"

#include <math.h>

/* The default margin of a verdict: less is taken for none. */
static const double GAIN_LEAST = 0.01;
/* A time within this of its bound is taken to be held by it: what tasks and waits cost beside it is
 * less. */
static const double BOUND_REACHED = 1.25;

/* One series on one core, at one p. */
struct dial {
    const struct summary_row *one, *most, *best; /* of one task; of the most; with most overlap */
};

static bool is_on_dial(const struct summary_row *row, double p) {
    return row->n == 1 && row->tasks > 0 && series_is_same_p(row->p, p);
}

size_t words_count_tasks(const struct summary_row *rows, size_t count, double p) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += is_on_dial(&rows[i], p);
    return found;
}

/* The largest p of those with several numbers of tasks, or NAN where there is none of its own. */
static double find_p(const struct summary_row *rows, size_t count) {
    double p = NAN;
    for (size_t i = 0; i < count; i++)
        if (words_count_tasks(rows, count, rows[i].p) > 1 && !(rows[i].p <= p))
            p = rows[i].p;
    return p;
}

static struct dial find_dial(const struct summary_row *rows, size_t count, double p) {
    struct dial dial = {NULL, NULL, NULL};
    for (size_t i = 0; i < count; i++) {
        const struct summary_row *row = &rows[i];
        if (!is_on_dial(row, p))
            continue;
        if (row->tasks == 1)
            dial.one = row;
        if (dial.most == NULL || row->tasks > dial.most->tasks)
            dial.most = row;
        if (dial.best == NULL || row->overlap.value > dial.best->overlap.value)
            dial.best = row;
    }
    return dial;
}

static bool cores_help(const struct summary_row *rows, size_t count, const struct summary_row *on) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].n > 1 && rows[i].tasks == on->tasks && series_is_same_p(rows[i].p, on->p) &&
            rows[i].speedup.lo > 1 + GAIN_LEAST)
            return true;
    return false;
}

/* Whether one task waits, by the workload's word or by what it does not compute: the bound alone is
 * also below the time of one where that costs more than the same with several. */
static bool has_waits(const struct dial *dial, double bound) {
    const struct summary_row *one = dial->one;
    double own_s = (double)one->units * one->own_compute_s;
    return bound > 1 + GAIN_LEAST &&
           (one->unit_wait_s > 0 || one->time_s.value > (1 + GAIN_LEAST) * own_s);
}

static void say_gain(struct words_sentence *sentence, const struct dial *dial, double bound) {
    words_say(sentence, "at n = 1, %u tasks in flight bring ", dial->most->tasks);
    words_say_value(sentence, &dial->most->overlap);
    words_say(sentence, " times the speed of one");
    if (has_waits(dial, bound))
        words_say(sentence, ": waits are hidden; the bound is %.3g", bound);
    else if (!isnan(bound))
        words_say(sentence, ", though there was no wait to hide");
}

/* Without a bound nobody knows whether there is a wait. */
static void say_no_gain(struct words_sentence *sentence, const struct dial *dial, double bound,
                        bool cores_do) {
    double most = dial->most->overlap.hi;
    words_say(sentence, "%u tasks in flight %s on one core (", dial->most->tasks,
              most < 1 - GAIN_LEAST   ? "are slower than one"
              : most > 1 + GAIN_LEAST ? "bring nothing that is sure"
                                      : "bring nothing");
    words_say_value(sentence, &dial->most->overlap);
    words_say(sentence, ")");
    if (has_waits(dial, bound))
        words_say(sentence, ", though there are waits to hide: the bound is %.3g", bound);
    else if (!isnan(bound))
        words_say(sentence, ": there is no wait to hide%s", cores_do ? "; cores do" : "");
}

/* Without an interval nobody knows what is a gain and what is scatter. */
static void say_nothing(struct words_sentence *sentence, const struct dial *dial) {
    bool has_value = !isnan(dial->most->overlap.value);
    if (dial->one == NULL)
        words_say(sentence, "what tasks in flight bring is told over one of them: -t with 1 among "
                            "its numbers.");
    else
        words_say(sentence,
                  "what %u tasks in flight bring cannot be told: %s a valid sample of them and of "
                  "one on one core%s.",
                  dial->most->tasks, has_value ? "too few rounds have" : "no round has",
                  has_value ? "; 6 are the least" : "");
}

void words_tasks(const struct summary_row *rows, size_t count, char *text, size_t bytes) {
    struct words_sentence sentence = {text, bytes, 0};
    char name[128];
    double p = find_p(rows, count);
    const struct dial dial = find_dial(rows, count, p);
    if (bytes > 0)
        text[0] = '\0';
    if (words_count_tasks(rows, count, p) < 2)
        return;
    series_describe(&rows[0].series, name, sizeof name);
    words_say(&sentence, "%s: ", name);
    if (!isnan(p))
        words_say(&sentence, "at p = %.6g, ", p);
    if (dial.one == NULL || isnan(dial.most->overlap.lo)) {
        say_nothing(&sentence, &dial);
        return;
    }
    double bound = dial.one->time_s.value / dial.most->bound_s;
    if (dial.most->overlap.lo > 1 + GAIN_LEAST)
        say_gain(&sentence, &dial, bound);
    else
        say_no_gain(&sentence, &dial, bound, cores_help(rows, count, dial.most));
    if (dial.best->overlap.lo > fmax(dial.most->overlap.hi, 1 + GAIN_LEAST)) {
        words_say(&sentence, "; %u bring more, ", dial.best->tasks);
        words_say_value(&sentence, &dial.best->overlap);
    }
    words_say(&sentence, ".");
}

/* What more tasks did in this run; where none were measured, whether the bound, which more tasks
 * lower, is what the time comes to: where tasks do not wait side by side it is far above. */
static bool tasks_help(const struct summary_row *row) {
    if (row->more_tasks_s > 0)
        return row->time_s.value > (1 + GAIN_LEAST) * row->more_tasks_s &&
               !(row->time_s.lo <= row->more_tasks_s);
    return row->time_s.value <= BOUND_REACHED * row->bound_s;
}

void words_say_held(struct words_sentence *sentence, const struct summary_row *row) {
    unsigned tasks = row->tasks < row->units ? row->tasks : (unsigned)row->units;
    /* The bound is of waits that hold no worker. Where they do, cores bring most of what they can,
     * and are no vain remedy. */
    bool do_cores_help = row->speedup.value - 1 > 0.5 * (row->n - 1.0);
    if (tasks == 0 || do_cores_help || !tasks_help(row) ||
        !law_is_held_by_waiting(row->n, tasks, row->compute_s, row->unit_wait_s))
        return;
    words_say(sentence, " It is held by waiting: %s",
              tasks < row->units ? "more tasks in flight would help, cores do not."
                                 : "every unit is in flight, and cores do not help.");
}
