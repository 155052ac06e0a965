/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/hyperfine_series.h"

#include <string.h>

/* How often n is looked for in a command, and the steps to align two of them: many times what
 * commands take, and no wait for one that was made to take for ever. */
enum { PLACES_MOST = 32, STEPS_MOST = 1 << 16 };

/* Two commands that may be one: what n is in each, and how far their comparison has come. */
struct pair {
    const char *a_value, *b_value;
    size_t steps;
};

/* A label in the making. */
struct label {
    const char *name;
    char *text; /* NULL: only whether there is one */
    size_t used, bytes;
    size_t places; /* where n was, up to now */
};

static void put(struct label *label, const char *piece, size_t length) {
    if (label->text == NULL || label->used + 1 >= label->bytes)
        return;
    size_t room = label->bytes - label->used - 1;
    size_t taken = length < room ? length : room;
    memcpy(label->text + label->used, piece, taken);
    label->used += taken;
    label->text[label->used] = '\0';
}

static void put_name(struct label *label) {
    label->places++;
    put(label, "{", 1);
    put(label, label->name, strlen(label->name));
    put(label, "}", 1);
}

/* Whether two texts are one with n taken out, character by character: a number that both have, as
 * in "--size 4", is n at one place and none at another. The label is whole when it holds. */
static bool align(struct pair *pair, const char *a, const char *b, struct label *label) {
    size_t a_length = strlen(pair->a_value), b_length = strlen(pair->b_value);
    for (; *a != '\0' || *b != '\0'; a++, b++) {
        if (++pair->steps > STEPS_MOST)
            return false;
        if (label->places < PLACES_MOST && strncmp(a, pair->a_value, a_length) == 0 &&
            strncmp(b, pair->b_value, b_length) == 0) {
            size_t before = label->used;
            put_name(label);
            if (align(pair, a + a_length, b + b_length, label))
                return true;
            label->places--;
            label->used = before;
        }
        if (*a != *b)
            break;
        put(label, a, 1);
    }
    return *a == '\0' && *b == '\0';
}

/* Where both say themselves in which place n is. */
static bool align_places(const struct hyperfine_place *a, const struct hyperfine_place *b,
                         struct label *label) {
    const char *left = a->result->command, *right = b->result->command;
    const char *rest = left + a->at + a->digits;
    if (a->at != b->at || strncmp(left, right, a->at) != 0 ||
        strcmp(rest, right + b->at + b->digits) != 0)
        return false;
    put(label, left, a->at);
    put_name(label);
    put(label, rest, strlen(rest));
    return true;
}

static bool are_alike(const struct hyperfine_place *a, const struct hyperfine_place *b,
                      struct label *label) {
    if (a->value == NULL || b->value == NULL)
        return a->value == b->value && align_places(a, b, label);
    struct pair pair = {.a_value = a->value, .b_value = b->value};
    return a->value[0] != '\0' && b->value[0] != '\0' &&
           align(&pair, a->result->command, b->result->command, label);
}

bool hyperfine_series_label(const struct hyperfine_place *a, const struct hyperfine_place *b,
                            const char *name, char *ret_label, size_t bytes) {
    struct label check = {.name = name}, label = {name, ret_label, 0, bytes, 0};
    if (!are_alike(a, b, &check))
        return false;
    ret_label[0] = '\0';
    return are_alike(a, b, &label);
}

static bool are_peers(const struct hyperfine_place *a, const struct hyperfine_place *b) {
    return a->kin == b->kin && a->n == b->n;
}

static bool are_repeats(const struct hyperfine_place *a, const struct hyperfine_place *b) {
    return are_peers(a, b) && strcmp(a->result->command, b->result->command) == 0;
}

/* The first result of the same command at the same n: itself, if it is the first. */
static size_t find_first(const struct hyperfine_place *places, size_t at) {
    size_t first = 0;
    while (!are_repeats(&places[first], &places[at]))
        first++;
    return first;
}

static void find_ranks(struct hyperfine_place *places, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct hyperfine_place *place = &places[i];
        size_t first = find_first(places, i);
        place->rank = first < i ? places[first].rank : 0;
        for (size_t k = 0; k < i && first == i; k++)
            if (are_peers(&places[k], place) && places[k].rank >= place->rank)
                place->rank = places[k].rank + 1;
    }
    for (size_t i = 0; i < count; i++) {
        places[i].peers = 0;
        for (size_t k = 0; k < count; k++)
            if (are_peers(&places[k], &places[i]) && places[k].rank >= places[i].peers)
                places[i].peers = places[k].rank + 1;
    }
}

/* How many times n stands in what a series and a result have in common; SIZE_MAX: the series cannot
 * take it, for they have nothing in common, or it has one of that n. */
static size_t count_places(const struct hyperfine_place *places, size_t head, size_t at) {
    struct label label = {.name = ""};
    if (places[head].kin != places[at].kin || !are_alike(&places[head], &places[at], &label))
        return SIZE_MAX;
    for (size_t i = head; i < at; i++)
        if (places[i].series == head && places[i].n == places[at].n)
            return SIZE_MAX;
    return label.places;
}

/* The series that takes a result; itself, if none does. Of several the one with fewer places: "x 2
 * 2" is rather "x 2 {n}" than "x {n} {n}". */
static size_t find_head(const struct hyperfine_place *places, size_t at) {
    size_t first = find_first(places, at), found = at, fewest = SIZE_MAX;
    if (first < at)
        return places[first].series;
    for (size_t i = 0; i < at; i++) {
        size_t count = places[i].series == i ? count_places(places, i, at) : SIZE_MAX;
        found = count < fewest ? i : found;
        fewest = count < fewest ? count : fewest;
    }
    return found;
}

/* Whether the order decides for a parameter's results with the same others as `at`: there are as
 * many at each n, and more series than that. */
static bool is_ordered(const struct hyperfine_place *places, size_t count, size_t at) {
    size_t series = 0;
    for (size_t i = 0; i < count; i++) {
        if (places[i].kin != places[at].kin)
            continue;
        if (places[i].peers != places[at].peers || places[i].value == NULL)
            return false;
        series += places[i].series == i;
    }
    return series > places[at].peers;
}

static void order_kin(struct hyperfine_place *places, size_t count, size_t kin) {
    for (size_t i = kin; i < count; i++) {
        if (places[i].kin != kin)
            continue;
        size_t head = kin;
        while (places[head].kin != kin || places[head].rank != places[i].rank)
            head++;
        places[i].series = head;
    }
}

void hyperfine_series_find(struct hyperfine_place *places, size_t count) {
    find_ranks(places, count);
    for (size_t i = 0; i < count; i++)
        places[i].series = find_head(places, i);
    for (size_t i = 0; i < count; i++)
        if (places[i].kin == i && is_ordered(places, count, i))
            order_kin(places, count, i);
}
