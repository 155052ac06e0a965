/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/law.h"

#include <string.h>

/* The simpler before what contains it. */
static const struct model_law *const laws[] = {&model_linear,   &model_amdahl, &model_amdahl_clock,
                                               &model_capacity, &model_usl,    &model_gustafson};
enum { LAWS = sizeof laws / sizeof laws[0] };

const struct model_law *model_law_at(size_t index) {
    return index < LAWS ? laws[index] : NULL;
}

const struct model_law *model_law_by_name(const char *name) {
    for (size_t i = 0; i < LAWS; i++)
        if (strcmp(laws[i]->name, name) == 0)
            return laws[i];
    return NULL;
}

double model_law_value(const struct model_law *law, const struct model_site *site,
                       const double *shapes) {
    double value, columns[MODEL_SHAPES_MAX];
    law->put(site, &value, columns);
    for (size_t k = 0; k < law->shape_count; k++)
        value += shapes[k] * columns[k];
    return value;
}

double model_law_speedup(const struct model_law *law, const struct model_site *site,
                         const double *shapes) {
    double value = model_law_value(law, site, shapes);
    return law->of_rate ? value : 1 / value;
}
