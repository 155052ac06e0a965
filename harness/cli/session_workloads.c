/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The workloads of a session: the names among the operands, the files among them, and --load. */
#include "cli/session_state.h"
#include "cli/suggest.h"
#include "sweep/interrupt.h"
#include "trial/trial.h"
#include "workload_table.h"

#include <stdio.h>
#include <string.h>

static const char *const DEFAULT_WORKLOAD[] = {"spin"};

/* What --load gave. */
struct loaded {
    struct workload_card card;
    struct plugin_origin origin;
};

struct workload_search {
    struct session *session;
    struct interrupt interrupt;
    struct loaded loaded[OPTION_LIST_MAX];
    size_t loaded_count;
};

static const struct loaded *find_loaded(const struct workload_search *search, const char *name) {
    for (size_t i = 0; i < search->loaded_count; i++)
        if (strcmp(search->loaded[i].card.name, name) == 0)
            return &search->loaded[i];
    return NULL;
}

static int refuse_workload(const struct workload_search *search, const char *name,
                           struct fault *fault) {
    const char *names[SWEEP_SERIES_MAX];
    size_t count = 0;
    char phrase[96];
    if (compile_is_source(name))
        return fault_set(fault, FAULT_USAGE, 0,
                         "'%.60s' is not a workload; a file has a '/' in its name: ./%.60s", name,
                         name);
    for (size_t i = 0; workload_table[i] != NULL && count < SWEEP_SERIES_MAX; i++)
        names[count++] = workload_table[i]->name;
    for (size_t i = 0; i < search->loaded_count && count < SWEEP_SERIES_MAX; i++)
        names[count++] = search->loaded[i].card.name;
    suggest_phrase(name, names, count, "", phrase, sizeof phrase);
    return fault_set(fault, FAULT_USAGE, 0,
                     "'%.60s' is not a workload%s; `amdahl list` shows those there are", name,
                     phrase);
}

/* `word` is what the command line calls it. */
static int add_workload(struct session *session, const char *word, const struct workload_card *card,
                        const struct plugin_origin *origin, struct fault *fault) {
    const struct plugin_origin *before = session_origin(session, card->name);
    if (before != NULL && strcmp(before->given, origin->given) != 0)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%.150s and %.150s both have a workload '%s': give one of them another "
                         "name",
                         before->given, origin->given, card->name);
    if (before != NULL)
        return fault_set(fault, FAULT_USAGE, 0, "the workload '%.200s' was named twice", word);
    if (session->workload_count == SWEEP_SERIES_MAX)
        return fault_set(fault, FAULT_USAGE, 0, "more than %d workloads were named",
                         SWEEP_SERIES_MAX);
    session->origins[session->workload_count] = *origin;
    session->cards[session->workload_count++] = *card;
    return 0;
}

static int add_file(struct workload_search *search, const char *path, struct fault *fault) {
    struct session *session = search->session;
    struct workload_card card;
    struct plugin_origin origin;
    int status =
        plugin_file_read(path, &session->private_dir, &search->interrupt, &card, &origin, fault);
    return status != 0 ? status : add_workload(session, path, &card, &origin, fault);
}

static int add_built_in(struct workload_search *search, const char *name, struct fault *fault) {
    static const struct plugin_origin none;
    const struct workload *workload = workload_find(name);
    struct workload_card card;
    if (workload == NULL)
        return refuse_workload(search, name, fault);
    int status = workload_validate(workload, fault);
    if (status != 0)
        return status;
    workload_describe(workload, &card);
    return add_workload(search->session, name, &card, &none, fault);
}

static int add_word(struct workload_search *search, const char *word, struct fault *fault) {
    const struct loaded *loaded = find_loaded(search, word);
    if (loaded != NULL)
        return add_workload(search->session, word, &loaded->card, &loaded->origin, fault);
    return plugin_file_is_path(word) ? add_file(search, word, fault)
                                     : add_built_in(search, word, fault);
}

static int load_all(struct workload_search *search, struct fault *fault) {
    const struct option_list *files = &search->session->options->load;
    int status = 0;
    for (size_t i = 0; i < files->count && status == 0; i++) {
        struct loaded *next = &search->loaded[i];
        status = plugin_file_read(files->value[i], &search->session->private_dir,
                                  &search->interrupt, &next->card, &next->origin, fault);
        const struct loaded *before = status == 0 ? find_loaded(search, next->card.name) : NULL;
        if (before != NULL)
            status = fault_set(fault, FAULT_USAGE, 0,
                               "--load: %.150s and %.150s both have a workload '%s': leave out one "
                               "of them",
                               before->origin.given, next->origin.given, next->card.name);
        search->loaded_count += status == 0;
    }
    return status;
}

static int add_all(struct workload_search *search, struct fault *fault) {
    const struct options *options = search->session->options;
    int status = 0;
    for (size_t i = 0; i < options->operand_count && status == 0; i++)
        status = add_word(search, options->operands[i], fault);
    if (options->operand_count > 0)
        return status;
    for (size_t i = 0; i < search->loaded_count && status == 0; i++)
        status = add_word(search, search->loaded[i].card.name, fault);
    return search->loaded_count > 0 ? status : add_word(search, DEFAULT_WORKLOAD[0], fault);
}

static bool has_files(const struct options *options) {
    for (size_t i = 0; i < options->operand_count; i++)
        if (plugin_file_is_path(options->operands[i]))
            return true;
    return options->load.count > 0;
}

int session_plan_workloads(struct session *session, struct fault *fault) {
    struct workload_search search = {.session = session, .interrupt = {.file = -1}};
    int status = 0;
    /* A signal must find somebody who removes what was compiled. */
    if (has_files(session->options))
        status = interrupt_open(&search.interrupt, fault);
    if (status == 0)
        status = load_all(&search, fault);
    if (status == 0)
        status = add_all(&search, fault);
    interrupt_close(&search.interrupt);
    return search.interrupt.count > 0 ? 128 + search.interrupt.signal : status;
}
