/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/words.h"
#include "explain/law.h"
#include "explain/words_state.h"
#include "wire/series.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void words_say(struct words_sentence *sentence, const char *format, ...) {
    if (sentence->used >= sentence->bytes)
        return;
    va_list arguments;
    va_start(arguments, format);
    int added = vsnprintf(sentence->text + sentence->used, sentence->bytes - sentence->used, format,
                          arguments);
    va_end(arguments);
    sentence->used += added > 0 ? (size_t)added : 0;
}

/* A loss of the top level: its name in ledger.csv, and in a sentence. */
static const struct {
    const char *component;
    size_t offset; /* in struct summary_losses */
    const char *name;
} LOSSES[] = {
    {"serial", offsetof(struct summary_losses, serial), "the serial part"},
    {"fork", offsetof(struct summary_losses, fork), "fork"},
    {"imbalance", offsetof(struct summary_losses, imbalance), "imbalance"},
    {"join", offsetof(struct summary_losses, join), "join"},
    {"wait", offsetof(struct summary_losses, wait), "waiting"},
    {"descheduled", offsetof(struct summary_losses, descheduled), "descheduling"},
    {"inflation", offsetof(struct summary_losses, inflation), "inflation of the work"},
    {"idle", offsetof(struct summary_losses, idle), "idle cores"},
    {"unexplained", offsetof(struct summary_losses, unexplained), "what no clock explains"},
};
enum { LOSS_SERIAL = 0, LOSS_COUNT = sizeof LOSSES / sizeof LOSSES[0] };

const char *words_loss_name(const char *component, bool is_of_program) {
    if (is_of_program && strcmp(component, "inflation") == 0)
        return "work that one core does not need";
    for (size_t i = 0; i < LOSS_COUNT; i++)
        if (strcmp(LOSSES[i].component, component) == 0)
            return LOSSES[i].name;
    return component;
}

const char *words_largest_loss(const struct summary_losses *loss, double *ret_value) {
    const char *name = NULL;
    for (size_t i = LOSS_SERIAL + 1; i < LOSS_COUNT; i++) {
        double value = *(const double *)(const void *)((const char *)loss + LOSSES[i].offset);
        if (isnan(value) || (name != NULL && value <= *ret_value))
            continue;
        name = LOSSES[i].name;
        *ret_value = value;
    }
    return name;
}

bool words_is_without_work(const struct summary_row *row) {
    return isnan(row->law_speedup) && row->p_basis[0] == '\0' &&
           !series_is_of_program(&row->series);
}

const struct summary_row *words_row_of_interest(const struct summary_row *rows, size_t count) {
    const struct summary_row *chosen = NULL;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].n == 1 || isnan(rows[i].speedup.value))
            continue;
        bool is_same_p = chosen != NULL && series_is_same_p(rows[i].p, chosen->p);
        if (chosen == NULL || rows[i].n > chosen->n ||
            (rows[i].n == chosen->n &&
             (rows[i].p > chosen->p || (is_same_p && rows[i].tasks > chosen->tasks))))
            chosen = &rows[i];
    }
    return chosen;
}

struct words_verdicts words_count_verdicts(const struct summary_row *rows, size_t count) {
    struct words_verdicts verdicts = {0};
    for (size_t i = 0; i < count; i++) {
        if (rows[i].n == 1)
            continue;
        verdicts.agree += strcmp(rows[i].verdict, "agrees") == 0;
        verdicts.below += strcmp(rows[i].verdict, "below") == 0;
        verdicts.above += strcmp(rows[i].verdict, "above") == 0;
        verdicts.untold += strcmp(rows[i].verdict, "cannot tell") == 0;
        verdicts.this_run_only += strcmp(rows[i].interval_kind, "this run only") == 0;
        verdicts.mostly_left_out += 2 * rows[i].rounds < rows[i].samples;
    }
    return verdicts;
}

void words_say_speedup(struct words_sentence *sentence, const struct summary_row *row) {
    char name[128];
    const char *law = law_owner(row->series.scaling);
    bool is_scaled =
        strcmp(row->series.scaling, "weak") == 0 || strcmp(row->series.scaling, "throughput") == 0;
    series_describe(&row->series, name, sizeof name);
    words_say(sentence,
              row->oversubscribed ? "%s: with %u workers, oversubscribed," : "%s: on %u cores",
              name, row->n);
    if (row->tasks > 0)
        words_say(sentence, "%s %u task%s in flight,", row->oversubscribed ? "" : ",", row->tasks,
                  row->tasks == 1 ? "" : "s");
    if (!isnan(row->p))
        words_say(sentence, " at p = %.6g", row->p);
    else if (strcmp(row->p_basis, "measured") == 0)
        words_say(sentence, " at its own p = %.4g", row->p_measured.value);
    words_say(sentence, " the %sspeed-up is %.4g", is_scaled ? "scaled " : "", row->speedup.value);
    if (!isnan(row->speedup.lo))
        words_say(sentence, " [%.4g, %.4g]", row->speedup.lo, row->speedup.hi);
    if (isnan(row->law_speedup))
        return;
    double away = 100 * (row->ratio.value - 1);
    const char *of_tasks = ""; /* cores for which there is no task are not in the law */
    if (row->tasks > 0 && row->tasks < row->n)
        of_tasks = row->tasks == 1 ? " for one task" : " for so few tasks";
    if (fabs(away) < 0.005)
        words_say(sentence, ", as %s law has it (%.4g%s)", law, row->law_speedup, of_tasks);
    else
        words_say(sentence, ", %.*g %% %s %s %.4g%s", fabs(away) < 99.5 ? 2 : 3, fabs(away),
                  away < 0 ? "below" : "above", law, row->law_speedup, of_tasks);
}

