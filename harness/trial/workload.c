/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/trial.h"
#include "wire/params.h"
#include "workload_table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool name_is_plain(const char *name) {
    size_t length = strlen(name);
    return length > 0 && length < WIRE_NAME_BYTES &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool cost_is_sane(double cost) {
    return isfinite(cost) && cost >= 0;
}

static bool unit_is_sane(const struct workload_unit *unit) {
    return cost_is_sane(unit->operations) && cost_is_sane(unit->bytes);
}

/* What belongs to an intrinsic workload or to one with work, and what does not. */
static int check_callbacks(const struct workload *workload, struct fault *fault) {
    bool is_intrinsic = workload->whole_units != NULL;
    const char *has = NULL;
    if (workload->run_tasks != NULL && (!is_intrinsic || workload->tasks == 0))
        has = "run_tasks, but no whole_units or no tasks: how many units there are, and how many "
              "tasks are in flight";
    else if (workload->run_tasks != NULL && workload->run != NULL)
        has = "run and run_tasks: units are done in one way or the other";
    else if (workload->run_tasks == NULL && workload->tasks > 0)
        has = "tasks, but no run_tasks";
    else if (!is_intrinsic && (workload->begin != NULL || workload->finish != NULL))
        has = "begin or finish, but no whole_units: the serial phases of an intrinsic workload";
    else if (is_intrinsic && workload->run_serial != NULL)
        has = "whole_units and run_serial: an intrinsic workload's serial parts are begin and "
              "finish";
    else if (is_intrinsic && workload->is_empty)
        has = "whole_units and is_empty: without work there are no phases";
    else if (workload->is_empty && workload->run_best != NULL)
        has = "run_best and is_empty: without work no code for it is the best";
    else if (workload->run_serial != NULL && workload->run_best != NULL)
        has = "run_best and run_serial: run_best is told the number of all units, not how many of "
              "them are run_serial's";
    else if (workload->is_empty && workload->waits != NULL)
        has = "waits and is_empty: without work nobody waits";
    if (has == NULL)
        return 0;
    return fault_set(fault, FAULT_WORKLOAD, 0, "the workload '%s' has %s", workload->name, has);
}

static bool is_line(const char *text) {
    return text != NULL && text[strcspn(text, "\n\r\t\033")] == '\0';
}

/* "word|word", which a card must have room for. */
static size_t words_bytes(const char *const *words, uint64_t count) {
    size_t bytes = 0;
    for (uint64_t i = 0; i < count; i++)
        bytes += strlen(words[i]) + 1;
    return bytes;
}

/* A plain name of its own for each value, if there are any. */
static bool words_are_sane(const struct workload_param *param) {
    const char *const *words = param->words;
    uint64_t count = param->most - param->least + 1;
    if (words == NULL)
        return true;
    for (uint64_t i = 0; i < count; i++) {
        if (i == CARD_WORDS_BYTES || words[i] == NULL || !name_is_plain(words[i]))
            return false;
        for (uint64_t j = 0; j < i; j++)
            if (strcmp(words[i], words[j]) == 0)
                return false;
    }
    return words[count] == NULL && words_bytes(words, count) <= CARD_WORDS_BYTES;
}

static bool params_are_sane(const struct workload_param *params) {
    size_t count = 0;
    for (; params != NULL && params[count].name != NULL; count++) {
        const struct workload_param *param = &params[count];
        if (count == WORKLOAD_PARAMS_MAX || !name_is_plain(param->name) ||
            !is_line(param->summary) || param->initial < param->least ||
            param->initial > param->most || !words_are_sane(param))
            return false;
        for (size_t i = 0; i < count; i++)
            if (strcmp(params[i].name, param->name) == 0)
                return false;
    }
    return true;
}

int workload_validate(const struct workload *workload, struct fault *fault) {
    if (workload->abi != WORKLOAD_ABI)
        return fault_set(
            fault, FAULT_WORKLOAD, 0,
            "a workload was built for version %u of workload.h, this program is version %u: "
            "build it again",
            workload->abi, WORKLOAD_ABI);
    if (workload->name == NULL || !name_is_plain(workload->name))
        return fault_set(
            fault, FAULT_WORKLOAD, 0,
            "a workload's name is '%s': use 1 to %d lower-case letters, digits and '-'",
            workload->name == NULL ? "" : workload->name, WIRE_NAME_BYTES - 1);

    const char *lacks = NULL;
    if (workload->summary == NULL || workload->stresses == NULL)
        lacks = "its summary, or what it stresses";
    else if (workload->run == NULL && workload->run_tasks == NULL)
        lacks = "run, or run_tasks";
    else if (workload->check == NULL)
        lacks = "check: every workload can prove that it did the work";
    else if (!unit_is_sane(&workload->unit) || !unit_is_sane(&workload->serial_unit))
        lacks = "a finite, non-negative cost of a unit";
    else if (!params_are_sane(workload->params))
        lacks = "sane parameters: at most 8, plain names of their own, a line of summary each, an "
                "initial value within its range, and of words one for each value";
    if (lacks != NULL)
        return fault_set(fault, FAULT_WORKLOAD, 0, "the workload '%s' lacks %s", workload->name,
                         lacks);
    return check_callbacks(workload, fault);
}

