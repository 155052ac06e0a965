/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/hill_marty.h"

#include <math.h>

double hill_marty_perf(double r) {
    return sqrt(r);
}

double hill_marty_symmetric(double f, double n, double r) {
    double perf = hill_marty_perf(r);
    return 1 / ((1 - f) / perf + f * r / (perf * n));
}

double hill_marty_asymmetric(double f, double n, double r) {
    double perf = hill_marty_perf(r);
    return 1 / ((1 - f) / perf + f / (perf + n - r));
}

double hill_marty_dynamic(double f, double n, double r) {
    return 1 / ((1 - f) / hill_marty_perf(r) + f / n);
}
