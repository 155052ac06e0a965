/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What if a parameter of a fitted law were another one. */
#ifndef AMDAHL_PREDICT_WHAT_IF_H
#define AMDAHL_PREDICT_WHAT_IF_H

#include "cli/predict_section.h"

struct predict_change {
    bool is_given, is_factor; /* is_factor: "0.5x" of what was fitted */
    double number;
};
struct predict_what_if {
    struct predict_change serial, kappa; /* of a law's first and second shape */
};

/* --serial and --kappa. FAULT_USAGE names option, value and range. */
int predict_what_if_parse(const struct options *options, struct predict_what_if *ret_what_if,
                          struct fault *fault);

/* The changes as they are asked of the fit; false where the law has none of what is changed, or
 * nothing is. A kappa above 0 is asked of Amdahl's law, or either of linear speed-up, by the law
 * that contains it. What it is then is written to section->what_if, and notes say of another law
 * and of a change that the law does not have. */
bool predict_what_if_change(const struct predict_what_if *what_if, const struct model_fit *fit,
                            struct model_change *ret_change, struct predict_section *section);

#endif