/* A workload without work has no speed-up: what its samples last is the harness's own. */
static void say_times(struct words_sentence *sentence, const struct summary_row *rows,
                      size_t count) {
    char name[128];
    const struct summary_row *last = &rows[count - 1];
    series_describe(&last->series, name, sizeof name);
    words_say(sentence, "%s: a fork-join of %u worker%s takes %.4g us; there is no law for it.",
              name, last->n, last->n == 1 ? "" : "s", 1e6 * last->time_s.value);
}

void words_say_nothing(struct words_sentence *sentence, const struct summary_row *rows,
                       size_t count) {
    bool one_core_only = true;
    char name[128] = "";
    if (count > 0)
        series_describe(&rows[0].series, name, sizeof name);
    for (size_t i = 0; i < count; i++)
        one_core_only = one_core_only && rows[i].n == 1;
    if (count > 0)
        words_say(sentence, "%s: ", name);
    words_say(sentence, one_core_only
                            ? "one core only, so there is no speed-up to compare."
                            : "no sample on several cores could be used with its T(1), so "
                              "there is no speed-up to compare.");
}

void words_say_verdicts(struct words_sentence *sentence, const struct words_verdicts *verdicts,
                        double margin) {
    size_t told = verdicts->agree + verdicts->below + verdicts->above;
    words_say(sentence, "; %zu of %zu points agree within %.3g %%", verdicts->agree,
              told + verdicts->untold, 100 * margin);
    if (verdicts->below > 0)
        words_say(sentence, ", %zu %s below", verdicts->below,
                  verdicts->below == 1 ? "lies" : "lie");
    if (verdicts->above > 0)
        words_say(sentence, ", %zu %s above", verdicts->above,
                  verdicts->above == 1 ? "lies" : "lie");
    if (verdicts->untold > 0)
        words_say(sentence, ", %zu cannot be told", verdicts->untold);
}

void words_say_limits(struct words_sentence *sentence, const struct summary_row *row,
                      const struct words_verdicts *verdicts) {
    if (verdicts->mostly_left_out > 0)
        words_say(
            sentence,
            " At %zu of the points more than half of the samples were disturbed: nothing can be "
            "told there.",
            verdicts->mostly_left_out);
    if (isnan(row->speedup.lo))
        words_say(sentence, " Too few rounds for an interval: 6 are the least.");
    else if (verdicts->this_run_only > 0)
        words_say(
            sentence,
            " %zu of the intervals %s of this run only: it may be shorter than 20 times what the "
            "machine's disturbances last.",
            verdicts->this_run_only, verdicts->this_run_only == 1 ? "speaks" : "speak");
}

void words_result(const struct summary_row *rows, size_t count, double margin, char *text,
                  size_t bytes) {
    struct words_sentence sentence = {text, bytes, 0};
    const struct summary_row *row = words_row_of_interest(rows, count);
    if (bytes > 0)
        text[0] = '\0';
    if (count > 0 && series_is_of_program(&rows[0].series)) {
        words_say_program(&sentence, rows, count, margin);
        return;
    }
    if (count > 0 && words_is_without_work(&rows[count - 1])) {
        say_times(&sentence, rows, count);
        return;
    }
    if (row == NULL) {
        words_say_nothing(&sentence, rows, count);
        return;
    }
    struct words_verdicts verdicts = words_count_verdicts(rows, count);
    double lost = 0;
    const char *loss = words_largest_loss(&row->loss, &lost);
    words_say_speedup(&sentence, row);
    words_say_verdicts(&sentence, &verdicts, margin);
    if (loss != NULL && lost > 0)
        words_say(&sentence, "; beside the serial part the largest loss there is %s, %.*g of %u",
                  loss, lost < 99.5 ? 2 : 3, lost, row->n);
    words_say(&sentence, ".");
    words_say_held(&sentence, row);
    words_say_limits(&sentence, row, &verdicts);
}
