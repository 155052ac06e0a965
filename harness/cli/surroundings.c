/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/surroundings.h"

#include "doctor/idle.h"

#include <errno.h>
#include <stdlib.h>

static int look_once(struct surroundings *surroundings, struct fault *fault) {
    if (surroundings->has_looked)
        return 0;
    int status = doctor_look_take(&(struct doctor_watch){.root = "/"}, &surroundings->look, fault);
    surroundings->has_looked = status == 0;
    return status;
}

/* Of the PUs of a place, which are all that may be used. */
static int choose(struct surroundings *surroundings, const char *asked, unsigned cores,
                  const struct place *place, struct fault *fault) {
    size_t count = place_pu_count(place);
    struct idle_pu *pus = calloc(count, sizeof *pus);
    if (pus == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the choice of idle cores");
    for (size_t i = 0; i < count; i++)
        pus[i].pu = (unsigned)place_slot(place, i).pu;
    int status = look_once(surroundings, fault);
    if (status == 0)
        status = idle_choose(&surroundings->look, cores, pus, count, fault);
    if (status == 0)
        status =
            idle_list(pus, count, surroundings->idle_cpus, sizeof surroundings->idle_cpus, fault);
    if (status == 0) {
        int used = snprintf(surroundings->choice, sizeof surroundings->choice, "-c %s: ", asked);
        idle_describe(pus, count, surroundings->idle_cpus, surroundings->choice + used,
                      sizeof surroundings->choice - (size_t)used);
        surroundings->cpus = surroundings->idle_cpus;
    }
    free(pus);
    return status;
}

int surroundings_resolve(const struct options *options, struct surroundings *ret_surroundings,
                         struct fault *fault) {
    *ret_surroundings = (struct surroundings){.cpus = options->cpus};
    struct place *place = NULL;
    bool is_idle = false;
    unsigned cores = 0;
    int status = idle_parse(options->cpus, &is_idle, &cores, fault);
    if (status != 0 || !is_idle)
        return status;
    /* Spread's order decides between cores that are equally quiet, whatever the placement. */
    const struct place_spec spec = {.synthetic = options->synthetic,
                                    .xml_path = options->xml,
                                    .kinds = options->kinds,
                                    .policy = PLACE_SPREAD};
    status = place_load(&spec, &place, fault);
    if (status == 0 && !place_is_this_machine(place))
        status = fault_set(fault, FAULT_USAGE, 0,
                           "-c %.40s: nothing runs on a machine that is not this one (%s), so none "
                           "of its cores is idle or busy; name them, as in -c 0,2-7",
                           options->cpus, place_foreign_reason(place));
    if (status == 0)
        status = choose(ret_surroundings, options->cpus, cores, place, fault);
    place_free(place);
    return status;
}

/* Workers that are not bound may run on any PU in use. */
static size_t used_of(const struct place *place, unsigned workers) {
    size_t count = place_pu_count(place);
    bool is_bound = place_policy_of(place) != PLACE_NONE;
    return is_bound && workers < count ? workers : count;
}

int surroundings_examine(struct surroundings *surroundings, const struct surroundings_spec *spec,
                         struct fault *fault) {
    struct doctor_facts facts = {.cpus = NULL};
    size_t count = 0, room = 0;
    for (size_t i = 0; i < spec->place_count; i++)
        room += used_of(spec->places[i], spec->workers);
    unsigned *pus = calloc(room + 1, sizeof *pus);
    if (pus == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the list of PUs");
    for (size_t i = 0; i < spec->place_count; i++)
        for (size_t j = 0; j < used_of(spec->places[i], spec->workers); j++)
            pus[count++] = (unsigned)place_slot(spec->places[i], j).pu;
    int status = look_once(surroundings, fault);
    if (status == 0)
        status = doctor_facts_read(&(struct doctor_facts_spec){.root = "/",
                                                               .machine = spec->machine,
                                                               .look = &surroundings->look,
                                                               .pus = pus,
                                                               .pu_count = count},
                                   &facts, fault);
    if (status == 0)
        doctor_examine(&facts, &surroundings->report);
    doctor_facts_release(&facts);
    free(pus);
    return status;
}

/* More would push the table off the screen. */
enum { WARNINGS_MAX = 6 };

void surroundings_print(const struct surroundings *surroundings, const struct term *term,
                        FILE *stream) {
    const struct doctor_report *report = &surroundings->report;
    size_t warnings = 0;
    if (surroundings->choice[0] != '\0')
        fprintf(stream, "%s\n", surroundings->choice);
    for (size_t i = 0; i < report->count; i++) {
        const struct doctor_finding *finding = &report->findings[i];
        if (finding->level == DOCTOR_WARNING && warnings++ < WARNINGS_MAX)
            fprintf(stream, "%s%s%s %s: %s\n", term_begin(term, TERM_DOUBT), finding->check->id,
                    term_end(term, TERM_DOUBT), finding->found, finding->check->remedy);
    }
    if (warnings > WARNINGS_MAX)
        fprintf(stream, "%zu more: amdahl doctor\n", warnings - WARNINGS_MAX);
}

void surroundings_release(struct surroundings *surroundings) {
    doctor_look_release(&surroundings->look);
}
