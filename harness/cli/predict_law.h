/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Which of the fitted laws a prediction goes by. */
#ifndef AMDAHL_PREDICT_LAW_H
#define AMDAHL_PREDICT_LAW_H

#include "cli/fit_case.h"
#include "cli/predict_section.h"

/* The law that --law names, else the best, else the simpler of those that cannot be told apart;
 * NULL where none stands, and where two core counts were measured once each. Notes say why.
 * FAULT_USAGE: --law is not among the fits. */
int predict_law_choose(const struct options *options, const struct fit_case *source,
                       struct predict_section *section, const struct model_fit **ret_fit,
                       struct fault *fault);

/* Its name, parameters, scale, ceiling (1 and above) and peak, and notes of what is to be minded of
 * it. `kinds_are_given`: --capacity says what cores there are where none were measured. */
void predict_law_put(const struct fit_case *source, const struct model_fit *fit,
                     bool kinds_are_given, struct predict_section *section);

#endif
