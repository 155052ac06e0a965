/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A law as a formula for several p: one row each. */
#ifndef AMDAHL_PREDICT_TABLE_H
#define AMDAHL_PREDICT_TABLE_H

#include "cli/predict_section.h"

/* Sections of one law, each with its key.p and the same counts: rows of p with a column for each n
 * and the ceiling or the peak, in as many tables as the terminal has room for; then the answers.
 * FAULT_SYSTEM: no memory. */
int predict_table_print(const struct predict_section *sections, size_t count, bool markdown,
                        const struct term *term, FILE *stream, struct fault *fault);

#endif
