/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Measurements made small: what a fit of logarithms needs of any number of rows. Of the room
 * model/ alone.
 *
 * y = log(cost), cost = time/work or 1/rate (for a law of a rate y is the logarithm of the rate).
 * Rows of the same site are a cell. Rows of the same round share an effect of their own, which
 * leaves the differences within rounds: rounds with the same cells in them become one stratum, the
 * means of the rows of each of its cells, each counting as often as the stratum has rounds. Without
 * rounds there is one stratum, of all cells. With a(stratum) free, the sum of squares about any law
 * is
 *
 *     pure_ss + sum over strata and their entries of weight (mean - log f(site) - a)²
 *
 * where the second part is the lack of fit. Rows far from their cell (and round) are drawn in
 * first: y is replaced by the pseudo-value whose mean is Tukey's biweight estimate (c = 4.685, the
 * scale the MAD within cells), so that all that follows is least squares with the right variance
 * (P. J. Huber, Robust Statistics, 1981, 7.4 and 7.8). */
#ifndef AMDAHL_MODEL_STRATA_H
#define AMDAHL_MODEL_STRATA_H

#include "fault/fault.h"
#include "model/law.h"
#include "wire/measured.h"

#include <stdint.h>

struct strata_entry {
    uint32_t cell;
    double weight; /* how many rows it is the mean of */
    double mean;   /* of y, up to a number that is the stratum's */
};

struct strata {
    /* Cells by ascending n. */
    struct model_site *sites;
    double *cell_y;    /* each cell's level of y, freed of the rounds' effects: to begin with */
    double *cell_rows; /* rows in it */
    size_t cell_count;
    bool has_capacity; /* the capacity of every cell is known */
    bool has_clock;    /* likewise */

    struct strata_entry *entries; /* of all strata, one after the other */
    size_t *first;                /* stratum k's are first[k] … first[k + 1] - 1 */
    size_t stratum_count;

    double pure_ss;              /* within cells (and rounds), of pseudo-values */
    double pure_df;              /* its degrees of freedom; 0: no cell (and round) has a repeat */
    size_t rows, rounds, counts; /* counts: different n; rounds: 0 without */
    double noise;                /* the scale of y within cells, 1.4826 MAD; NAN without repeats */
    double drawn_in;             /* the share of rows whose weight is below a half */
    /* By how much neighbouring rounds (or rows, in their order) share their disturbance: the
     * variance of what a law is fitted to over what independent rounds would give, at least 1;
     * NAN where it cannot be told. `blocks`: the time blocks it was found with; 0: rows have no
     * order that is known. */
    double memory;
    size_t blocks;
    bool is_blocked; /* rows have an order, and in it those of each n stand together: drift cannot
                      * be told from scaling */

    /* What the bootstrap draws from; rows in their order. */
    uint32_t *row_cell, *row_round; /* row_round numbers rounds from 0; NULL without rounds */
    double *row_y;                  /* pseudo-values */
};

/* FAULT_SYSTEM: no memory. The caller releases. A round with a single cell tells nothing about a
 * law and counts for `noise` only. `of_rate`: y is the rate's. */
int strata_make(const struct measured_group *group, bool of_rate, struct strata *ret_strata,
                struct fault *fault);
void strata_release(struct strata *strata);

/* The same rows drawn anew with replacement, for the bootstrap: whole blocks of `block_rounds`
 * consecutive rounds where there are rounds, else rows within each cell; without repeats the
 * residuals about `fitted` (log f by cell, up to a number), blown up for the parameters that it
 * took. `random` gives numbers in 0 … 1. Only means and pure_ss of *ret differ from what
 * strata_make gives; its arrays were made by strata_room_for. No memory is taken. */
struct strata_draw {
    const struct strata *from;
    size_t block_rounds;
    const double *fitted;
    size_t shape_count;
    double (*random)(void *state);
    void *state;
};
int strata_room_for(const struct strata *strata, struct strata *ret_room, struct fault *fault);
void strata_draw(const struct strata_draw *draw, struct strata *room);

#endif
