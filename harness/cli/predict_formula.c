/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/predict_formula.h"
#include "cli/option_value.h"
#include "model/hill_marty.h"
#include "model/work_span.h"
#include "plan/number.h"

#include <math.h>
#include <string.h>

/* Options, beside which -p stands for --serial. */
enum { SERIAL = 1, KAPPA = 2, CORE_SIZE = 4, CAPACITY = 8, WORK = 16, SPAN = 32, OPTIONS = 6 };
static const char *const option_names[OPTIONS] = {"--serial",   "--kappa", "--core-size",
                                                  "--capacity", "--work",  "--span"};

struct predict_law {
    const char *name;
    unsigned takes;
    const struct model_law *law; /* NULL: one that is not fitted */
    const char *title, *formula; /* of the latter */
    double (*chip)(double f, double n, double r);
};

static const struct predict_law laws[] = {
    {.name = "linear", .law = &model_linear},
    {.name = "amdahl", .takes = SERIAL, .law = &model_amdahl},
    {.name = "usl", .takes = SERIAL | KAPPA, .law = &model_usl},
    {.name = "gustafson", .takes = SERIAL, .law = &model_gustafson},
    {.name = "capacity", .takes = SERIAL | CAPACITY, .law = &model_capacity},
    {.name = "hill-marty-symmetric",
     .takes = SERIAL | CORE_SIZE,
     .title = "Hill and Marty's law, n / r cores of r base cores each",
     .formula = "S(n) = 1 / (s / sqrt(r) + (1 - s) r / (sqrt(r) n))",
     .chip = hill_marty_symmetric},
    {.name = "hill-marty-asymmetric",
     .takes = SERIAL | CORE_SIZE,
     .title = "Hill and Marty's law, one core of r base cores beside n - r others",
     .formula = "S(n) = 1 / (s / sqrt(r) + (1 - s) / (sqrt(r) + n - r))",
     .chip = hill_marty_asymmetric},
    {.name = "hill-marty-dynamic",
     .takes = SERIAL | CORE_SIZE,
     .title = "Hill and Marty's law, r base cores joined into one while work is serial",
     .formula = "S(n) = 1 / (s / sqrt(r) + (1 - s) / n)",
     .chip = hill_marty_dynamic},
    {.name = "work-span",
     .takes = WORK | SPAN,
     .title = "Bounds from work and span",
     .formula = "max(T(1)/n, T(inf)) <= T(n) <= T(1)/n + T(inf) (1 - 1/n)"},
};
enum { LAWS = sizeof laws / sizeof laws[0] };

static const struct predict_law *find_law(const char *name) {
    for (size_t i = 0; i < LAWS; i++)
        if (strcmp(laws[i].name, name) == 0)
            return &laws[i];
    return NULL;
}

