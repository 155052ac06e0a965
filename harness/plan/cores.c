/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `-n`: the list of core counts. */
#include "plan/list.h"
#include "plan/number.h"
#include "plan/plan.h"

#include <string.h>

/* No Linux system holds more threads than this: PID_MAX_LIMIT of include/linux/threads.h. */
enum { CORES_THREADS_LIMIT = 4194304 };

static const char CORES_OPTION[] = "-n, --cores", CORES_NOUN[] = "core count",
                  CORES_NOUNS[] = "core counts", CORES_STEPS[] = "1-1024:x2 or 1-1024:8";

struct cores_parser {
    const struct plan_machine *machine; /* NULL: no words, no machine to name */
    unsigned most;
    size_t room;                       /* counts that a list may make */
    const char *option, *noun, *nouns; /* for messages: "-n, --cores", "core count", … */
    const char *steps;                 /* that leave few enough: "1-1024:x2 or 1-1024:8" */
    struct plan_cores found;
    struct list_slice item; /* the one being read, for messages */
    struct fault *fault;
};

static int cores_refuse(struct cores_parser *parser) {
    return fault_set(parser->fault, FAULT_USAGE, 0,
                     "%s: '%.*s' is not a %s from 1 to %u, nor a range (as in 1,2,4 or "
                     "1-8 or 1-64:x2)%s",
                     parser->option, LIST_SHOW(parser->item), parser->noun, parser->most,
                     parser->machine != NULL ? ", nor auto or smt" : "");
}

static int cores_refuse_above(struct cores_parser *parser) {
    if (parser->machine == NULL || parser->most > parser->machine->pus)
        return cores_refuse(parser);
    return fault_set(
        parser->fault, FAULT_USAGE, 0,
        "-n, --cores: '%.*s' asks for more than the %u processing units %s; with --oversubscribe "
        "several workers share one",
        LIST_SHOW(parser->item), parser->most,
        parser->machine->has_quota ? "that the CPU quota leaves" : "there are to use");
}

static int cores_add(struct cores_parser *parser, unsigned value) {
    struct plan_cores *found = &parser->found;
    size_t at = 0;
    while (at < found->count && found->value[at] < value)
        at++;
    if (at < found->count && found->value[at] == value)
        return 0;
    if (found->count == parser->room)
        return fault_set(parser->fault, FAULT_USAGE, 0,
                         "%s: with '%.*s' there are more than %zu %s; take a step, as in %s",
                         parser->option, LIST_SHOW(parser->item), parser->room, parser->nouns,
                         parser->steps);
    memmove(found->value + at + 1, found->value + at, (found->count - at) * sizeof found->value[0]);
    found->value[at] = value;
    found->count++;
    return 0;
}

static int cores_parse_value(struct cores_parser *parser, struct list_slice text,
                             unsigned *ret_value) {
    uint64_t value = 0;
    enum number_answer answer = number_parse_count(text.text, text.length, &value);
    if (answer == NUMBER_MALFORMED || (answer == NUMBER_OK && value == 0))
        return cores_refuse(parser);
    if (answer == NUMBER_TOO_LARGE || value > parser->most)
        return cores_refuse_above(parser);
    *ret_value = (unsigned)value;
    return 0;
}

/* Powers of two up to `last`, and `last` itself. */
static int cores_add_powers(struct cores_parser *parser, unsigned last) {
    int rc = cores_add(parser, last);
    for (unsigned n = 1; rc == 0 && n <= last; n *= 2)
        rc = cores_add(parser, n);
    return rc;
}

static int cores_add_auto(struct cores_parser *parser) {
    const struct plan_machine *machine = parser->machine;
    const unsigned edges[] = {machine->cache_cores, machine->numa_cores, machine->package_cores};
    int rc = cores_add_powers(parser, machine->cores);
    for (size_t i = 0; rc == 0 && i < sizeof edges / sizeof edges[0]; i++)
        if (edges[i] > 0 && edges[i] <= machine->cores)
            rc = cores_add(parser, edges[i]);
    return rc;
}

/* "2" adds 2 each time, "x2" multiplies by 2. */
struct cores_step {
    unsigned sum, factor;
};

