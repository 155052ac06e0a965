/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The parts of run.json that have files of their own, and what they are made with. */
#ifndef AMDAHL_RUN_JSON_STATE_H
#define AMDAHL_RUN_JSON_STATE_H

#include "record/run_json.h"

#include <jansson.h>

/* Takes the value; what does not exist is null: jansson makes no value of a NAN either. */
void run_json_put(json_t *object, const char *key, json_t *value);
/* NULL for NULL and ""; bytes that are not UTF-8 become '?'. */
json_t *run_json_text(const char *value);
/* Texts in order; "" stays "". */
json_t *run_json_texts(const char *const *values, size_t count);

/* NULL for NULL. */
json_t *run_json_command(const struct run_command *command);

#endif
