/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl doctor`: what would disturb a measurement here. It measures and changes nothing. */
#include "cli/command.h"
#include "cli/stream.h"
#include "cli/surroundings.h"

#include <jansson.h>
#include <string.h>

/* Where the text begins: behind an id and the longest name. A pipe is given the width of a usual
 * terminal. */
enum { DOCTOR_TEXT_AT = 23, DOCTOR_COLUMNS = 80 };

struct examination {
    struct surroundings surroundings;
    struct place *place;
    struct machine machine;
};

/* As many workers as `sweep -n auto` would have at the largest n. */
static int examine(const struct options *options, struct examination *examination,
                   struct fault *fault) {
    struct place_spec spec = {.kinds = options->kinds};
    int status = surroundings_resolve(options, &examination->surroundings, fault);
    spec.cpus = examination->surroundings.cpus;
    if (status == 0)
        status = place_policy_parse(options->place, &spec.policy, fault);
    if (status == 0)
        status = place_load(&spec, &examination->place, fault);
    if (status == 0 && !place_is_this_machine(examination->place))
        status = fault_set(fault, FAULT_UNMEASURABLE, 0,
                           "doctor looks at this machine only, and hwloc was given another (%s)",
                           place_foreign_reason(examination->place));
    if (status != 0)
        return status;
    machine_read("/", &examination->machine);
    examination->machine.quota_cpus = place_quota_cpus(examination->place);
    return surroundings_examine(
        &examination->surroundings,
        &(struct surroundings_spec){.places = &examination->place,
                                    .place_count = 1,
                                    .workers = place_edges(examination->place).auto_cores,
                                    .machine = &examination->machine},
        fault);
}

static enum term_style style_of(enum doctor_level level) {
    return level == DOCTOR_OK ? TERM_GOOD : level == DOCTOR_NOTE ? TERM_BOLD : TERM_DOUBT;
}

/* What is fine wants no remedy, and what is not known none yet. */
static bool wants_remedy(const struct doctor_finding *finding) {
    return finding->level != DOCTOR_OK && finding->is_known;
}

static void print_finding(const struct doctor_finding *finding, const struct term *term) {
    unsigned columns = term->columns != 0 ? term->columns : DOCTOR_COLUMNS;
    enum term_style style = style_of(finding->level);
    printf("  %s%s%s %-*s", term_begin(term, style), finding->check->id, term_end(term, style),
           DOCTOR_TEXT_AT - 7, finding->check->name);
    stream_wrap(stdout, finding->found, DOCTOR_TEXT_AT, columns);
    if (!wants_remedy(finding))
        return;
    printf("%*s", DOCTOR_TEXT_AT, "");
    stream_wrap(stdout, finding->check->effect, DOCTOR_TEXT_AT, columns);
    printf("%*sremedy: ", DOCTOR_TEXT_AT, "");
    stream_wrap(stdout, finding->check->remedy, DOCTOR_TEXT_AT + 8, columns);
}

static void print_level(const struct doctor_report *report, enum doctor_level level,
                        const char *title, const struct term *term) {
    if (doctor_report_count(report, level) == 0)
        return;
    printf("\n%s%s%s\n", term_begin(term, TERM_BOLD), title, term_end(term, TERM_BOLD));
    for (size_t i = 0; i < report->count; i++)
        if (report->findings[i].level == level)
            print_finding(&report->findings[i], term);
}

static void print_text(const struct examination *examination, const struct options *options) {
    const struct doctor_report *report = &examination->surroundings.report;
    const size_t warnings = doctor_report_count(report, DOCTOR_WARNING);
    const size_t notes = doctor_report_count(report, DOCTOR_NOTE);
    struct term term = term_look(stdout, options->color);
    char machine[256];
    place_describe(examination->place, machine, sizeof machine);
    printf("%s; looked at %s\n", machine, report->pus);
    if (examination->surroundings.choice[0] != '\0')
        printf("%s\n", examination->surroundings.choice);
    print_level(report, DOCTOR_WARNING, "warnings", &term);
    print_level(report, DOCTOR_NOTE, "notes", &term);
    print_level(report, DOCTOR_OK, "ok", &term);
    printf("\n%zu warning%s, %zu note%s, %zu ok\n", warnings, warnings == 1 ? "" : "s", notes,
           notes == 1 ? "" : "s", doctor_report_count(report, DOCTOR_OK));
}

static json_t *finding_json(const struct doctor_finding *finding) {
    const struct doctor_check *check = finding->check;
    bool is_told = wants_remedy(finding);
    return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?}", "id", check->id, "name", check->name,
                     "level", doctor_level_name(finding->level), "found", finding->found, "effect",
                     is_told ? check->effect : NULL, "remedy", is_told ? check->remedy : NULL);
}

/* A share that is not known is null. */
static json_t *load_json(const struct doctor_load *load) {
    json_t *busy = json_real(load->busy), *steal = json_real(load->steal);
    return json_pack("{s:i, s:o, s:o}", "pu", (int)load->pu, "busy",
                     busy != NULL ? busy : json_null(), "steal",
                     steal != NULL ? steal : json_null());
}

static int print_json(const struct examination *examination, struct fault *fault) {
    const struct surroundings *surroundings = &examination->surroundings;
    json_t *findings = json_array(), *loads = json_array();
    for (size_t i = 0; i < surroundings->report.count; i++)
        json_array_append_new(findings, finding_json(&surroundings->report.findings[i]));
    for (size_t i = 0; i < surroundings->look.count; i++)
        json_array_append_new(loads, load_json(&surroundings->look.loads[i]));
    json_t *document =
        json_pack("{s:i, s:s, s:s?, s:o, s:o}", "schema", 1, "looked_at", surroundings->report.pus,
                  "cpus", surroundings->cpus, "load", loads, "findings", findings);
    int status = 0;
    if (document == NULL || json_dumpf(document, stdout, JSON_INDENT(1)) != 0)
        status = fault_set(fault, FAULT_SYSTEM, 0, "the findings could not be written as JSON");
    else
        fputc('\n', stdout);
    json_decref(document);
    return status;
}

int cmd_doctor(const struct options *options, struct fault *fault) {
    struct examination examination = {.place = NULL};
    int status = examine(options, &examination, fault);
    if (status == 0 && options->json)
        status = print_json(&examination, fault);
    else if (status == 0)
        print_text(&examination, options);
    place_free(examination.place);
    surroundings_release(&examination.surroundings);
    return status;
}
