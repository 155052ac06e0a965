/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a measurer answers, held against what can be. Foreign code ran in that process: its word is
 * taken for what was measured only, and where that is possible. */
#ifndef AMDAHL_ANSWER_H
#define AMDAHL_ANSWER_H

#include "wire/area.h"

#include <stdbool.h>

/* The cause of a sample whose records cannot be. */
#define ANSWER_NONSENSE "nonsense in the records of the measuring process"

/* Takes all that is measured out of `sample`: it does not exist. */
void answer_clear_sample(struct sample *sample);
/* Puts what was measured, and nothing else, from `answered` into `sample`, which holds what was
 * asked. False, and nothing put, where it cannot be: a time that is not finite, negative, or longer
 * than the whole; a count below 0; a cause without an end; a validity that there is not. */
bool answer_take_sample(const struct sample *answered, struct sample *sample);
/* Whether these can be the spans of the sample's n workers. */
bool answer_are_spans(const struct worker_span *spans, const struct sample *sample);
/* Whether all of it is finite and not negative. */
bool answer_is_calibration(const struct area_calibration *found);
/* Whether status and fault agree; ends the fault's text. */
bool answer_is_reply(struct area_reply *reply);

#endif
