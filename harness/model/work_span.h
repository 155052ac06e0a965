/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Bounds from work T(1), the time of one worker, and span T(inf), the longest chain of work that
 * must be done in order: of any schedule T(n) >= max(T(1)/n, T(inf)), and of one that leaves no
 * worker idle while there is work T(n) <= T(1)/n + T(inf) (1 - 1/n). R. P. Brent, The Parallel
 * Evaluation of General Arithmetic Expressions, Journal of the ACM 21(2), 1974; R. L. Graham, 1969.
 * Both in the same unit, 0 < span <= work. Pure functions; any thread. */
#ifndef AMDAHL_WORK_SPAN_H
#define AMDAHL_WORK_SPAN_H

/* The speed-up on n workers that is reached at least: Amdahl's law with s = span/work. */
double work_span_least(double work, double span, double n);
/* And that no schedule exceeds: min(n, work/span). */
double work_span_most(double work, double span, double n);
/* work/span: workers beyond it cannot help. */
double work_span_parallelism(double work, double span);

#endif
