/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/identify.h"

#include <stdio.h>

/* What a rule looks at. */
struct facts {
    const struct strata *strata;
    const struct model_law *law;
    size_t unknowns; /* with the scale */
    bool has_repeats;
};

static bool has_one_count(const struct facts *facts) {
    return facts->strata->counts < 2;
}

static bool has_fewer_counts(const struct facts *facts) {
    return facts->strata->counts < facts->unknowns;
}

static bool has_no_error(const struct facts *facts) {
    return facts->strata->differences < (double)facts->unknowns && !facts->has_repeats;
}

static bool lacks_capacity(const struct facts *facts) {
    return facts->law == &model_capacity && !facts->strata->has_capacity;
}

static bool lacks_clock(const struct facts *facts) {
    return facts->law == &model_amdahl_clock && !facts->strata->has_clock;
}

/* With the same base and column at every count it is Amdahl's law once more. */
static bool is_amdahl_again(const struct facts *facts) {
    if (!facts->law->needs_capacity)
        return false;
    for (size_t i = 0; i < facts->strata->cell_count; i++) {
        double base, amdahls_base, column, amdahls_column;
        facts->law->put(&facts->strata->sites[i], &base, &column);
        model_amdahl.put(&facts->strata->sites[i], &amdahls_base, &amdahls_column);
        if (base != amdahls_base || column != amdahls_column)
            return false;
    }
    return true;
}

/* The first rule that applies refuses. */
static const struct refusal {
    bool (*applies)(const struct facts *facts);
    const char *words; /* NULL: parameters and core counts are named */
} REFUSALS[] = {
    {has_one_count, "one core count: no scaling information"},
    {lacks_capacity, "what the cores can do together is not known"},
    {lacks_clock, "the clock of n busy cores is not known"},
    {is_amdahl_again, "the cores are alike at every count: it is Amdahl's law"},
    {has_fewer_counts, NULL},
    {has_no_error, "as many core counts as parameters and no repeats: any such rows are the law's"},
};

/* What is to be minded though the law can be fitted. Of two core counts the outcome says it. */
static void put_notes(const struct facts *facts, char *ret_words, size_t bytes) {
    if (facts->strata->counts == facts->unknowns && facts->strata->counts > 2)
        snprintf(ret_words, bytes, "as many core counts as parameters: nothing tests the law");
}

bool model_identify(const struct strata *strata, const struct model_law *law, char *ret_words,
                    size_t bytes) {
    struct facts facts = {strata, law, 1 + law->shape_count,
                          strata->pure_df + strata->cells_df > 0};
    ret_words[0] = '\0';
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        if (!REFUSALS[i].applies(&facts))
            continue;
        if (REFUSALS[i].words != NULL)
            snprintf(ret_words, bytes, "%s", REFUSALS[i].words);
        else
            snprintf(ret_words, bytes, "%zu parameters, %zu core counts", facts.unknowns,
                     strata->counts);
        return false;
    }
    put_notes(&facts, ret_words, bytes);
    return true;
}
