/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/words_state.h"

#include <math.h>
#include <stdbool.h>

/* More cores are said not to help where they bring less than this for certain: a program that runs
 * one thread at a time gains or loses as much by where that thread is put. */
static const double HELPS_FROM = 1.1;
/* One thread at a time, but for the moment in which it starts another program. */
static const double ALONE_FROM = 0.95;
/* Of its time a program that mostly waits is at work for less than this. */
static const double AT_WORK_FROM = 0.5;
/* Shares of cores below this are not spoken of: the ticks that the kernel counts CPU time in may
 * make as much. */
static const double CORES_LEAST = 0.005;

static void say_interval(struct words_sentence *sentence, const struct interval *interval) {
    words_say(sentence, "%.3g", interval->value);
    if (!isnan(interval->lo))
        words_say(sentence, " [%.3g, %.3g]", interval->lo, interval->hi);
}

static void say_serial_fractions(struct words_sentence *sentence, const struct summary_row *row) {
    const struct interval fitted = {row->karp_flatt, row->karp_flatt_lo, row->karp_flatt_hi};
    words_say(sentence, "; serial fraction ");
    say_interval(sentence, &fitted);
    words_say(sentence, " by Karp and Flatt");
    if (isnan(row->serial_fraction_seen.value))
        return;
    words_say(sentence, ", ");
    say_interval(sentence, &row->serial_fraction_seen);
    words_say(sentence, " seen (one thread runnable)");
}

/* Core time as a number of cores: of n over T(n). */
static void say_core_time(struct words_sentence *sentence, const struct summary_row *row) {
    double idle = row->idle_s.value / row->time_s.value;
    double extra = row->extra_s.value / row->time_s.value;
    if (isnan(idle) || isnan(extra) || row->oversubscribed)
        return;
    words_say(sentence, "; of %u cores it left %.2g unused", row->n,
              fabs(idle) < CORES_LEAST ? 0 : idle);
    if (extra >= CORES_LEAST)
        words_say(sentence, " and %.2g did work that one core does not need", extra);
    else if (extra <= -CORES_LEAST)
        words_say(sentence, ", and the work took %.2g of a core less than on one", -extra);
}

static const char *reason_of(const struct summary_row *row) {
    if (row->cpu_s.value < AT_WORK_FROM * row->time_s.value)
        return ": it mostly waits";
    if (row->serial_fraction_seen.value >= ALONE_FROM)
        return ": it runs one thread at a time";
    return isnan(row->serial_fraction_seen.value) ? ""
                                                  : ": its threads spin or wait for each other";
}

/* Where the whole interval of every count is below what would be help. */
static bool does_not_help(const struct summary_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].n > 1 && !(rows[i].speedup.hi < HELPS_FROM))
            return false;
    return true;
}

/* Where fewer cores are faster than the most. */
static void say_fastest(struct words_sentence *sentence, const struct summary_row *rows,
                        size_t count, const struct summary_row *row) {
    const struct summary_row *best = row;
    for (size_t i = 0; i < count; i++)
        if (rows[i].n > 1 && rows[i].speedup.lo > best->speedup.hi)
            best = &rows[i];
    if (best != row)
        words_say(sentence, "; it is fastest on %u cores, %.3g", best->n, best->speedup.value);
}

void words_say_program(struct words_sentence *sentence, const struct summary_row *rows,
                       size_t count, double margin) {
    const struct summary_row *row = words_row_of_interest(rows, count);
    if (row == NULL) {
        words_say_nothing(sentence, rows, count);
        return;
    }
    struct words_verdicts verdicts = words_count_verdicts(rows, count);
    words_say_speedup(sentence, row);
    if (!isnan(row->law_speedup))
        words_say_verdicts(sentence, &verdicts, margin);
    say_fastest(sentence, rows, count, row);
    if (does_not_help(rows, count))
        words_say(sentence, "; more cores do not help%s", reason_of(row));
    else
        say_serial_fractions(sentence, row);
    say_core_time(sentence, row);
    words_say(sentence, ".");
    words_say_limits(sentence, row, &verdicts);
}
