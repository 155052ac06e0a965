/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/predict_what_if.h"
#include "cli/option_value.h"
#include "plan/number.h"

#include <string.h>

/* Of a factor: a thousand times what was fitted is another program. */
static const double FACTOR_MOST = 1000;

static int parse(const char *option, const char *text, struct predict_change *ret_change,
                 struct fault *fault) {
    if (text == NULL)
        return 0;
    size_t length = strlen(text);
    struct predict_change change = {.is_given = true,
                                    .is_factor = length > 1 && text[length - 1] == 'x'};
    double most = change.is_factor ? FACTOR_MOST : 1;
    if (number_parse_real(text, length - change.is_factor, &change.number) != NUMBER_OK ||
        change.number < 0 || change.number > most)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s: '%.*s' is neither a number from 0 to 1 nor a multiple of what was "
                         "fitted, 0x to 1000x",
                         option, OPTION_SHOWN_BYTES, text);
    *ret_change = change;
    return 0;
}

int predict_what_if_parse(const struct options *options, struct predict_what_if *ret_what_if,
                          struct fault *fault) {
    struct predict_what_if what_if = {.serial = {.is_given = false}};
    int status = parse("--serial", options->serial_part, &what_if.serial, fault);
    if (status == 0)
        status = parse("--kappa", options->kappa, &what_if.kappa, fault);
    if (status == 0)
        *ret_what_if = what_if;
    return status;
}

static void change_shape(const struct predict_change *change, const struct model_parameter *shape,
                         double *value, struct predict_section *section) {
    double fitted = *value;
    size_t used = strlen(section->what_if);
    *value = change->is_factor ? change->number * fitted : change->number;
    snprintf(section->what_if + used, sizeof section->what_if - used, "%s%s = %.4g",
             used > 0 ? ", " : "", shape->symbol, *value);
}

bool predict_what_if_shapes(const struct predict_what_if *what_if, const struct model_fit *fit,
                            double shapes[MODEL_SHAPES_MAX], struct predict_section *section) {
    static const char *const options[] = {"--serial", "--kappa"};
    const struct predict_change *changes[] = {&what_if->serial, &what_if->kappa};
    const struct model_law *law = fit->law;
    for (size_t k = 0; k < law->shape_count; k++)
        shapes[k] = fit->shapes[k].value;
    for (size_t k = 0; k < sizeof changes / sizeof changes[0]; k++) {
        if (!changes[k]->is_given)
            continue;
        if (k < law->shape_count)
            change_shape(changes[k], &law->shapes[k], &shapes[k], section);
        else
            predict_section_note(section,
                                 "%s changes nothing: %s does not have it; --law may name "
                                 "one that does",
                                 options[k], law->title);
    }
    return section->what_if[0] != '\0';
}
