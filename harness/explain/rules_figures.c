/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/rules_state.h"
#include "stats/median_interval.h"

#include <inttypes.h>
#include <math.h>

enum rule_outcome rules_judge_intervals(const struct rules_facts *facts,
                                        const struct rules_tally *tally, struct rule_row *rule) {
    (void)facts;
    if (tally->values == 0) {
        rules_say(rule, "nothing was measured");
        return RULE_NOT_APPLICABLE;
    }
    if (tally->intervals == tally->values)
        rules_say(rule, "all %zu points have a 95 %% interval, from %" PRIu64 " rounds at least",
                  tally->values, tally->rounds);
    else
        rules_say(rule, "%zu of %zu points have no interval, for want of %d usable rounds",
                  tally->values - tally->intervals, tally->values, STATS_INTERVAL_ROUNDS_MIN);
    if (tally->bare_best > 0)
        rules_say(rule, "; of the speed-ups over the best serial code %zu have none",
                  tally->bare_best);
    if (tally->bare_attainable > 0)
        rules_say(rule, "; of the attainable speed-ups %zu have none", tally->bare_attainable);
    if (tally->bare_fitted > 0)
        rules_say(rule, "; of the speed-ups over the fitted T(1) %zu have none",
                  tally->bare_fitted);
    bool is_whole = tally->intervals == tally->values && tally->bare_best == 0 &&
                    tally->bare_attainable == 0 && tally->bare_fitted == 0;
    return is_whole ? RULE_MET : RULE_NOT_MET;
}

static void say_drifts(const struct rules_facts *facts, struct rule_row *rule) {
    size_t notable = 0;
    for (size_t i = 0; i < facts->drift_count; i++)
        notable += drift_is_notable(&facts->drifts[i]);
    if (facts->drift_count == 0)
        rules_say(rule, "; drift was not looked for: %s",
                  facts->is_program ? "no sentinel runs beside a program"
                                    : "no sentinel was taken");
    else if (notable > 0)
        rules_say(rule, "; the machine's speed drifted in %zu of %zu series", notable,
                  facts->drift_count);
}

enum rule_outcome rules_judge_shape(const struct rules_facts *facts,
                                    const struct rules_tally *tally, struct rule_row *rule) {
    if (tally->intervals == 0) {
        rules_say(rule, "there is no interval");
        say_drifts(facts, rule);
        return RULE_NOT_APPLICABLE;
    }
    rules_say(rule, "of times none is assumed: intervals of medians are order statistics, by sign "
                    "tests");
    if (tally->rounds < STATS_BLOCKS_ROUNDS_MIN)
        rules_say(rule, "; fewer than %d rounds are taken as independent", STATS_BLOCKS_ROUNDS_MIN);
    else if (tally->correlation_s > 0)
        rules_say(rule,
                  ", with Student's t for the counts of time blocks; disturbances are correlated "
                  "for up to %.3g s, which widens them",
                  tally->correlation_s);
    else
        rules_say(rule, ", with Student's t for the counts of time blocks");
    if (tally->this_only > 0)
        rules_say(rule, "; %zu of %zu intervals speak of this run only", tally->this_only,
                  tally->points);
    if (tally->speedups > 0)
        rules_say(rule, "; as-experienced figures in ledger.csv are sums, whose intervals "
                        "(jackknife, Student's t) assume a normal shape that was not tested");
    if (tally->seen > 0)
        rules_say(rule, ", and so do those of the serial fraction seen, at %zu points",
                  tally->seen);
    if (tally->fitted > 0)
        rules_say(rule,
                  "; those of the fitted T(1) take a normal shape of what misses the law, at "
                  "%zu points",
                  tally->fitted);
    say_drifts(facts, rule);
    return tally->seen > 0 || tally->fitted > 0 ? RULE_NOT_MET : RULE_MET;
}

enum rule_outcome rules_judge_comparison(const struct rules_facts *facts,
                                         const struct rules_tally *tally, struct rule_row *rule) {
    size_t bare = 0, count = facts->difference_count;
    (void)tally;
    for (size_t i = 0; i < count; i++)
        bare += isnan(facts->differences[i].speedup_ratio.lo);
    if (count == 0) {
        rules_say(rule, facts->series_measured > 1
                            ? "the series are not compared with each other"
                            : "there is one series, and nothing to compare it with but its law");
        return RULE_NOT_APPLICABLE;
    }
    if (bare > 0) {
        rules_say(rule, "%zu of %zu differences have no interval", bare, count);
        return RULE_NOT_MET;
    }
    if (count == 1) {
        rules_say(rule, "one difference, the median of ratios of the same rounds with its 95 %% "
                        "interval");
        return RULE_MET;
    }
    rules_say(rule,
              "%zu differences, each the median of ratios of the same rounds with its 95 %% "
              "interval, which are not widened for their number: by chance alone one in 20 does "
              "not hold what it should",
              count);
    return RULE_NOT_MET;
}

enum rule_outcome rules_judge_centre(const struct rules_facts *facts,
                                     const struct rules_tally *tally, struct rule_row *rule) {
    if (tally->values == 0) {
        rules_say(rule, "nothing was measured");
        return RULE_NOT_APPLICABLE;
    }
    rules_say(rule,
              "medians over %" PRIu64
              " round%s of the same work, where a slow one weighs no more than others; %s; ",
              facts->rounds, facts->rounds == 1 ? "" : "s",
              facts->is_program ? "a run ends with the whole program"
                                : "a sample ends when its slowest worker has");
    if (isnan(facts->skew))
        rules_say(rule, "samples.csv has all times");
    else if (fabs(facts->skew) > facts->margin)
        rules_say(rule,
                  "mean and median differ by up to %.2g %%: some runs are far %s: see the samples "
                  "chart",
                  100 * fabs(facts->skew), facts->skew > 0 ? "slower" : "faster");
    else
        rules_say(rule, "the means are within %.2g %% of the medians", 100 * facts->margin);
    return RULE_MET;
}
