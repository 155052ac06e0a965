/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/rules_tally.h"
#include "explain/words.h"

#include <math.h>
#include <string.h>

static void tally_base(struct rules_tally *tally, const struct summary_row *row) {
    tally->bases++;
    tally->best += !isnan(row->best_s.value);
    tally->base_lo_s = fmin(tally->base_lo_s, row->time_s.value);
    tally->base_hi_s = fmax(tally->base_hi_s, row->time_s.value);
}

static void tally_point(struct rules_tally *tally, const struct summary_row *row) {
    tally->points++;
    tally->speedups += !isnan(row->speedup.value);
    tally->laws += !isnan(row->law_speedup);
    tally->attainable += !isnan(row->attainable_speedup);
    tally->this_only += strcmp(row->interval_kind, "this run only") == 0;
    tally->correlation_s = fmax(tally->correlation_s, row->correlation_s);
}

static bool is_bare(double value, double lo) {
    return !isnan(value) && isnan(lo);
}

struct rules_tally rules_tally_make(const struct rules_facts *facts) {
    struct rules_tally tally = {.base_lo_s = INFINITY, .correlation_s = NAN};
    for (size_t i = 0; i < facts->row_count; i++) {
        const struct summary_row *row = &facts->rows[i];
        bool has_work = !words_is_without_work(row);
        bool is_point = row->n > 1 && has_work;
        if (tally.values++ == 0 || row->rounds < tally.rounds)
            tally.rounds = row->rounds;
        tally.intervals += !isnan(is_point ? row->speedup.lo : row->time_s.lo);
        tally.seen += !isnan(row->serial_fraction_seen.lo);
        tally.bare_best += is_bare(row->speedup_best.value, row->speedup_best.lo);
        tally.bare_attainable += is_bare(row->attainable_speedup, row->attainable_lo);
        tally.fitted += !isnan(row->fitted_s.lo);
        tally.bare_fitted += is_bare(row->speedup_fitted.value, row->speedup_fitted.lo);
        tally.rates += !isnan(row->bytes_per_s);
        if (is_point)
            tally_point(&tally, row);
        else if (has_work)
            tally_base(&tally, row);
    }
    return tally;
}