/* Each option beside the law, before any value is looked at. */
static int check_options(const struct options *options, const struct predict_law *law,
                         struct fault *fault) {
    const bool given[OPTIONS] = {options->serial_part != NULL, options->kappa != NULL,
                                 options->core_size != NULL,   options->capacity != NULL,
                                 options->work_s > 0,          options->span_s > 0};
    if (options->fractions_given && !(law->takes & SERIAL))
        return fault_set(fault, FAULT_USAGE, 0, "--fraction: --law %s has no serial fraction",
                         law->name);
    if (options->fractions_given && options->serial_part != NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--fraction and --serial are the same: s = 1 - p; give one of them");
    if (options->scaling != NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--scaling is of a file; a formula has it in its --law: gustafson is "
                         "weak scaling");
    for (size_t i = 0; i < OPTIONS; i++) {
        bool is_taken = (law->takes & 1u << i) != 0;
        if (given[i] && !is_taken)
            return fault_set(fault, FAULT_USAGE, 0, "%s: --law %s does not take it",
                             option_names[i], law->name);
        if (!given[i] && is_taken && 1u << i != SERIAL)
            return fault_set(fault, FAULT_USAGE, 0, "--law %s needs %s", law->name,
                             option_names[i]);
    }
    return 0;
}

/* A NULL is no fault: the number stays. */
static int parse_number(const char *option, const char *text, double least, double most,
                        double *ret_number, struct fault *fault) {
    double number = NAN;
    if (text == NULL)
        return 0;
    if (number_parse_real(text, strlen(text), &number) != NUMBER_OK || number < least ||
        number > most)
        return fault_set(fault, FAULT_USAGE, 0, "%s: '%.*s' is not a number from %g to %g%s",
                         option, OPTION_SHOWN_BYTES, text, least, most,
                         strchr(text, 'x') != NULL ? "; a multiple, 0.5x, is of what was fitted: "
                                                     "name a run or a file"
                                                   : "");
    *ret_number = number;
    return 0;
}

static int parse_values(const struct options *options, struct predict_formula *formula,
                        struct fault *fault) {
    int status = parse_number("--serial", options->serial_part, 0, 1, &formula->serial, fault);
    if (status == 0)
        status = parse_number("--kappa", options->kappa, 0, 1, &formula->kappa, fault);
    if (status == 0)
        status = parse_number("--core-size", options->core_size, 1, MODEL_CORES_MAX,
                              &formula->core_size, fault);
    if (status == 0 && options->capacity != NULL)
        status = capacity_kinds_parse("--capacity", options->capacity, &formula->kinds, fault);
    if (status == 0 && options->capacity != NULL && capacity_kinds_are_open(&formula->kinds))
        status =
            fault_set(fault, FAULT_USAGE, 0,
                      "--capacity: '%.*s' lacks the speed of the last kind, COUNT@SPEED, which "
                      "only a fit can find",
                      OPTION_SHOWN_BYTES, options->capacity);
    if (status == 0 && options->span_s > options->work_s)
        status = fault_set(fault, FAULT_USAGE, 0,
                           "--span: the longest chain, %g s, is part of the work, --work %g s",
                           options->span_s, options->work_s);
    return status;
}

int predict_formula_parse(const struct options *options, struct predict_formula *ret_formula,
                          struct fault *fault) {
    const char *name = options->law != NULL ? options->law : "amdahl";
    struct predict_formula formula = {.law = find_law(name),
                                      .serial = NAN,
                                      .kappa = NAN,
                                      .core_size = NAN,
                                      .work_s = options->work_s,
                                      .span_s = options->span_s};
    if (formula.law == NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--law: '%.*s' is no law; use linear, amdahl, usl, gustafson, capacity, "
                         "hill-marty-symmetric, hill-marty-asymmetric, hill-marty-dynamic or "
                         "work-span",
                         OPTION_SHOWN_BYTES, name);
    int status = check_options(options, formula.law, fault);
    if (status == 0)
        status = parse_values(options, &formula, fault);
    if (status == 0)
        *ret_formula = formula;
    return status;
}

bool predict_formula_is_table(const struct predict_formula *formula) {
    return (formula->law->takes & SERIAL) && isnan(formula->serial);
}

static double speedup(const void *context, double n) {
    const struct predict_formula *formula = context;
    const double shapes[MODEL_SHAPES_MAX] = {formula->serial, formula->kappa};
    const struct model_site site = {
        n, formula->kinds.count > 0 ? capacity_kinds_dynamic(&formula->kinds, n) : n, 1};
    if (formula->law->law != NULL)
        return model_law_speedup(formula->law->law, &site, shapes);
    if (formula->law->chip != NULL)
        return formula->law->chip(1 - formula->serial, n, formula->core_size);
    return work_span_least(formula->work_s, formula->span_s, n);
}

static struct model_estimate bounds(const void *context, double n) {
    const struct predict_formula *formula = context;
    double least = speedup(formula, n);
    return (struct model_estimate){
        least, NAN, least, work_span_most(formula->work_s, formula->span_s, n), MODEL_NO_INTERVAL};
}

static bool is_bounds(const struct predict_formula *formula) {
    return formula->law->takes & WORK;
}

/* Of base cores without end only the share of serial work on the large core remains. */
static double ceiling_of(const struct predict_formula *formula) {
    if (is_bounds(formula))
        return work_span_parallelism(formula->work_s, formula->span_s);
    if (formula->law->chip != NULL)
        return formula->serial > 0 ? hill_marty_perf(formula->core_size) / formula->serial : NAN;
    if (formula->law->law->ceiling != NULL)
        return formula->law->law->ceiling(&formula->serial);
    return NAN;
}

struct model_curve predict_formula_curve(const struct predict_formula *formula) {
    double ceiling = ceiling_of(formula);
    return (struct model_curve){.speedup = speedup,
                                .band = is_bounds(formula) ? bounds : NULL,
                                .context = formula,
                                .n_least =
                                    formula->law->chip != NULL ? ceil(formula->core_size) : 1,
                                .n_measured = INFINITY,
                                .n_last = MODEL_CORES_MAX,
                                .ceiling = {ceiling, NAN, ceiling, ceiling, MODEL_NO_INTERVAL}};
}

static void add_parameter(struct predict_section *section, const char *name, const char *symbol,
                          double value) {
    if (!isnan(value))
        section->parameters[section->parameter_count++] =
            (struct predict_parameter){name, symbol, {value, NAN, NAN, NAN, MODEL_NO_INTERVAL}};
}

static void add_parameters(const struct predict_formula *formula, struct predict_section *section) {
    const struct model_law *law = formula->law->law;
    if (formula->law->takes & SERIAL)
        add_parameter(section, law != NULL ? law->shapes[0].name : "serial_fraction",
                      law != NULL ? law->shapes[0].symbol : "s", formula->serial);
    add_parameter(section, "kappa", "kappa", formula->kappa);
    add_parameter(section, "core_size", "r", formula->core_size);
    if (is_bounds(formula)) {
        add_parameter(section, "work_s", "T(1) in s", formula->work_s);
        add_parameter(section, "span_s", "T(inf) in s", formula->span_s);
    }
}

struct predict_section predict_formula_section(const struct predict_formula *formula) {
    const struct predict_law *law = formula->law;
    struct predict_section section = predict_section_new();
    const double shapes[MODEL_SHAPES_MAX] = {formula->serial, formula->kappa};
    section.law = law->name;
    section.law_title = law->law != NULL ? law->law->title : law->title;
    section.formula = law->law != NULL ? law->law->formula : law->formula;
    section.is_bounds = is_bounds(formula);
    section.ceiling.value = is_bounds(formula) ? NAN : ceiling_of(formula);
    if (is_bounds(formula))
        section.parallelism = ceiling_of(formula);
    if (law->law != NULL && law->law->peak_n != NULL)
        section.peak_n.value = law->law->peak_n(shapes);
    add_parameters(formula, &section);
    return section;
}
