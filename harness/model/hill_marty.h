/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Amdahl's law for chips: M. D. Hill and M. R. Marty, Amdahl's Law in the Multicore Era, IEEE
 * Computer 41(7), July 2008. A chip has room for n base cores; r of them in one make a core that
 * runs serial code perf(r) times as fast. f is the parallel share of the time of one base core, 0
 * … 1. Speed-ups over one base core. Pure functions; any thread. */
#ifndef AMDAHL_HILL_MARTY_H
#define AMDAHL_HILL_MARTY_H

/* perf(r) = sqrt(r), as in the paper: a core of twice the room is 1.4 times as fast. r >= 1. */
double hill_marty_perf(double r);
/* n/r cores of r each: 1 / ((1 - f)/perf(r) + f r/(perf(r) n)). */
double hill_marty_symmetric(double f, double n, double r);
/* One core of r and n - r base cores, all at work in the parallel part:
 * 1 / ((1 - f)/perf(r) + f/(perf(r) + n - r)). */
double hill_marty_asymmetric(double f, double n, double r);
/* One core of r for the serial part whose room is n base cores in the parallel one:
 * 1 / ((1 - f)/perf(r) + f/n). */
double hill_marty_dynamic(double f, double n, double r);

#endif
