/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "team/account.h"
#include "place/place.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void account_open(struct account *account) {
    account->file = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
}

void account_close(struct account *account) {
    if (account->file >= 0)
        close(account->file);
    account->file = -1;
}

/* The thread's total so far; -1: not known. */
static int64_t read_run_delay_ns(int file) {
    char text[96];
    if (file < 0)
        return -1;
    ssize_t length = pread(file, text, sizeof text - 1, 0);
    if (length <= 0)
        return -1;
    text[length] = '\0';

    char *end;
    strtoull(text, &end, 10); /* time on the CPU, stale by up to a tick: not used */
    char *delay = end;
    unsigned long long delay_ns = strtoull(delay, &end, 10);
    return end == delay ? -1 : (int64_t)delay_ns;
}

void account_arm(struct account *account) {
    account->armed_ns = read_run_delay_ns(account->file);
}

void account_settle(struct account *account) {
    int64_t total_ns = read_run_delay_ns(account->file);
    bool is_known = total_ns >= 0 && account->armed_ns >= 0;
    account->run_delay_ns = is_known ? total_ns - account->armed_ns : -1;
    account->pu_seen = place_where_self();
}
