/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/rules.h"
#include "explain/rules_state.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void rules_say(struct rule_row *rule, const char *format, ...) {
    size_t used = strlen(rule->reason);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(rule->reason + used, sizeof rule->reason - used, format, arguments);
    va_end(arguments);
}

static const char *or_nothing(const char *text) {
    return text == NULL ? "" : text;
}

static enum rule_outcome judge_base(const struct rules_facts *facts,
                                    const struct rules_tally *tally, struct rule_row *rule) {
    if (tally->speedups == 0) {
        rules_say(rule, "no speed-up is stated");
        return RULE_NOT_APPLICABLE;
    }
    if (tally->bases == 0) {
        rules_say(rule, "there is no row of n = 1, so how long T(1) lasts is not stated");
        return RULE_NOT_MET;
    }
    rules_say(rule, "over T(1), the %s at n = 1, %.4g s",
              facts->is_program ? "same program" : "parallel code", tally->base_lo_s);
    if (tally->base_hi_s > tally->base_lo_s)
        rules_say(rule, " to %.4g s", tally->base_hi_s);
    if (tally->best == tally->bases)
        rules_say(rule, "; the best serial code was measured beside it");
    else if (tally->best > 0)
        rules_say(rule, "; the best serial code was measured for %zu of %zu", tally->best,
                  tally->bases);
    else
        rules_say(rule, "; no best serial code was measured");
    return RULE_MET;
}

static enum rule_outcome judge_whole(const struct rules_facts *facts,
                                     const struct rules_tally *tally, struct rule_row *rule) {
    static const char no_reason[] = "no reason is known";
    (void)tally;
    const char *left_out = or_nothing(facts->left_out), *why = or_nothing(facts->series_reason);
    bool all_pus = facts->pus_used >= facts->pus,
         all_series = facts->series_measured >= facts->series_asked;
    if (all_pus)
        rules_say(rule, "all %u processing units were used", facts->pus);
    else
        rules_say(rule, "%u of %u processing units were used: %.200s", facts->pus_used, facts->pus,
                  left_out[0] != '\0' ? left_out : no_reason);
    if (!all_series)
        rules_say(rule, "; %zu of %zu series were measured: %.90s", facts->series_measured,
                  facts->series_asked, why[0] != '\0' ? why : no_reason);
    bool is_told = (all_pus || left_out[0] != '\0') && (all_series || why[0] != '\0');
    return is_told ? RULE_MET : RULE_NOT_MET;
}

static enum rule_outcome judge_means(const struct rules_facts *facts,
                                     const struct rules_tally *tally, struct rule_row *rule) {
    (void)facts;
    rules_say(rule, "by construction: times are summed up by medians and no rate is averaged");
    if (tally->rates > 0)
        rules_say(rule, ": the bandwidths, of %zu points, are bytes over the median time",
                  tally->rates);
    return RULE_MET;
}

static enum rule_outcome judge_ratios(const struct rules_facts *facts,
                                      const struct rules_tally *tally, struct rule_row *rule) {
    (void)facts;
    if (tally->speedups == 0) {
        rules_say(rule, "no ratio is stated");
        return RULE_NOT_APPLICABLE;
    }
    rules_say(rule,
              "by construction: a speed-up is the median of T(1)/T(n) of its rounds, and is "
              "labelled so; a loss in "
              "the ledger is a mean over the rounds next to that median; nothing is averaged over "
              "points or workloads");
    return RULE_MET;
}

static enum rule_outcome judge_setup(const struct rules_facts *facts,
                                     const struct rules_tally *tally, struct rule_row *rule) {
    const char *machine = or_nothing(facts->machine);
    (void)tally;
    if (machine[0] == '\0') {
        rules_say(rule, "it is not known what the machine is");
        return RULE_NOT_MET;
    }
    rules_say(
        rule,
        "run.json has the machine (%.100s), all factors, the build, the command line and seed "
        "%" PRIu64,
        machine, facts->seed);
    return RULE_MET;
}

