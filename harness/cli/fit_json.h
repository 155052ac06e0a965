/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `fit --json`: docs/contract.md has the document's form. */
#ifndef AMDAHL_FIT_JSON_H
#define AMDAHL_FIT_JSON_H

#include "cli/fit_case.h"

#include <jansson.h>
#include <stdio.h>

/* The schema of what `fit` prints as JSON. It grows when a key changes its meaning or goes. */
enum { FIT_JSON_SCHEMA = 1 };

/* Of one group its object, of several {"schema": …, "fits": […]}. A figure that does not exist, or
 * is infinite, is null. FAULT_SYSTEM when it cannot be made or written. */
int fit_json_print(const struct fit_cases *cases, FILE *stream, struct fault *fault);

/* {"value", "se", "lo", "hi", "interval"}: a new reference, or NULL without memory. */
json_t *fit_json_estimate(const struct model_estimate *estimate);
/* A number, or null for what is none. */
json_t *fit_json_number(double value);

#endif
