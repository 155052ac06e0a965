/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The laws of parallel speed-up. Pure functions of numbers; any thread may call them. */
#ifndef AMDAHL_MODEL_H
#define AMDAHL_MODEL_H

/* Amdahl (AFIPS SJCC 1967): speed-up on n cores of work whose share p of one-core time is parallel,
 * 1 / ((1 - p) + p / n). p in 0 … 1, n > 0. */
double model_amdahl_speedup(double p, double n);
/* Its ceiling 1 / (1 - p); INFINITY at p = 1. */
double model_amdahl_ceiling(double p);
/* Gustafson and Barsis (J. L. Gustafson, CACM 31(5), 1988): the work of n workers whose share each
 * is the parallel part p of one worker's time, in one worker's work, (1 - p) + p n; it is also the
 * scaled speed-up on as many cores. */
double model_gustafson_work(double p, double n);
/* The scaled speed-up of those n workers on `cores` cores that they share, 1 … n. */
double model_gustafson_speedup(double p, double n, double cores);
/* Karp and Flatt (CACM 33(5), 1990): the serial fraction that a speed-up on n cores shows,
 * (1/S - 1/n) / (1 - 1/n). NAN at n = 1 or for S <= 0. */
double model_karp_flatt(double speedup, double n);

#endif
