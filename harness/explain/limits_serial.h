/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The serial fraction of one series against a limit. */
#ifndef AMDAHL_LIMITS_SERIAL_H
#define AMDAHL_LIMITS_SERIAL_H

#include "explain/limits.h"
#include "fault/fault.h"
#include "model/fit.h"

/* Sets the figure, the outcome and its reason of a row whose limit is set: s of Amdahl's law fitted
 * to the request's group, which may be NULL or empty. A law that the rows refute, or that cannot be
 * told, decides nothing. Faults as model_analyse's. Any thread. */
int limits_judge_serial(const struct model_request *request, struct limit_row *row,
                        struct fault *fault);

#endif
