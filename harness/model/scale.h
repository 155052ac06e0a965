/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How large the noise of one row is. Of additive.c alone. */
#ifndef AMDAHL_MODEL_SCALE_H
#define AMDAHL_MODEL_SCALE_H

#include "model/additive.h"

/* What rounding leaves of a logarithm. */
#define SCALE_LOG_LEAST 1e-13

/* Puts fit->scale, and fit->tick: additive.h has them. Levels and effects are the medians'. `room`
 * is for as many numbers as rows. Takes no memory. */
void scale_find(const struct layout *layout, struct additive *fit, double *room);

/* By how much at most rounding to ticks can move the logarithm of a row's value. In place of the
 * scale it leaves rows a tick apart as they are. */
double scale_of_tick(const struct layout *layout, const struct additive *fit, size_t row);

#endif
