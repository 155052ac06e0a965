/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where threads go: the machine, the order in which its cores are filled, binding, and reading
 * back. The only room that knows hwloc. It prints nowhere but to the streams that it is given. */
#ifndef AMDAHL_PLACE_H
#define AMDAHL_PLACE_H

#include "fault/fault.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

enum place_policy { PLACE_SPREAD, PLACE_COMPACT, PLACE_SMT, PLACE_NONE };

/* Gives the policy that `word` names, or a FAULT_USAGE that lists the words. */
int place_policy_parse(const char *word, enum place_policy *ret_policy, struct fault *fault);
const char *place_policy_name(enum place_policy policy);

/* Which machine, and which part of it. All strings are borrowed for the call. */
struct place_spec {
    const char *synthetic; /* an hwloc synthetic description; NULL: none */
    const char *xml_path;  /* an hwloc XML file; NULL: none. At most one of the two */
    const char *cpus; /* -c: what to keep, OS indices "0,2-7" or hwloc's location words with logical
                       * indices, joined by commas: "all"; "core:3", "core:0-3", "core:4-" to the
                       * last, "core:6:4" four from 6 on and past the last from 0 again, "core:all",
                       * "pu:odd", "l3:even"; "package:1.core:0-3" counts inside the package. NULL:
                       * all that the process may use */
    const char *kinds; /* --kind: "fastest" or NULL, "all", or kinds "0,2" as place_slot has them; a
                        * machine with one known kind has kind 0 */
    const char *root;  /* below which /proc and /sys/fs/cgroup tell the CPU quota; NULL: "/", where
                        * the machine is this one */
    enum place_policy policy;
};

/* A machine with an order in which its PUs are filled. Made once, read-only after that: any thread
 * may read. */
struct place;

/* Loads this machine as far as the process may use it (cpuset, and the affinity mask of the calling
 * thread: load before binding it), or a synthetic or recorded one, and computes the order.
 *
 * PLACE_SPREAD takes one thread a core, even over packages, NUMA nodes and shared caches at every
 * count. PLACE_COMPACT takes one thread a core too, neighbouring cores in logical order. In both,
 * SMT siblings come last. PLACE_SMT takes all threads of a core, then those of its neighbour.
 * PLACE_NONE is compact's list, but nothing is bound to one PU. In each, cores of the fastest kind
 * come first where hwloc knows their efficiency; a list of kinds keeps the PUs of those only.
 *
 * hwloc reads its environment: one that puts another machine in this one's place is obeyed, but
 * then place_is_this_machine is false.
 *
 * Faults: FAULT_USAGE for a PU outside the allowed set, a kind that there is not, or a malformed
 * list or synthetic description, FAULT_INPUT for an XML file, FAULT_SYSTEM. The caller frees with
 * place_free. */
int place_load(const struct place_spec *spec, struct place **ret_place, struct fault *fault);
void place_free(struct place *place); /* accepts NULL */

/* hwloc's version, as it was built against; a literal. */
const char *place_library_version(void);

/* The policy that it was loaded with. */
enum place_policy place_policy_of(const struct place *place);

/* Whether the machine is the one that this runs on: only then can anything be bound or measured. */
bool place_is_this_machine(const struct place *place);
/* Why it is not, as the end of a sentence, e.g. "a synthetic machine was asked for"; NULL: it is. A
 * literal. */
const char *place_foreign_reason(const struct place *place);

/* One PU of the order. `pu` is the OS index, the others hwloc's logical ones, which number what the
 * process may use and are not changed by -c; -1 where there is none. `cache` is the last level's;
 * `kind` is -1 where only one is known. */
struct place_slot {
    int pu, core, cache, numa, package, kind;
};

/* The PUs in the order in which they are filled: n workers use the first n. */
size_t place_pu_count(const struct place *place);
/* Workers beyond the last PU (oversubscription) begin at the first again, here and in binding. */
struct place_slot place_slot(const struct place *place, size_t worker);

/* The PU that a worker is bound to; -1 under PLACE_NONE. */
int place_worker_pu(const struct place *place, size_t worker);

/* The counts at which a sweep of this order meets an edge of the machine, for the `auto` list:
 * cores (under PLACE_SMT: PUs) within the first worker's last-level cache, NUMA node and package;
 * where `auto` ends, which is the cores (under PLACE_SMT: PUs) of the fastest kind, or of all kinds
 * in use with --kind, and no more than the floor of the CPU quota; all cores in use, under each
 * policy; all PUs in use. At least 1 each. */
struct place_edges {
    unsigned cache_cores, numa_cores, package_cores, auto_cores, cores, pus;
};
struct place_edges place_edges(const struct place *place);

/* The tightest CPU quota of the cgroups above this process, in CPUs; NAN where there is none or the
 * machine is another one (but for a place_spec.root that was given). */
double place_quota_cpus(const struct place *place);
/* Workers beyond this count are oversubscribed: the PUs, or the floor of a quota that is less, at
 * least 1. */
