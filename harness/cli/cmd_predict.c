/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl predict`: the laws as formulas, or as they were fitted to measurements. */
#include "cli/command.h"
#include "cli/fit_options.h"
#include "cli/predict_fit.h"
#include "cli/predict_formula.h"
#include "cli/predict_table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is printed: sections of one law for several p, or of their own. */
struct prediction {
    struct predict_section *sections;
    size_t count;
    bool is_table;
};

static void release(struct prediction *prediction) {
    for (size_t i = 0; i < prediction->count; i++)
        predict_section_release(&prediction->sections[i]);
    free(prediction->sections);
}

static int add_section(const struct predict_formula *formula, double p, bool is_drawn,
                       const struct plan_cores *cores, const struct predict_wishes *wishes,
                       struct prediction *prediction, struct fault *fault) {
    const struct model_curve curve = predict_formula_curve(formula);
    struct predict_section *section = &prediction->sections[prediction->count++];
    *section = predict_formula_section(formula);
    section->key.p = p;
    section->is_drawn = is_drawn;
    return predict_section_fill(section, &curve, cores, wishes, fault);
}

static int predict_formula(const struct options *options, struct prediction *prediction,
                           struct fault *fault) {
    struct predict_formula formula;
    struct predict_wishes wishes;
    struct plan_fractions fractions = {.count = 1};
    struct plan_cores cores = {.count = 0};
    int status = predict_formula_parse(options, &formula, fault);
    if (status == 0)
        status = predict_wishes_parse(options, &wishes, fault);
    if (status == 0)
        status = plan_parse_fractions(options->fractions, &fractions, fault);
    if (status == 0)
        status = plan_parse_counts(options->cores, MODEL_CORES_MAX, &cores, fault);
    if (status != 0)
        return status;
    prediction->is_table = predict_formula_is_table(&formula);
    prediction->sections = calloc(fractions.count, sizeof *prediction->sections);
    if (prediction->sections == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold %zu predictions",
                         fractions.count);
    if (!prediction->is_table) {
        predict_wishes_add_usual(&wishes);
        return add_section(&formula, NAN, options->out != NULL, &cores, &wishes, prediction, fault);
    }
    for (size_t i = 0; i < fractions.count && status == 0; i++) {
        formula.serial = 1 - fractions.value[i];
        status = add_section(&formula, fractions.value[i], options->out != NULL, &cores, &wishes,
                             prediction, fault);
    }
    return status;
}

static int print_sections(const struct options *options, const struct prediction *prediction,
                          struct fault *fault) {
    struct term term = term_look(stdout, options->color);
    int status = 0;
    if (prediction->is_table)
        return predict_table_print(prediction->sections, prediction->count, options->markdown,
                                   &term, stdout, fault);
    for (size_t i = 0; i < prediction->count && status == 0; i++) {
        if (i > 0)
            fputc('\n', stdout);
        status = predict_print(&prediction->sections[i], options->markdown, &term, stdout, fault);
    }
    return status;
}

static int print(const struct options *options, const struct prediction *prediction,
                 struct fault *fault) {
    if (!options->json)
        return print_sections(options, prediction, fault);
    if (prediction->is_table && strcmp(prediction->sections[0].law, "amdahl") == 0)
        return predict_print_fractions(prediction->sections, prediction->count, stdout, fault);
    return predict_print_json(prediction->sections, prediction->count, stdout, fault);
}

/* Options that contradict each other, or of which one would be passed over. */
static int check_options(const struct options *options, struct fault *fault) {
    int status = fit_options_check(options, fault);
    if (status == 0 && options->formats_given && options->out == NULL)
        status = fault_set(fault, FAULT_USAGE, 0,
                           "--format: nothing is drawn without a directory: add --out DIR");
    return status;
}

int cmd_predict(const struct options *options, struct fault *fault) {
    struct prediction prediction = {.sections = NULL};
    int status = check_options(options, fault);
    if (status == 0)
        status = predict_write_check(options, fault);
    if (status == 0 && options->operand_count > 0)
        status = predict_fit(options, &prediction.sections, &prediction.count, fault);
    else if (status == 0)
        status = predict_formula(options, &prediction, fault);
    if (status == 0)
        status = print(options, &prediction, fault);
    if (status == 0 && options->out != NULL)
        status = predict_write(options, prediction.sections, prediction.count, fault);
    release(&prediction);
    return status;
}
