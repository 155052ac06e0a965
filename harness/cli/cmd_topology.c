/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl topology`: where threads would go. */
#include "cli/command.h"
#include "cli/surroundings.h"
#include "place/place.h"

int cmd_topology(const struct options *options, struct fault *fault) {
    struct place_spec spec = {
        .synthetic = options->synthetic, .xml_path = options->xml, .kinds = options->kinds};
    struct surroundings surroundings;
    struct place *place = NULL;
    if (options->synthetic != NULL && options->xml != NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--synthetic and --xml each name a machine: give one of them");
    int rc = surroundings_resolve(options, &surroundings, fault);
    spec.cpus = surroundings.cpus;
    if (rc == 0)
        rc = place_policy_parse(options->place, &spec.policy, fault);
    if (rc == 0)
        rc = place_load(&spec, &place, fault);
    if (rc == 0 && options->json)
        rc = place_print_json(place, stdout, fault);
    else if (rc == 0)
        place_print_text(place, stdout);
    if (rc == 0 && !options->json && surroundings.choice[0] != '\0')
        printf("%s\n", surroundings.choice);
    place_free(place);
    surroundings_release(&surroundings);
    return rc;
}
