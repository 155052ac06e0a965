/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

#include "stats/verdict.h"

const char *stats_verdict(const struct interval *ratio, double margin) {
    if (ratio->lo >= 1 - margin && ratio->hi <= 1 + margin)
        return "agrees";
    if (ratio->hi < 1 - margin)
        return "below";
    if (ratio->lo > 1 + margin)
        return "above";
    return "cannot tell";
}
