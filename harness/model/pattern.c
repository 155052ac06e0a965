/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/pattern.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct pattern {
    uint64_t hash;
    uint32_t round;
};

static int compare(const void *a, const void *b) {
    const struct pattern *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash > y->hash ? 1 : -1;
    return (x->round > y->round) - (x->round < y->round);
}

static size_t length(const struct layout *layout, uint32_t round) {
    return layout->round_first[round + 1] - layout->round_first[round];
}

/* FNV-1a over the cells: http://www.isthe.com/chongo/tech/comp/fnv. */
static uint64_t hash_of(const struct layout *layout, uint32_t round) {
    uint64_t hash = 14695981039346656037u;
    for (size_t row = layout->round_first[round]; row < layout->round_first[round + 1]; row++)
        hash = (hash ^ layout->cell[row]) * 1099511628211u;
    return hash;
}

static bool is_same(const struct layout *layout, uint32_t one, uint32_t other) {
    return length(layout, one) == length(layout, other) &&
           memcmp(layout->cell + layout->round_first[one],
                  layout->cell + layout->round_first[other],
                  length(layout, one) * sizeof *layout->cell) == 0;
}

int pattern_find(const struct layout *layout, uint32_t *ret_stratum, struct fault *fault) {
    struct pattern *patterns = calloc(layout->rounds, sizeof *patterns);
    if (patterns == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "no memory for %zu rounds", layout->rounds);
    for (uint32_t round = 0; round < layout->rounds; round++)
        patterns[round] = (struct pattern){hash_of(layout, round), round};
    qsort(patterns, layout->rounds, sizeof *patterns, compare);
    /* First the first round of each set; of two sets with one hash in turns there are more sets
     * than need be, which costs room alone. */
    for (size_t i = 0, leader = 0; i < layout->rounds; i++) {
        if (patterns[i].hash != patterns[leader].hash ||
            !is_same(layout, patterns[i].round, patterns[leader].round))
            leader = i;
        ret_stratum[patterns[i].round] = patterns[leader].round;
    }
    size_t count = 0;
    for (uint32_t round = 0; round < layout->rounds; round++)
        ret_stratum[round] =
            ret_stratum[round] == round ? (uint32_t)count++ : ret_stratum[ret_stratum[round]];
    free(patterns);
    return 0;
}
