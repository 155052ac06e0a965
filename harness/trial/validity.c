/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/validity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* docs/definitions.md, "Validity": a run delay above 1 % of the sample disturbs it. */
static const double RUN_DELAY_SHARE = 0.01;

/* A sentence that is too long ends with its last whole word, and says so. */
static void put_cause(const char *cause, struct sample *sample) {
    static const char more[] = " ...";
    size_t room = sizeof sample->cause - sizeof more;
    snprintf(sample->cause, sizeof sample->cause, "%s", cause);
    if (strlen(cause) < sizeof sample->cause)
        return;
    while (room > 1 && sample->cause[room] != ' ')
        room--;
    snprintf(sample->cause + room, sizeof sample->cause - room, "%s", more);
}

void validity_mark(struct sample *sample, enum sample_validity validity, const char *cause) {
    if (sample->validity >= validity && sample->cause[0] != '\0')
        return;
    sample->validity = validity;
    put_cause(cause, sample);
}

static void judge_binding(const struct worker_span *span, struct sample *sample) {
    char cause[WIRE_CAUSE_BYTES];
    if (span->pu_asked < 0 || span->pu_seen < 0 || span->pu_seen == span->pu_asked)
        return;
    snprintf(cause, sizeof cause, "binding lost: worker %u asked for PU %d and ran on PU %d",
             span->worker, span->pu_asked, span->pu_seen);
    validity_mark(sample, SAMPLE_BROKEN, cause);
}

/* What is not known is NAN, and above nothing. */
void validity_judge(const struct validity_facts *facts, struct sample *sample) {
    bool migrated = false, delayed = false, switched = false;
    for (uint32_t i = 0; i < sample->n; i++) {
        const struct worker_span *span = &facts->spans[i];
        judge_binding(span, sample);
        migrated = migrated || span->migrations > 0;
        delayed = delayed || span->run_delay_s > RUN_DELAY_SHARE * sample->time_s;
        switched = switched || (isnan(span->run_delay_s) && span->switches > 0);
    }
    if (facts->is_throttled)
        validity_mark(sample, SAMPLE_DISTURBED, "throttled by the CPU quota");
    if (sample->oversubscribed)
        return;
    if (migrated)
        validity_mark(sample, SAMPLE_DISTURBED, "migrated");
    if (delayed && !facts->has_company)
        validity_mark(sample, SAMPLE_DISTURBED, "run delay");
    if (switched && !facts->has_company)
        validity_mark(sample, SAMPLE_DISTURBED, "involuntary switches");
    if (facts->clock_is_off)
        validity_mark(sample, SAMPLE_DISTURBED, "clock off");
}
