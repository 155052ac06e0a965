/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Two recorded readings of /proc/stat. */
#include "doctor/look.h"

#include "check.h"
#include "tree.h"

static struct tree tree;

/* 100 ticks later: PU 0 was idle but for one tick, PU 1 half busy in every way there is, from PU 2
 * the host stole a fifth, PU 3 has gone and PU 4 come, PU 5 counts its idle time backwards. */
static void later(void *context) {
    int *calls = context;
    ++*calls;
    tree_write(&tree, "proc/stat",
               "cpu  1 2 3 4 5 6 7 8 9 10\n"
               "cpu0 101 0 0 1099 0 0 0 0 0 0\n"
               "cpu1 110 10 10 1045 5 10 10 0 0 0\n"
               "cpu2 100 0 0 1080 0 0 0 20 0 0\n"
               "cpu4 0 0 0 0 0 0 0 0 0 0\n"
               "cpu5 150 0 0 999 0 0 0 0 50 0\n"
               "intr 1 2 3\n"
               "cpu9 in the wrong place\n");
    tree_write(&tree, "proc/vmstat", "pswpin 7\npswpout 5\n");
}

static void make_before(void) {
    tree_make(&tree);
    tree_write(&tree, "proc/stat",
               "cpu  1 2 3 4 5 6 7 8 9 10\n"
               "cpu0 100 0 0 1000 0 0 0 0 0 0\n"
               "cpu1 100 0 0 1000 0 0 0 0 0 0\n"
               "cpu2 100 0 0 1000 0 0 0 0 0 0\n"
               "cpu3 100 0 0 1000 0 0 0 0 0 0\n"
               "cpu5 100 0 0 1000 0 0 0 0 0 0\n"
               "intr 1 2 3\n");
    tree_write(&tree, "proc/vmstat", "nr_free_pages 1\npswpin 4\npswpout 5\n");
    tree_write(&tree, "sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0,2\n");
    tree_write(&tree, "sys/devices/system/cpu/cpu2/topology/thread_siblings_list", "0,2\n");
}

static void test_shares(void) {
    struct doctor_look look;
    struct fault fault = {0};
    int calls = 0;
    make_before();
    const struct doctor_watch watch = {.root = tree.root, .pause = later, .context = &calls};
    CHECK_INT(doctor_look_take(&watch, &look, &fault), 0);
    CHECK_INT(calls, 1);
    CHECK_INT(look.count, 4);
    CHECK_NEAR(look.loads[0].busy, 0.01, 1e-12);
    CHECK_NEAR(look.loads[1].busy, 0.5, 1e-12);
    CHECK_NEAR(look.loads[1].steal, 0, 0);
    CHECK_NEAR(look.loads[2].busy, 0, 0);
    CHECK_NEAR(look.loads[2].steal, 0.2, 1e-12);
    CHECK_INT(look.loads[3].pu, 5);
    CHECK_NEAR(look.loads[3].busy, 1, 0);
    CHECK_INT(look.swapped_pages, 3);
    CHECK(doctor_look_find(&look, 3) == NULL);

    /* PU 0 is as busy as its sibling; one without a list is a core of its own. */
    CHECK_INT(look.loads[2].core, 0);
    CHECK_INT(look.loads[1].core, 1);
    CHECK_NEAR(doctor_look_core_share(&look, 0), 0.2, 1e-12);
    CHECK_NEAR(doctor_look_core_share(&look, 1), 0.5, 1e-12);
    CHECK_NEAR(doctor_look_core_share(&look, 3), NAN, 0);
    doctor_look_release(&look);
    tree_remove(&tree);
}

static void nothing(void *context) {
    (void)context;
}

static void test_nothing_known(void) {
    struct doctor_look look;
    tree_make(&tree);
    const struct doctor_watch watch = {.root = tree.root, .pause = nothing};
    CHECK_INT(doctor_look_take(&watch, &look, NULL), 0);
    CHECK_INT(look.count, 0);
    CHECK_NEAR(doctor_look_core_share(&look, 0), NAN, 0);
    doctor_look_release(&look);

    /* A clock that stands still tells nothing. */
    tree_write(&tree, "proc/stat", "cpu0 100 0 0 1000 0 0 0 0 0 0\n");
    CHECK_INT(doctor_look_take(&watch, &look, NULL), 0);
    CHECK_INT(look.count, 1);
    CHECK_NEAR(look.loads[0].busy, NAN, 0);
    doctor_look_release(&look);
    tree_remove(&tree);
}

/* It really waits, and what it finds are shares. */
static void test_this_machine(void) {
    struct doctor_look look;
    CHECK_INT(doctor_look_take(&(struct doctor_watch){.root = "/"}, &look, NULL), 0);
    for (size_t i = 0; i < look.count; i++) {
        CHECK(!(look.loads[i].busy < 0) && !(look.loads[i].busy > 1));
        CHECK(!(look.loads[i].steal < 0) && !(look.loads[i].steal > 1));
    }
    doctor_look_release(&look);
}

int main(void) {
    test_shares();
    test_nothing_known();
    test_this_machine();
    return check_done();
}
