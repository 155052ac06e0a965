/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Measurements made small: what a fit of logarithms needs of any number of rows. Of the room
 * model/ alone.
 *
 * y = log(cost), cost = time/work or 1/rate (for a law of a rate y is the logarithm of the rate).
 * Rows of the same n are a cell. Rows of the same round share an effect of their own, which leaves
 * the differences within rounds: rounds with the same cells in them become one stratum, the means
 * of the rows of each of its cells, each counting as often as the stratum has rounds. Rounds are
 * used where two of them at least have two different n; without rounds there is one stratum, of all
 * cells. With a(stratum) free, the sum of squares about any law is
 *
 *     pure_ss + sum over strata and their entries of weight (mean - log f(site) - a)²
 *
 * with as many degrees of freedom as rows less rounds (less 1 without rounds) less shapes. The
 * least that the second part can come to, whatever f, is cells_ss: what strata disagree in. The
 * F-test of a law's lack of fit is thus
 *
 *     (second part - cells_ss) / (differences - shapes)  over
 *     (pure_ss + cells_ss) / (pure_df + cells_df)
 *
 * Rows far from their cell (and round) are drawn in first: y is replaced by the pseudo-value whose
 * mean is Tukey's biweight estimate, so that all that follows is least squares with the right
 * variance (model/additive.h). That takes three rows in a cell, or rounds; without repeats y stays
 * as it is. */
#ifndef AMDAHL_MODEL_STRATA_H
#define AMDAHL_MODEL_STRATA_H

#include "fault/fault.h"
#include "model/law.h"
#include "wire/measured.h"

#include <stdint.h>

struct strata_entry {
    uint32_t cell;
    double weight; /* how many rows it is the mean of */
    double mean;   /* of y, freed of the rounds' effects, up to a number that is the stratum's */
};

struct strata {
    /* Cells by ascending n. Where the rows of one n have different capacities or clocks, their
     * mean; n and 1 where none is known. */
    struct model_site *sites;
    double *cell_y;    /* each cell's level of y, freed of the rounds' effects: to begin with */
    double *cell_rows; /* rows in it */
    size_t cell_count;
    bool has_capacity; /* the capacity of every cell is known */
    bool has_clock;    /* likewise */

    struct strata_entry *entries; /* of all strata, one after the other */
    size_t *first;                /* stratum k's are first[k] … first[k + 1] - 1 */
    size_t stratum_count;

    double pure_ss;              /* within entries, of pseudo-values; no less than rounding's */
    double pure_df;              /* its degrees of freedom; 0: no entry has a repeat */
    double cells_ss, cells_df;   /* see above; 0 with one stratum */
    double differences;          /* how many differences between cells the rows tell: one less than
                                  * cells, but where no round links some of them to the others */
    size_t rows, rounds, counts; /* counts: different n; rounds: 0 without */
    double noise;    /* the scale of y within cells, from a median; where a coarse clock made most
                      * rows alike that of its rounding, and pure_ss is no less; NAN without
                      * repeats */
    double drawn_in; /* the share of rows whose weight is below a half */
    /* By how much neighbouring rounds share their disturbance: the variance of what a law is fitted
     * to over what independent rounds would give. 1 where nothing of the kind is seen; NAN below 12
     * rounds and without rounds, where it cannot be told. Above 1 it was told from `blocks` time
     * blocks, and is as uncertain as they are few: variances are to be multiplied by it, and F and
     * t taken with blocks - 1 degrees of freedom. `blocks` is 0 where memory is not above 1. */
    double memory;
    size_t blocks;
    bool is_blocked; /* no rounds, and the rows of each n stand together: drift cannot be told from
                      * scaling */

    /* With rounds (else NULL): each one's effect on y, in order of time, with mean 0 over the rows.
     * `drift` is that mean: 0 but in a drawing. */
    double *round_effects;
    double drift;

    /* What the bootstrap draws from: pseudo-values freed of the rounds' effects, round by round,
     * without rounds cell by cell, and which entry each is of. Group k's are group_first[k] …
     * group_first[k + 1] - 1. */
    double *row_y;
    uint32_t *row_entry;
    size_t *group_first;
};

/* Of one row at least. FAULT_SYSTEM: no memory. The caller releases. A round with a single cell
 * tells nothing about a law and counts for `noise` only, if at all. `of_rate`: y is the rate's. Any
 * thread. */
int strata_make(const struct measured_group *group, bool of_rate, struct strata *ret_strata,
                struct fault *fault);
void strata_release(struct strata *strata);

/* The mean over all rows of y - log f, `fitted` being log f by cell: the logarithm of the scale. */
double strata_level(const struct strata *strata, const double *fitted);

/* The same rows drawn anew with replacement, for the bootstrap: blocks of `block_rounds`
 * consecutive rounds where there are rounds (the first follows the last); else rows within each
 * cell, or, where a cell has only one, residuals about `fitted` (log f by cell, up to a number),
 * which no other drawing reads. Deviations are blown up for what the cells', the blocks' and the
 * law's own parameters took of them. `random` gives numbers in 0 … 1, 1 excluded. Of the room, made
 * by strata_room_for, entries, first, stratum_count and drift are drawn; sites, cell_y, cell_rows
 * and counts are those of `from`, which must outlive it; the sums of squares are NAN. A room is
 * released by strata_room_release. No memory is taken. */
struct strata_draw {
    const struct strata *from;
    size_t block_rounds; /* 1 … from->rounds */
    const double *fitted;
    size_t shape_count;
    double (*random)(void *state);
    void *state;
};
int strata_room_for(const struct strata *strata, struct strata *ret_room, struct fault *fault);
void strata_room_release(struct strata *room);
void strata_draw(const struct strata_draw *draw, struct strata *room);

#endif