static int cores_parse_step(struct cores_parser *parser, struct list_slice text,
                            struct cores_step *ret_step) {
    bool multiplies = text.length > 0 && text.text[0] == 'x';
    if (multiplies)
        text = (struct list_slice){.text = text.text + 1, .length = text.length - 1};
    uint64_t value = 0;
    if (number_parse_count(text.text, text.length, &value) != NUMBER_OK ||
        value < (multiplies ? 2u : 1u) || value > CORES_THREADS_LIMIT)
        return fault_set(parser->fault, FAULT_USAGE, 0,
                         "%s: the step of '%.*s' is neither a count from 1 nor x2, x3, ...",
                         parser->option, LIST_SHOW(parser->item));
    *ret_step = multiplies ? (struct cores_step){.sum = 0, .factor = (unsigned)value}
                           : (struct cores_step){.sum = (unsigned)value, .factor = 1};
    return 0;
}

static int cores_add_range(struct cores_parser *parser, struct list_slice first,
                           struct list_slice rest) {
    struct list_slice last = rest, step_text;
    struct cores_step step = {.sum = 1, .factor = 1};
    unsigned low = 0, high = 0;
    int rc = 0;
    if (list_cut(&last, ':', &step_text))
        rc = cores_parse_step(parser, step_text, &step);
    if (rc == 0)
        rc = cores_parse_value(parser, first, &low);
    if (rc == 0)
        rc = cores_parse_value(parser, last, &high);
    if (rc == 0 && low > high)
        rc = fault_set(parser->fault, FAULT_USAGE, 0,
                       "%s: the range '%.*s' is empty: write the smaller count first",
                       parser->option, LIST_SHOW(parser->item));
    for (uint64_t n = low; rc == 0 && n <= high; n = n * step.factor + step.sum)
        rc = cores_add(parser, (unsigned)n);
    return rc;
}

static int cores_add_item(struct cores_parser *parser) {
    struct list_slice first = parser->item, rest;
    unsigned value = 0;
    if (parser->machine != NULL && list_is_word(first, "auto"))
        return cores_add_auto(parser);
    if (parser->machine != NULL && list_is_word(first, "smt")) {
        int rc = cores_add_auto(parser);
        return rc != 0 ? rc : cores_add_powers(parser, parser->machine->pus);
    }
    if (list_cut(&first, '-', &rest))
        return cores_add_range(parser, first, rest);
    int rc = cores_parse_value(parser, first, &value);
    return rc != 0 ? rc : cores_add(parser, value);
}

static int cores_parse(struct cores_parser *parser, const char *text) {
    int rc = 0;
    while (rc == 0 && list_next_item(&text, &parser->item))
        rc = cores_add_item(parser);
    return rc;
}

int plan_parse_cores(const char *text, const struct plan_machine *machine, bool oversubscribe,
                     struct plan_cores *ret_cores, struct fault *fault) {
    struct cores_parser parser = {
        .machine = machine,
        .most = oversubscribe ? CORES_THREADS_LIMIT : machine->pus,
        .option = CORES_OPTION,
        .noun = CORES_NOUN,
        .nouns = CORES_NOUNS,
        .room = PLAN_CORES_MAX,
        .steps = CORES_STEPS,
        .item = {.text = text, .length = strlen(text)},
        .fault = fault,
    };
    int rc = cores_add(&parser, 1);
    if (rc == 0)
        rc = cores_parse(&parser, text);
    if (rc == 0)
        *ret_cores = parser.found;
    return rc;
}

int plan_parse_counts(const char *text, unsigned most, struct plan_cores *ret_cores,
                      struct fault *fault) {
    struct cores_parser parser = {.machine = NULL,
                                  .most = most,
                                  .option = CORES_OPTION,
                                  .noun = CORES_NOUN,
                                  .nouns = CORES_NOUNS,
                                  .room = PLAN_CORES_MAX,
                                  .steps = CORES_STEPS,
                                  .fault = fault};
    int rc = cores_parse(&parser, text);
    if (rc == 0)
        *ret_cores = parser.found;
    return rc;
}

int plan_parse_tasks(const char *text, struct plan_tasks *ret_tasks, struct fault *fault) {
    struct cores_parser parser = {.machine = NULL,
                                  .most = PLAN_IN_FLIGHT_MAX,
                                  .option = "-t, --tasks",
                                  .noun = "number of tasks",
                                  .nouns = "numbers of tasks",
                                  .room = PLAN_TASKS_MAX,
                                  .steps = "1-1024:x4",
                                  .fault = fault};
    int rc = cores_parse(&parser, text);
    if (rc != 0)
        return rc;
    ret_tasks->count = parser.found.count;
    memcpy(ret_tasks->value, parser.found.value, ret_tasks->count * sizeof ret_tasks->value[0]);
    return 0;
}
