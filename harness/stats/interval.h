/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#ifndef AMDAHL_INTERVAL_H
#define AMDAHL_INTERVAL_H

/* A value with the ends of its 95 % interval; an end that does not exist is NAN. */
struct interval {
    double value, lo, hi;
};

#endif
