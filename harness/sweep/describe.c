/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "sweep/describe.h"

#include "sweep/measurer_process.h"

#include <stdio.h>

/* Longest that a library may take to load: a constructor has no business that lasts. */
static const double DESCRIBE_LIMIT_S = 10;

static void end_text(char *text, size_t bytes) {
    text[bytes - 1] = '\0';
}

/* Foreign code could write to the area: a card has ends wherever it is read. */
static void card_close(struct workload_card *card) {
    end_text(card->name, sizeof card->name);
    end_text(card->summary, sizeof card->summary);
    end_text(card->stresses, sizeof card->stresses);
    end_text(card->unit.operation, sizeof card->unit.operation);
    end_text(card->serial_unit.operation, sizeof card->serial_unit.operation);
    if (card->param_count > CARD_PARAMS_MAX)
        card->param_count = CARD_PARAMS_MAX;
    for (uint32_t i = 0; i < card->param_count; i++) {
        end_text(card->params[i].name, sizeof card->params[i].name);
        end_text(card->params[i].summary, sizeof card->params[i].summary);
        end_text(card->params[i].words, sizeof card->params[i].words);
    }
}

/* The measurer's sentence is a part. */
static int complete(const char *shown, const struct fault *own, struct fault *fault) {
    enum fault_code code = own->code == FAULT_TIME_LIMIT ? FAULT_WORKLOAD : own->code;
    if (code == FAULT_SYSTEM)
        return fault_set(fault, code, 0, "%s", own->text);
    return fault_set(fault, code, 0, "'%.200s' %s", shown, own->text);
}

int sweep_describe_plugin(const char *path, const char *shown, struct interrupt *interrupt,
                          struct workload_card *ret_card, struct fault *fault) {
    static const struct area_request request = {.kind = AREA_DESCRIBE};
    struct area_setup setup = {.workers = 1};
    struct measurer_process *process = NULL;
    struct area_reply reply;
    struct fault own = {.code = FAULT_NONE};
    if ((size_t)snprintf(setup.plugin_path, sizeof setup.plugin_path, "%s", path) >=
        sizeof setup.plugin_path)
        return fault_set(fault, FAULT_INPUT, 0,
                         "'%.200s' cannot be loaded: its path is longer than %zu characters", shown,
                         sizeof setup.plugin_path - 1);
    int status = measurer_process_open(&setup, 0, 0, &process, &own);
    if (status == 0)
        status = measurer_process_ask(process, &request, DESCRIBE_LIMIT_S, interrupt, &reply, &own);
    if (status == 0) {
        *ret_card = measurer_process_area(process)->card;
        card_close(ret_card);
    } else {
        status = complete(shown, &own, fault);
    }
    measurer_process_stop(process);
    return status;
}
