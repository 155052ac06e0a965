/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A table's rows as JSON. */
#ifndef AMDAHL_TABLE_JSON_H
#define AMDAHL_TABLE_JSON_H

#include "record/table.h"

#include <jansson.h>

/* An array with an object for each row, under the columns' names; an empty cell is null, a flag a
 * boolean. For tables of the plain forms. Gives a new reference; NULL: no memory. */
json_t *table_json(const struct table *table, const void *rows, size_t count);

#endif