unsigned place_capacity(const struct place *place);

/* How often the quota stopped the cgroups of this process: the sum of nr_throttled over those above
 * that have a quota. A watch keeps their files open; one is read in some microseconds. One thread
 * at a time. */
struct place_throttle;
/* `root` is as in place_spec. Gives NULL where no cgroup above has a quota: then nothing can be
 * throttled. FAULT_SYSTEM without memory. The caller closes it. */
int place_throttle_open(const char *root, struct place_throttle **ret_throttle,
                        struct fault *fault);
/* Allocates nothing. A cgroup that is gone keeps the count that it had; 0 for NULL. */
uint64_t place_throttle_count(struct place_throttle *throttle);
void place_throttle_close(struct place_throttle *throttle); /* accepts NULL */

/* Makes a thread that is created with `attributes` start on the PU of `worker`; for PLACE_NONE, on
 * any PU in use (set, since a thread inherits the binding of the one that makes it).
 * FAULT_UNMEASURABLE on another machine. */
int place_bind_attributes(const struct place *place, size_t worker, pthread_attr_t *attributes,
                          struct fault *fault);
/* Binds the calling thread likewise, and reads the binding back: a binding that did not hold is a
 * FAULT_SYSTEM that names the PU. */
int place_bind_self(const struct place *place, size_t worker, struct fault *fault);
/* Has the calling thread's memory come from the NUMA node of its worker's PU from now on, by first
 * touch, whatever policy it inherited (numactl). Nothing to do on a machine with one node, or under
 * PLACE_NONE. FAULT_UNMEASURABLE on another machine, FAULT_SYSTEM where the system refuses it. */
int place_bind_memory_self(const struct place *place, size_t worker, struct fault *fault);
/* The one PU that the calling thread is bound to now, asked from the system; -1: more than one. */
int place_read_back_self(const struct place *place);
/* How many PUs a thread's affinity lets it run on, whatever a place keeps of them; 0: the system
 * does not tell. */
size_t place_allowed_pus(pid_t thread);
/* The PU that the calling thread runs on: 1.3 ns, for use beside a sample. */
int place_where_self(void);

/* The PUs of n workers as one set, for a program that is put on them as a whole: the first n of the
 * order; all PUs in use under PLACE_NONE, and where n is more than there are. FAULT_UNMEASURABLE on
 * another machine, FAULT_SYSTEM without memory. The caller frees with place_mask_free. One thread
 * at a time uses it. */
struct place_mask;
int place_mask_make(const struct place *place, size_t n, struct place_mask **ret_mask,
                    struct fault *fault);
void place_mask_free(struct place_mask *mask); /* accepts NULL */
/* Binds the calling thread to the mask: 0, or the errno. Allocates nothing and may be called
 * between vfork and exec. What the thread starts inherits it. */
int place_mask_apply(const struct place_mask *mask);
/* Whether the thread's affinity lies within the mask: 1 or 0; -1: it has gone. Allocates nothing.
 */
int place_mask_holds(struct place_mask *mask, pid_t thread);
/* Moves the calling thread off the PUs of n workers: to whole cores that they do not use; where
 * there are none, to such PUs; else to all that the process may use. Faults as place_mask_make. */
int place_bind_self_outside(const struct place *place, size_t n, struct fault *fault);

/* hwloc's export of the machine, in its version-2 format, replacing `path`. FAULT_SYSTEM if the
 * file cannot be written, to its last byte. */
int place_export_xml(const struct place *place, const char *path, struct fault *fault);
/* `amdahl topology --json`, the contract's document, one PU a line. null for what the machine does
 * not have; with one kind of core only, kind is 0. FAULT_SYSTEM if the stream refuses it. */
int place_print_json(const struct place *place, FILE *stream, struct fault *fault);
/* The same for a person: the machine in one line, and a table of the order. */
void place_print_text(const struct place *place, FILE *stream);

/* The machine in words, e.g. "AMD EPYC, 2 cores, 1 package, 32 MiB L3"; truncated to `bytes`. */
void place_describe(const struct place *place, char *text, size_t bytes);

/* Facts for run.json, of the machine as far as the process may use it. Counts; bytes; 0 where not
 * known. */
struct place_facts {
    char cpu_model[128]; /* "" where not known */
    unsigned packages, numa_nodes, cores, pus;
    size_t l1d_bytes, l2_bytes, l3_bytes; /* of one cache each; 0: none */
    int kinds;                            /* core kinds that hwloc knows; 0: none known */
    char allowed[256];      /* OS indices of the PUs in use, "0-3,8"; ends with ",..." if cut */
    char hwloc_version[16]; /* of the headers */
};
void place_facts(const struct place *place, struct place_facts *ret_facts);

/* Bytes of all caches of one level over the PUs in use together, of the level that has most, which
 * need not be the last; 0 where not known. */
size_t place_cache_bytes(const struct place *place);

#endif
