/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Places in the -c expression: hwloc's location words "package:1.core:0-3" with logical indices. */
#include "place/cpus.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Which of the objects of one type, by their positions from 0: "3", "2-7", "2-", "6:4", "all",
 * "odd", "even". */
struct choice {
    unsigned first, count, step;
    bool open;  /* to the last object: no count */
    bool wraps; /* after the last object comes the first */
};

/* One word of a location: "core:0-3". A location is a list of them that ends with a `type` of
 * HWLOC_OBJ_TYPE_MAX; each chooses inside what the one before it chose. */
struct word {
    hwloc_obj_type_t type;
    struct choice choice;
};
enum { WORDS_MOST = 8 };

/* The object after `previous` at `depth`: of the machine, or of those that lie in `within`. */
static hwloc_obj_t next_object(hwloc_topology_t topology, hwloc_obj_t within, int depth,
                               hwloc_obj_t previous) {
    if (within == NULL)
        return hwloc_get_next_obj_by_depth(topology, depth, previous);
    return hwloc_get_next_obj_inside_cpuset_by_depth(topology, within->cpuset, depth, previous);
}

static bool chooses(const struct choice *choice, unsigned position, unsigned present) {
    if (choice->wraps)
        return (position + present - choice->first) % present < choice->count;
    return position >= choice->first && (position - choice->first) % choice->step == 0 &&
           (choice->open || position - choice->first < choice->count);
}

static int refuse_missing(const struct cpus_parse *parse, const struct word *word,
                          hwloc_obj_t within, unsigned present) {
    const struct choice *choice = &word->choice;
    const char *type = hwloc_obj_type_string(word->type);
    char missing[64], where[64] = "here; this machine shows";
    if (choice->wraps && choice->first < present)
        snprintf(missing, sizeof missing, "are no %u of %s", choice->count, type);
    else
        snprintf(missing, sizeof missing, "is no %s:%u", type,
                 choice->first < present ? present : choice->first);
    if (within != NULL)
        snprintf(where, sizeof where, "in %s:%u; it holds", hwloc_obj_type_string(within->type),
                 within->logical_index);
    return fault_set(parse->fault, FAULT_USAGE, 0, "-c %.80s: there %s %s %u of them, from 0",
                     parse->text, missing, where, present);
}

/* Whether each position that the choice gives a number for is there. The words without an end may
 * choose nothing inside another object: "core:all.pu:odd" where only some cores have SMT. */
static bool is_present(const struct choice *choice, hwloc_obj_t within, unsigned present) {
    if (choice->open)
        return within != NULL || choice->first < present;
    if (choice->wraps)
        return choice->first < present && choice->count <= present;
    return choice->first < present && choice->count <= present - choice->first;
}

/* Keeps what `word` and those after it choose; counts the objects that the last one chose. */
static int keep_objects(const struct cpus_parse *parse, const struct word *word, hwloc_obj_t within,
                        unsigned *chosen) {
    hwloc_obj_t obj = NULL;
    int failed = 0, depth = hwloc_get_type_depth(parse->topology, word->type);
    unsigned present = 0, position = 0;
    while ((obj = next_object(parse->topology, within, depth, obj)) != NULL)
        present++;
    if (!is_present(&word->choice, within, present))
        return refuse_missing(parse, word, within, present);

    while (!failed && (obj = next_object(parse->topology, within, depth, obj)) != NULL) {
        if (!chooses(&word->choice, position++, present))
            continue;
        if (word[1].type != HWLOC_OBJ_TYPE_MAX) {
            failed = keep_objects(parse, word + 1, obj, chosen);
        } else {
            hwloc_bitmap_or(parse->kept, parse->kept, obj->cpuset);
            ++*chosen;
        }
    }
    return failed;
}

static bool take_word(const char **at, const char *word) {
    size_t length = strlen(word);
    if (strncmp(*at, word, length) != 0 || isalnum((unsigned char)(*at)[length]))
        return false;
    *at += length;
    return true;
}

