/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The laws as formulas, with the parameters that the command line gives. */
#ifndef AMDAHL_PREDICT_FORMULA_H
#define AMDAHL_PREDICT_FORMULA_H

#include "cli/predict_section.h"
#include "model/capacity_kinds.h"

struct predict_law;

struct predict_formula {
    const struct predict_law *law;
    double serial, kappa, core_size;
    double work_s, span_s;
    struct capacity_kinds kinds; /* count 0: cores are alike */
};

/* The law that --law names (amdahl) with --serial, --kappa, --core-size, --capacity, --work and
 * --span. Without --serial and with a law that has one `serial` is NAN: it is that of each p of -p.
 * FAULT_USAGE names the option and the law where the law does not take it or cannot do without. */
int predict_formula_parse(const struct options *options, struct predict_formula *ret_formula,
                          struct fault *fault);
/* Whether it is Amdahl's over a list of p. */
bool predict_formula_is_table(const struct predict_formula *formula);

/* Its curve; borrows the formula. */
struct model_curve predict_formula_curve(const struct predict_formula *formula);
/* A section of it, with its parameters, ceiling and peak. */
struct predict_section predict_formula_section(const struct predict_formula *formula);

#endif