const struct workload *workload_find(const char *name) {
    for (size_t i = 0; workload_table[i] != NULL; i++)
        if (strcmp(workload_table[i]->name, name) == 0)
            return workload_table[i];
    return NULL;
}

static bool read_number(const char *text, uint64_t *ret_value) {
    char *end = NULL;
    size_t digits = strspn(text, "0123456789");
    bool is_padded = digits > 1 && text[0] == '0'; /* one number has one text */
    if (digits == 0 || digits > 18 || is_padded || text[digits] != '\0') /* 18 digits fit 64 bits */
        return false;
    *ret_value = strtoull(text, &end, 10);
    return true;
}

static int read_word(const struct workload_card *card, const struct card_param *param,
                     const char *word, uint64_t *ret_value, struct fault *fault) {
    int place = params_place_of(param->words, word);
    if (place < 0)
        return fault_set(fault, FAULT_USAGE, 0, "--param %s: '%s' is not one of %s (%s, of '%s')",
                         param->name, word, param->words, param->summary, card->name);
    *ret_value = param->least + (uint64_t)place;
    return 0;
}

static int read_value(const struct workload_card *card, const struct card_param *param,
                      const char *text, uint64_t *ret_value, struct fault *fault) {
    if (param->words[0] != '\0')
        return read_word(card, param, text, ret_value, fault);
    uint64_t value;
    if (!read_number(text, &value) || value < param->least || value > param->most)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--param %s: '%s' is no whole number from %" PRIu64 " to %" PRIu64
                         " (%s, of '%s')",
                         param->name, text, param->least, param->most, param->summary, card->name);
    *ret_value = value;
    return 0;
}

int workload_read_params(const struct workload_card *card, const char *text,
                         uint64_t ret_values[WORKLOAD_PARAMS_MAX], struct fault *fault) {
    for (size_t i = 0; i < card->param_count; i++) {
        const struct card_param *param = &card->params[i];
        char value[WIRE_PARAMS_BYTES];
        ret_values[i] = param->initial;
        if (text == NULL || !params_find(text, param->name, value, sizeof value))
            continue;
        int status = read_value(card, param, value, &ret_values[i], fault);
        if (status != 0)
            return status;
    }
    return 0;
}

static void describe_unit(const struct workload_unit *unit, struct card_unit *ret_unit) {
    ret_unit->operations = unit->operations;
    ret_unit->bytes = unit->bytes;
    if (unit->operation != NULL)
        snprintf(ret_unit->operation, sizeof ret_unit->operation, "%s", unit->operation);
}

static void describe_words(const struct workload_param *param, struct card_param *own) {
    size_t length = 0;
    for (uint64_t i = 0; param->words != NULL && i <= param->most - param->least; i++)
        length += (size_t)snprintf(own->words + length, sizeof own->words - length, "%s%s",
                                   i == 0 ? "" : "|", param->words[i]);
}

void workload_describe(const struct workload *workload, struct workload_card *ret_card) {
    struct workload_card card = {
        .is_empty = workload->is_empty,
        .has_serial_kernel = workload->run_serial != NULL,
        .is_intrinsic = workload->whole_units != NULL,
        .has_best = workload->run_best != NULL,
        .tasks = workload->tasks,
    };
    snprintf(card.name, sizeof card.name, "%s", workload->name);
    snprintf(card.summary, sizeof card.summary, "%s", workload->summary);
    snprintf(card.stresses, sizeof card.stresses, "%s", workload->stresses);
    describe_unit(&workload->unit, &card.unit);
    describe_unit(&workload->serial_unit, &card.serial_unit);
    for (const struct workload_param *param = workload->params;
         param != NULL && param->name != NULL && card.param_count < CARD_PARAMS_MAX; param++) {
        struct card_param *own = &card.params[card.param_count++];
        own->initial = param->initial;
        own->least = param->least;
        own->most = param->most;
        snprintf(own->name, sizeof own->name, "%s", param->name);
        snprintf(own->summary, sizeof own->summary, "%s",
                 param->summary == NULL ? "" : param->summary);
        describe_words(param, own);
    }
    *ret_card = card;
}
