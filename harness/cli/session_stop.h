/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* --precision: the stop rule's judge for a session. */
#ifndef AMDAHL_SESSION_STOP_H
#define AMDAHL_SESSION_STOP_H

#include "sweep/sweep.h"

/* The answers until now. */
struct session_stop {
    double precision, margin; /* shares */
    struct summary_row *rows; /* of the last look */
    size_t row_count;
    struct sweep_judge judge;
};

/* A judge that looks for intervals within `precision`. Free with session_stop_release. `stop` must
 * stay where it is as long as the judge is used. */
void session_stop_begin(struct session_stop *stop, double precision, double margin);
void session_stop_release(struct session_stop *stop);

#endif