static enum rule_outcome judge_time(const struct rules_facts *facts,
                                    const struct rules_tally *tally, struct rule_row *rule) {
    (void)tally;
    if (facts->is_scripted) {
        rules_say(rule, "nothing ran: the times come from a script");
        return RULE_NOT_APPLICABLE;
    }
    if (facts->is_program) {
        rules_say(
            rule,
            "by construction: a time is from before the program is started to its end by wait4, by "
            "CLOCK_MONOTONIC; how its threads meet is its own affair");
        return RULE_MET;
    }
    rules_say(rule, "by construction: by CLOCK_MONOTONIC, from worker 0's first instruction until "
                    "it has seen all done, at "
                    "n = 1 as well: release and join are inside");
    if (facts->fork_join_s > 0)
        rules_say(rule, ", together %.3g us at the largest n", 1e6 * facts->fork_join_s);
    rules_say(rule, "; a point is the median of its rounds");
    return RULE_MET;
}

static const char no_sentinel[] =
    "; what these cores can attain was not looked for: no sentinel runs beside a program";

static enum rule_outcome judge_bounds(const struct rules_facts *facts,
                                      const struct rules_tally *tally, struct rule_row *rule) {
    if (tally->speedups == 0) {
        rules_say(rule, "no speed-up is stated%s", facts->is_program ? no_sentinel : "");
        return RULE_NOT_APPLICABLE;
    }
    if (tally->laws == 0 && facts->is_program) {
        rules_say(rule,
                  "the bound is n, which the efficiency is a share of; the program states no p, so "
                  "there is no law%s",
                  no_sentinel);
        return RULE_MET;
    }
    rules_say(rule, "%zu of %zu points have the law beside them", tally->laws, tally->points);
    if (tally->attainable > 0)
        rules_say(rule, ", and %zu what these cores can attain of it, as measured",
                  tally->attainable);
    else
        rules_say(rule, "%s",
                  facts->is_program ? no_sentinel
                                    : "; what these cores can attain of it was not measured");
    return tally->laws == tally->points ? RULE_MET : RULE_NOT_MET;
}

static enum rule_outcome judge_charts(const struct rules_facts *facts,
                                      const struct rules_tally *tally, struct rule_row *rule) {
    (void)tally;
    if (!facts->has_charts) {
        rules_say(rule, "no chart was drawn: amdahl plot draws them of the same files");
        return RULE_NOT_MET;
    }
    rules_say(rule, "by construction: points with their intervals, and the raw samples in a chart "
                    "of their own; a line is a "
                    "law, a bound or a fit, and none joins measured points");
    return RULE_MET;
}

/* The rules in a few words, and who judges each. */
static const struct {
    const char *name;
    enum rule_outcome (*judge)(const struct rules_facts *facts, const struct rules_tally *tally,
                               struct rule_row *rule);
} RULES[RULE_COUNT] = {
    {"say what a speed-up is over, and how fast that is", judge_base},
    {"say why parts of the benchmarks or of the machine were not used", judge_whole},
    {"average costs, not rates", judge_means},
    {"do not average ratios", judge_ratios},
    {"give intervals where values vary", rules_judge_intervals},
    {"do not take a shape of the values for granted", rules_judge_shape},
    {"compare in a sound way", rules_judge_comparison},
    {"choose mean, median or tail with a reason", rules_judge_centre},
    {"document all factors and the whole set-up", judge_setup},
    {"say how parallel time is measured, synchronised and summarised", judge_time},
    {"show upper bounds", judge_bounds},
    {"draw what is needed, and join points only where the line means something", judge_charts},
};

void rules_judge(const struct rules_facts *facts, struct rule_row ret_rules[RULE_COUNT]) {
    const struct rules_tally tally = rules_tally_make(facts);
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        ret_rules[i] = (struct rule_row){.number = i + 1, .name = RULES[i].name};
        ret_rules[i].outcome = RULES[i].judge(facts, &tally, &ret_rules[i]);
    }
}

const char *rules_outcome_name(enum rule_outcome outcome) {
    static const char *const names[] = {
        [RULE_MET] = "met", [RULE_NOT_MET] = "not met", [RULE_NOT_APPLICABLE] = "not applicable"};
    return names[outcome];
}

unsigned rules_count(const struct rule_row rules[RULE_COUNT], enum rule_outcome outcome) {
    unsigned count = 0;
    for (unsigned i = 0; i < RULE_COUNT; i++)
        count += rules[i].outcome == outcome;
    return count;
}
