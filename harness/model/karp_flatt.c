/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "model/model.h"

#include <math.h>

double model_karp_flatt(double speedup, double n) {
    if (!(speedup > 0) || n == 1)
        return NAN;
    return (1 / speedup - 1 / n) / (1 - 1 / n);
}
