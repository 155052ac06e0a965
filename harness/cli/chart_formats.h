/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* --format: in which form charts are drawn. */
#ifndef AMDAHL_CHART_FORMATS_H
#define AMDAHL_CHART_FORMATS_H

#include "fault/fault.h"

/* Beside the formats of the files, charts/charts.h. */
enum { CHART_FORMATS_ON_TERMINAL = 1u << 16 };

/* The set of formats that a list names: "svg,png". FAULT_USAGE names the word that is no format. */
int chart_formats_read(const char *list, unsigned *ret_formats, struct fault *fault);

#endif
