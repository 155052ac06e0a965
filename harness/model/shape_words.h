/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a shape of e(n) means, in a sentence. Used by shape.c alone. */
#ifndef AMDAHL_MODEL_SHAPE_WORDS_H
#define AMDAHL_MODEL_SHAPE_WORDS_H

#include "model/fit.h"
#include "model/strata.h"

struct shape_finding {
    enum model_shape shape;
    double s, c, kink_n; /* shape.h; kink_n NAN but of a kink */
};

/* Whether its sign is that of a loss. */
bool shape_is_loss(const struct shape_finding *finding);
/* What may do such a thing, in a few words: a literal. */
const char *shape_mechanism(enum model_shape shape);
/* That e(n) is below 0 at every n. */
void shape_put_gain_words(char ret_words[MODEL_WORDS_BYTES]);
/* The sentence into ret_words; `rival`: what explains it nearly as well, or NULL. */
void shape_put_words(const struct shape_finding *finding, const struct shape_finding *rival,
                     char ret_words[MODEL_WORDS_BYTES]);
/* Why there is no shape to look for, or NULL; "" where the report says that elsewhere. */
const char *shape_find_lack(const struct strata *strata, const struct model_report *report);

#endif
