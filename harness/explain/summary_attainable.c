/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/summary_state.h"

int summary_fill_attainable(struct summary_workshop *shop, const struct point *point,
                            struct summary_row *row) {
    (void)shop, (void)point, (void)row;
    return 0;
}
