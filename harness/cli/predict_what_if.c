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

/* The fitted law, or the one that contains it and has what is changed: with sigma and kappa, or
 * kappa alone, at 0 the Universal Scalability Law is linear speed-up and Amdahl's law. */
static const struct model_law *law_of(const struct predict_what_if *what_if,
                                      const struct model_fit *fit) {
    bool has_kappa = what_if->kappa.is_given && !what_if->kappa.is_factor;
    bool has_serial = what_if->serial.is_given && !what_if->serial.is_factor;
    bool is_contained = fit->law == &model_linear || fit->law == &model_amdahl;
    if (is_contained && has_kappa && what_if->kappa.number > 0)
        return &model_usl;
    if (fit->law == &model_linear && has_serial && what_if->serial.number > 0)
        return &model_amdahl;
    return fit->law;
}

static void change_shape(const struct predict_change *asked, size_t k, const struct model_fit *fit,
                         struct model_change *change, struct predict_section *section) {
    double fitted = k < fit->law->shape_count ? fit->shapes[k].value : 0;
    size_t used = strlen(section->what_if);
    change->factor[k] = asked->is_factor ? asked->number : 0;
    change->fixed[k] = asked->is_factor ? 0 : asked->number;
    snprintf(section->what_if + used, sizeof section->what_if - used, "%s%s = %.4g",
             used > 0 ? ", " : "", change->law->shapes[k].symbol,
             change->factor[k] * fitted + change->fixed[k]);
}

static void note_no_change(const struct model_law *law, const char *option,
                           struct predict_section *section) {
    if (law == &model_linear || law == &model_amdahl)
        predict_section_note(section, "%s changes nothing: in %s it is 0 already", option,
                             law->title);
    else
        predict_section_note(section,
                             "%s changes nothing: %s does not have it; --law may name one that "
                             "does",
                             option, law->title);
}

bool predict_what_if_change(const struct predict_what_if *what_if, const struct model_fit *fit,
                            struct model_change *ret_change, struct predict_section *section) {
    static const char *const options[] = {"--serial", "--kappa"};
    const struct predict_change *asked[] = {&what_if->serial, &what_if->kappa};
    struct model_change change = {.law = law_of(what_if, fit), .factor = {1, 1, 1}};
    for (size_t k = 0; k < sizeof asked / sizeof asked[0]; k++) {
        if (!asked[k]->is_given)
            continue;
        if (k < change.law->shape_count)
            change_shape(asked[k], k, fit, &change, section);
        else
            note_no_change(change.law, options[k], section);
    }
    if (change.law != fit->law)
        predict_section_note(section, "if %s: by %s, which holds %s", section->what_if,
                             change.law->title, fit->law->title);
    *ret_change = change;
    return section->what_if[0] != '\0';
}
