/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/placeholder.h"

#include "cli/option_value.h"
#include "plan/list.h"

#include <string.h>

/* A word in braces; `meant` is the placeholder's own. */
struct known_word {
    const char *word, *meant;
    char value; /* what it stands for: 'n', 'p' */
};
static const struct known_word KNOWN[] = {
    {"n", "n", 'n'},      {"threads", "threads", 'n'}, {"p", "p", 'p'},
    {"N", "n", 'n'},      {"core", "n", 'n'},          {"cores", "n", 'n'},
    {"thread", "n", 'n'}, {"THREADS", "n", 'n'},       {"P", "p", 'p'},
};

static const struct known_word *find_known(struct list_slice word) {
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++)
        if (list_is_word(word, KNOWN[i].word))
            return &KNOWN[i];
    return NULL;
}

/* The word in the braces that begin at `at`; NULL: it is none of ours. */
static const struct known_word *known_at(const char *at) {
    struct list_slice word = {.text = at + 1, .length = strcspn(at + 1, "{}")};
    return word.text[word.length] == '}' ? find_known(word) : NULL;
}

int placeholder_scan(const char *text, const char *what, struct placeholder_use *use,
                     struct fault *fault) {
    for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{')) {
        const struct known_word *known = known_at(at);
        if (known == NULL)
            continue;
        if (strcmp(known->word, known->meant) != 0)
            return fault_set(fault, FAULT_USAGE, 0,
                             "{%s} in %s '%.*s' is replaced by nothing: {%s} stands for %s",
                             known->word, what, OPTION_SHOWN_BYTES, text, known->meant,
                             known->value == 'n' ? "the core count" : "the parallel fraction");
        use->n = use->n || known->value == 'n';
        use->p = use->p || known->value == 'p';
    }
    return 0;
}
