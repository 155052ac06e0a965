/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/summary_state.h"
#include "model/model.h"

#include <math.h>
#include <string.h>

/* docs/definitions.md, "Speed-up and its interval": no relative serial fraction where the anchor's
 * own is above this. */
static const double ANCHOR_SERIAL_MAX = 0.05;

static double pair_karp_flatt(const struct summary_workshop *shop, const struct sample *sample) {
    const struct sample *base = pairs_base(shop->pairs, sample);
    return base == NULL ? NAN
                        : model_karp_flatt(pair_speedup(&(struct pair){sample, base}), sample->n);
}

/* Both points are in order of rounds, one sample a round. */
int summary_find_serial(struct summary_workshop *shop, const struct point *point,
                        struct interval *ret_fraction) {
    const struct sample *like = point->samples[0];
    struct point anchor = pairs_find(shop->pairs, like, 1, like->n);
    size_t count = 0, anchors = 0;
    *ret_fraction = SUMMARY_NO_INTERVAL;
    if (like->n == 1 || isnan(like->p) || like->p == 1 ||
        strcmp(like->series.scaling, "strong") != 0)
        return 0;
    for (size_t i = 0; i < anchor.count; i++) {
        double e = pair_karp_flatt(shop, anchor.samples[i]);
        if (!isnan(e)) {
            shop->value[anchors] = e;
            shop->time_s[anchors++] = anchor.samples[i]->start_s;
        }
    }
    struct stats_median median = {0};
    int status = summary_find_median(shop, anchors, &median);
    if (status != 0 || anchors == 0 || median.interval.value > ANCHOR_SERIAL_MAX)
        return status;
    for (size_t i = 0, j = 0; i < point->count; i++) {
        while (j < anchor.count && anchor.samples[j]->round < point->samples[i]->round)
            j++;
        if (j == anchor.count || anchor.samples[j]->round != point->samples[i]->round)
            continue;
        double e = pair_karp_flatt(shop, point->samples[i]),
               e_anchor = pair_karp_flatt(shop, anchor.samples[j]);
        if (isnan(e) || isnan(e_anchor))
            continue;
        shop->value[count] = (e - e_anchor) / (1 - e_anchor);
        shop->time_s[count++] = point->samples[i]->start_s;
    }
    status = summary_find_median(shop, count, &median);
    if (status == 0 && count > 0)
        *ret_fraction = median.interval;
    return status;
}