/* "3", "2-7", "2-" or "6:4" at *at. */
static int parse_numbers(const struct cpus_parse *parse, const char **at,
                         struct choice *ret_choice) {
    struct choice choice = {.step = 1, .count = 1};
    const char *end = *at + strspn(*at, "0123456789");
    unsigned last = 0;
    int failed = 0;
    if (*end == '-' && !isdigit((unsigned char)end[1])) {
        choice.open = true;
        failed = place_parse_number(parse, at, &choice.first);
        *at = end + 1;
    } else if (*end == ':') {
        choice.wraps = true;
        failed = place_parse_number(parse, at, &choice.first);
        *at = end + 1;
        if (!failed)
            failed = place_parse_number(parse, at, &choice.count);
        if (!failed && choice.count == 0)
            failed = fault_set(parse->fault, FAULT_USAGE, 0,
                               "-c %.80s: a count of 0 names nothing; give 1 or more", parse->text);
    } else {
        failed = place_parse_range(parse, at, &choice.first, &last);
        choice.count = last - choice.first + 1;
    }
    *ret_choice = choice;
    return failed;
}

/* What follows "core:". */
static int parse_choice(const struct cpus_parse *parse, const char **at,
                        struct choice *ret_choice) {
    if (isdigit((unsigned char)**at))
        return parse_numbers(parse, at, ret_choice);
    if (take_word(at, "all"))
        *ret_choice = (struct choice){.step = 1, .open = true};
    else if (take_word(at, "even"))
        *ret_choice = (struct choice){.step = 2, .open = true};
    else if (take_word(at, "odd"))
        *ret_choice = (struct choice){.first = 1, .step = 2, .open = true};
    else
        return fault_set(parse->fault, FAULT_USAGE, 0,
                         "-c %.80s: which objects is missing at \"%.40s\"; give N, N-M, N-, "
                         "N:COUNT, all, odd or even",
                         parse->text, *at);
    return 0;
}

static int parse_word(const struct cpus_parse *parse, const char **at, struct word *ret_word) {
    char name[16];
    size_t length = strcspn(*at, ":,.");
    hwloc_obj_type_t type = HWLOC_OBJ_TYPE_MAX;
    if ((*at)[length] == ':' && length > 0 && length < sizeof name) {
        memcpy(name, *at, length);
        name[length] = '\0';
        if (hwloc_type_sscanf(name, &type, NULL, 0) < 0)
            type = HWLOC_OBJ_TYPE_MAX;
    }
    if (type == HWLOC_OBJ_TYPE_MAX ||
        (!hwloc_obj_type_is_normal(type) && type != HWLOC_OBJ_NUMANODE))
        return fault_set(
            parse->fault, FAULT_USAGE, 0,
            "-c %.80s: \"%.40s\" is neither an OS index nor a place such as core:0-3, numa:1, "
            "l3:0, package:0.core:all, pu:odd, all",
            parse->text, *at);

    *at += length + 1;
    ret_word->type = type;
    return parse_choice(parse, at, &ret_word->choice);
}

int place_keep_location(const struct cpus_parse *parse, const char **at) {
    const char *start = *at;
    struct word words[WORDS_MOST + 1] = {{.type = HWLOC_OBJ_TYPE_MAX}};
    unsigned count = 0, chosen = 0;
    do {
        if (count == WORDS_MOST)
            return fault_set(parse->fault, FAULT_USAGE, 0,
                             "-c %.80s: a place has at most %d words joined by dots", parse->text,
                             WORDS_MOST);
        *at += count > 0;
        int failed = parse_word(parse, at, &words[count++]);
        if (failed)
            return failed;
    } while (**at == '.');
    words[count].type = HWLOC_OBJ_TYPE_MAX;

    int failed = keep_objects(parse, words, NULL, &chosen);
    if (!failed && chosen == 0)
        failed = fault_set(parse->fault, FAULT_USAGE, 0,
                           "-c %.80s: \"%.*s\" names nothing on this machine", parse->text,
                           (int)(*at - start), start);
    return failed;
}
