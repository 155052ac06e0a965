/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "model/model.h"

double model_gustafson_work(double p, double n) {
    return (1 - p) + p * n;
}

double model_gustafson_speedup(double p, double n, double cores) {
    return model_gustafson_work(p, n) / ((1 - p) + p * n / cores);
}
