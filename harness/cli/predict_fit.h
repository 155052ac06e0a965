/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Predictions from the laws that were fitted to a run or a file. */
#ifndef AMDAHL_PREDICT_FIT_H
#define AMDAHL_PREDICT_FIT_H

#include "cli/predict_section.h"

/* A section for each series of options->operands[0], by --law, or by the best law, or by the
 * simpler of those that cannot be told apart. --serial and --kappa ask what if. FAULT_USAGE: an
 * option of formulas alone, or that the law named does not take, or a value out of range. Other
 * faults as fit_input_read. The caller releases each section and frees the array. */
int predict_fit(const struct options *options, struct predict_section **ret_sections,
                size_t *ret_count, struct fault *fault);

#endif
