/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What core counts can tell of each law: one row a case. */
#include "check.h"
#include "model/identify.h"

enum { COUNTS_MOST = 6 };

static const struct example {
    double counts[COUNTS_MOST]; /* ends with 0 */
    size_t repeats;
    const struct model_law *law;
    bool identifiable;
    const char *words;
} EXAMPLES[] = {
    {{1}, 9, &model_linear, false, "one core count: no scaling information"},
    {{1}, 9, &model_amdahl, false, "one core count: no scaling information"},
    {{8}, 9, &model_usl, false, "one core count: no scaling information"},
    {{1, 8}, 9, &model_linear, true, ""},
    {{1, 8}, 1, &model_linear, true, ""},
    {{1, 8}, 9, &model_amdahl, true, ""}, /* the outcome says it */
    {{1, 8}, 1, &model_amdahl, false, "no repeats"},
    {{1, 8}, 9, &model_gustafson, true, ""},
    {{1, 8}, 9, &model_usl, false, "3 parameters, 2 core counts"},
    {{1, 2, 8}, 1, &model_amdahl, true, ""},
    {{1, 2, 8}, 9, &model_amdahl, true, ""},
    {{1, 2, 8}, 1, &model_usl, false, "no repeats"},
    {{1, 2, 8}, 2, &model_usl, true, "nothing tests the law"},
    {{1, 2, 4, 8}, 1, &model_usl, true, ""},
    {{1, 1.5, 4, 8}, 1, &model_usl, true, ""},
    /* What speed-ups are over the report says once, of all laws. */
    {{0.5, 1, 4, 8}, 1, &model_usl, true, ""},
    {{2, 4, 8, 16}, 1, &model_usl, true, ""},
    {{2, 4}, 5, &model_amdahl, true, ""},
    {{1, 2, 4, 8}, 3, &model_capacity, false, "what the cores can do together is not known"},
    {{1, 2, 4, 8}, 3, &model_amdahl_clock, false, "the clock of n busy cores is not known"},
};

/* Cells as strata have them: all that the rules look at. */
static struct strata strata_of(const double *counts, size_t repeats, struct model_site *sites) {
    struct strata strata = {.sites = sites};
    while (strata.cell_count < COUNTS_MOST && counts[strata.cell_count] > 0) {
        double n = counts[strata.cell_count];
        sites[strata.cell_count++] = (struct model_site){n, n, 1};
    }
    strata.counts = strata.cell_count;
    strata.rows = strata.counts * repeats;
    strata.differences = (double)strata.counts - 1;
    strata.pure_df = (double)(strata.rows - strata.counts);
    return strata;
}

static void test_table(void) {
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        const struct example *example = &EXAMPLES[i];
        struct model_site sites[COUNTS_MOST];
        struct strata strata = strata_of(example->counts, example->repeats, sites);
        char words[256] = "never touched";
        bool found = model_identify(&strata, example->law, words, sizeof words);
        CHECK_REPORT(found == example->identifiable, "example %zu: %d, %s", i, found, words);
        CHECK_HOLDS(words, example->words);
        CHECK_REPORT((words[0] == '\0') == (example->words[0] == '\0'), "example %zu: %s", i,
                     words);
    }
}

/* Where rounds take all that was measured twice, nothing is left to tell the noise from. */
static void test_rounds_take_repeats(void) {
    struct model_site sites[COUNTS_MOST];
    struct strata strata = strata_of((double[]){1, 2, 4, 0}, 1, sites);
    char words[256];
    strata.rows = 4; /* rounds of 1 and 2, and of 2 and 4 */
    CHECK(!model_identify(&strata, &model_usl, words, sizeof words));
    CHECK_HOLDS(words, "no repeats");
    CHECK(model_identify(&strata, &model_amdahl, words, sizeof words));
    /* Of 1 and 2, and of 4 and 8: two differences between four counts. */
    strata = strata_of((double[]){1, 2, 4, 8, 0}, 1, sites);
    strata.differences = 2;
    CHECK(!model_identify(&strata, &model_usl, words, sizeof words));
    strata.pure_df = 2;
    CHECK(model_identify(&strata, &model_usl, words, sizeof words));
}

/* A capacity that says that all cores are alike adds no law; a slower core makes one. */
static void test_cores_alike(void) {
    struct model_site sites[COUNTS_MOST];
    struct strata strata = strata_of((double[]){1, 2, 4, 8, 0}, 3, sites);
    char words[256];
    strata.has_capacity = strata.has_clock = true;
    CHECK(!model_identify(&strata, &model_capacity, words, sizeof words));
    CHECK_HOLDS(words, "it is Amdahl's law");
    CHECK(!model_identify(&strata, &model_amdahl_clock, words, sizeof words));
    sites[3].capacity = 7.5;
    CHECK(model_identify(&strata, &model_capacity, words, sizeof words));
    CHECK(!model_identify(&strata, &model_amdahl_clock, words, sizeof words));
    sites[3].clock = 0.9;
    CHECK(model_identify(&strata, &model_amdahl_clock, words, sizeof words));
    CHECK_STRING(words, "");
    /* No room for all of the words is no fault. */
    CHECK(!model_identify(&strata, &model_usl, words, 5) || words[0] == '\0');
    strata.counts = 1;
    CHECK(!model_identify(&strata, &model_usl, words, 5));
    CHECK_STRING(words, "one ");
}

int main(void) {
    test_table();
    test_rounds_take_repeats();
    test_cores_alike();
    return check_done();
}
