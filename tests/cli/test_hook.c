/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Commands that are run once: how they end, and what a signal does to them. */
#include "check.h"
#include "cli/hook.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_ends(void) {
    struct fault fault = {0};
    int signal = -1;
    CHECK_INT(hook_run("--setup", "true", &signal, &fault), 0);
    CHECK_INT(signal, 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(hook_run("--setup", "sh -c 'exit 3'", &signal, &fault), -FAULT_SYSTEM);
    CHECK_STRING(fault.text, "--setup 'sh -c 'exit 3'' ended with status 3");
    fault = (struct fault){0};
    CHECK_INT(hook_run("--cleanup", "sh -c 'kill -9 $$'", &signal, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "was killed by SIGKILL");
    fault = (struct fault){0};
    CHECK_INT(hook_run("--cleanup", "no-such-program x", &signal, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "'no-such-program"); /* under valgrind its status is 127 */
    fault = (struct fault){0};
    CHECK_INT(hook_run("--cleanup", "a; b", &signal, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "no shell");
}

/* Words as a shell cuts them, but no shell: a quoted bar is a letter. */
static void test_words(void) {
    struct fault fault = {0};
    int signal = -1;
    setenv("HOOK_TEST", "two words", 1);
    CHECK_INT(hook_run("--setup", "test \"$HOOK_TEST\" = 'two words'", &signal, &fault), 0);
    CHECK_INT(hook_run("--setup", "test 'a|b' != a", &signal, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(hook_run("--setup", "echo $HOOK_TEST_NOT_SET", &signal, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "is not set");
}

/* A signal to this program ends the command with all that it started; the program goes on to tell.
 */
static void test_signal(void) {
    struct fault fault = {0};
    int got = 0, status = 0;
    pid_t own = getpid(), sender = fork();
    if (sender == 0) {
        /* Until the hook has begun, the signal would end the test: it says so by a file. */
        while (access("hook-began", F_OK) != 0)
            usleep(1000);
        kill(own, SIGTERM);
        _exit(0);
    }
    CHECK_INT(hook_run("--setup", "sh -c 'touch hook-began; sleep 600; true'", &got, &fault),
              -FAULT_SYSTEM);
    CHECK_INT(got, SIGTERM);
    CHECK_HOLDS(fault.text, "was killed by SIGTERM");
    waitpid(sender, &status, 0);
    unlink("hook-began");
}

int main(void) {
    char directory[] = "hooks-XXXXXX";
    if (mkdtemp(directory) == NULL || chdir(directory) != 0)
        return 99;
    test_ends();
    test_words();
    test_signal();
    if (chdir("..") == 0)
        rmdir(directory);
    return check_done();
}
