/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/session_record.h"
#include "explain/rules.h"
#include "explain/skew.h"
#include "record/cpu_list.h"
#include "wire/series.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Whether a worker's PU was another's too, at a place named before or of a lower number: orders
 * differ, and beyond the last PU they begin again. */
static bool is_known(const struct session *session, unsigned most, size_t place, unsigned worker) {
    int pu = place_slot(session->places[place], worker).pu;
    for (size_t i = 0; i <= place; i++)
        for (unsigned j = 0; j < (i < place ? most : worker); j++)
            if (place_slot(session->places[i], j).pu == pu)
                return true;
    return false;
}

/* PUs that workers had, over all places; unbound ones count as if they were bound. */
static unsigned count_pus_used(const struct session *session, unsigned most) {
    unsigned count = 0;
    for (size_t i = 0; i < session->place_count; i++)
        for (unsigned worker = 0; worker < most; worker++)
            count += !is_known(session, most, i, worker);
    return count;
}

static void add_reason(char *text, size_t bytes, const char *reason) {
    size_t used = strlen(text);
    snprintf(text + used, bytes - used, "%s%s", used == 0 ? "" : ", ", reason);
}

/* Those of the machine that are on: the process may use fewer of them, and -c fewer still. */
static unsigned count_pus(const struct session *session) {
    size_t online = cpu_list_count(session->machine.online);
    if (!place_is_this_machine(session->places[0]) || online < session->facts.pus)
        return session->facts.pus;
    return (unsigned)online;
}

/* Why no more processing units were used; "" where nothing says it. */
static void describe_left_out(const struct session *session, unsigned most, char *text,
                              size_t bytes) {
    const struct options *options = session->options;
    const struct place_edges edges = place_edges(session->places[0]);
    char asked[80];
    text[0] = '\0';
    snprintf(asked, sizeof asked, "-c %.48s was asked for",
             session->surroundings.cpus == NULL ? "" : session->surroundings.cpus);
    if (session->surroundings.cpus != NULL)
        add_reason(text, bytes, asked);
    if (count_pus(session) > session->facts.pus &&
        cpu_list_count(session->machine.cpuset) < cpu_list_count(session->machine.online))
        add_reason(text, bytes, "the affinity mask or cpuset allows no more");
    if (session->spec.pus < edges.pus && most >= session->spec.pus)
        add_reason(text, bytes, "the CPU quota leaves no more");
    snprintf(asked, sizeof asked, "-n %.48s was asked for", options->cores);
    if (strcmp(options->cores, "auto") != 0)
        add_reason(text, bytes, asked);
    else if (session->facts.kinds > 1 && edges.auto_cores < edges.cores)
        add_reason(text, bytes, "cores of a slower kind were left out");
    else if (edges.auto_cores < edges.pus)
        add_reason(text, bytes, "further threads of the same cores were left out");
}

/* The series that have a row, and why the first of the others has none. */
static size_t count_measured(const struct session *session, const char **ret_reason) {
    size_t measured = 0;
    for (size_t i = 0; i < session->result.lane_count; i++) {
        const struct lane_report *lane = &session->result.lanes[i];
        size_t row = 0;
        while (row < session->row_count &&
               !series_is_same(&session->rows[row].series, &lane->series))
            row++;
        if (row < session->row_count)
            measured++;
        else if (*ret_reason == NULL)
            *ret_reason = lane->fault.text;
    }
    return measured;
}

static double longest_fork_join_s(const struct session *session) {
    double longest_s = NAN;
    for (size_t i = 0; i < session->result.lane_count; i++)
        longest_s = fmax(longest_s, session->result.lanes[i].calibration.fork_join_s);
    return longest_s;
}

/* NAN where there is no memory for it: what else the rules say is worth more than a fault. */
static double find_skew(const struct session *session) {
    double skew = NAN;
    skew_find(session->result.samples, session->result.sample_count, &skew, NULL);
    return skew;
}

void session_judge_rules(struct session *session) {
    const char *series_reason = NULL;
    size_t measured = count_measured(session, &series_reason);
    unsigned most = 0;
    char left_out[256];
    for (size_t i = 0; i < session->row_count; i++)
        most = session->rows[i].n > most ? session->rows[i].n : most;
    describe_left_out(session, most, left_out, sizeof left_out);
    rules_judge(&(struct rules_facts){.rows = session->rows,
                                      .row_count = session->row_count,
                                      .differences = session->differences,
                                      .difference_count = session->difference_count,
                                      .drifts = session->sentinel.drifts,
                                      .drift_count = session->sentinel.drift_count,
                                      .machine = session->machine_line,
                                      .pus_used = count_pus_used(session, most),
                                      .pus = count_pus(session),
                                      .left_out = left_out,
                                      .series_asked = session->spec.series_count,
                                      .series_measured = measured,
                                      .series_reason = series_reason,
                                      .rounds = session->result.rounds,
                                      .epochs = session->result.epochs,
                                      .seed = session->spec.seed,
                                      .fork_join_s = longest_fork_join_s(session),
                                      .skew = find_skew(session),
                                      .margin = session->options->margin,
                                      .is_program = session_is_of_program(session),
                                      .is_scripted = session->spec.base.script_path[0] != '\0',
                                      .has_charts = session->has_charts},
                session->rules);
}
