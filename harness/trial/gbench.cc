// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: the amdahl authors

// The one C++ file. The library's console words (its "built as DEBUG" warning, "no benchmark
// matched") go to a stream without a buffer: only main prints.
#include "trial/gbench.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

// Takes the one run of a benchmark instead of printing it.
class TakingReporter : public benchmark::BenchmarkReporter {
  public:
    TakingReporter() : silence_(nullptr) {
        SetOutputStream(&silence_);
        SetErrorStream(&silence_);
    }
    bool ReportContext(const Context &) override {
        return true;
    }
    void ReportRuns(const std::vector<Run> &runs) override {
        for (const Run &run : runs) {
            if (run.run_type != Run::RT_Iteration)
                continue;
            taken_++;
            result_.real_s = run.real_accumulated_time;
            result_.cpu_s = run.cpu_accumulated_time;
            result_.iterations = static_cast<uint64_t>(run.iterations);
            error_ = run.error_occurred ? run.error_message : std::string();
        }
    }
    unsigned taken() const {
        return taken_;
    }
    const gbench_result &result() const {
        return result_;
    }
    const std::string &error() const {
        return error_;
    }

  private:
    std::ostream silence_;
    unsigned taken_ = 0;
    gbench_result result_ = {};
    std::string error_;
};

// The library reads BENCHMARK_… variables of the environment before main: every flag that could
// change what one call does, or write a file, is set back by an argv of our own.
bool initialize_library() {
    static char program[] = "amdahl";
    static char flags[][48] = {
        "--benchmark_list_tests=false",
        "--benchmark_filter=",
        "--benchmark_repetitions=1",
        "--benchmark_enable_random_interleaving=false",
        "--benchmark_report_aggregates_only=false",
        "--benchmark_display_aggregates_only=false",
        "--benchmark_format=console",
        "--benchmark_out=",
        "--benchmark_perf_counters=",
        "--benchmark_context=",
        "--v=0",
    };
    std::vector<char *> argv = {program};
    for (char *flag : flags)
        argv.push_back(flag);
    argv.push_back(nullptr);
    int argc = static_cast<int>(argv.size()) - 1;
    benchmark::Initialize(&argc, argv.data());
    return true;
}

void initialize_once() {
    static const bool initialized = initialize_library();
    (void)initialized;
}

// Clears the registry whatever happens: a benchmark left in it would run again in the next call.
struct Registration {
    Registration(const char *name, gbench_body *body, void *context) {
        benchmark::RegisterBenchmark(name,
                                     [body, context](benchmark::State &state) {
                                         for (auto _ : state)
                                             state.SetIterationTime(body(context));
                                     })
            ->Iterations(1)
            ->Repetitions(1)
            ->UseManualTime();
    }
    ~Registration() {
        benchmark::ClearRegisteredBenchmarks();
    }
    Registration(const Registration &) = delete;
    Registration &operator=(const Registration &) = delete;
};

int run_once(const char *name, gbench_body *body, void *context, gbench_result *ret_result,
             struct fault *fault) {
    initialize_once();
    TakingReporter reporter;
    const Registration registration(name, body, context);
    benchmark::RunSpecifiedBenchmarks(&reporter, "all");
    if (!reporter.error().empty())
        return fault_set(fault, FAULT_SYSTEM, 0, "google-benchmark could not run %s: %s", name,
                         reporter.error().c_str());
    if (reporter.taken() != 1)
        return fault_set(fault, FAULT_SYSTEM, 0,
                         "google-benchmark reported %u runs of %s where one was asked for",
                         reporter.taken(), name);
    *ret_result = reporter.result();
    return 0;
}

// What JSON asks to be escaped (RFC 8259, section 7).
std::string json_text(const char *text) {
    std::string escaped = "\"";
    for (; *text != '\0'; text++) {
        const unsigned char character = static_cast<unsigned char>(*text);
        if (character == '"' || character == '\\') {
            escaped += '\\';
            escaped += *text;
        } else if (character < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", character);
            escaped += code;
        } else {
            escaped += *text;
        }
    }
    return escaped + "\"";
}

// AddCustomContext would keep the pairs in a global for ever, and print when a second file gives a
// key again: they go into the reporter's context object behind its opening brace.
bool write_context(std::ostream &file, benchmark::JSONReporter &reporter,
                   const char *const *context, size_t pairs) {
    std::ostringstream text;
    reporter.SetOutputStream(&text);
    const bool reported = reporter.ReportContext(benchmark::BenchmarkReporter::Context());
    reporter.SetOutputStream(&file);
    std::string whole = text.str();
    const std::string opening = "\"context\": {\n";
    const size_t at = whole.find(opening);
    if (!reported || at == std::string::npos)
        return false;
    std::string inserted;
    for (size_t i = 0; i < pairs; i++)
        inserted +=
            "    " + json_text(context[2 * i]) + ": " + json_text(context[2 * i + 1]) + ",\n";
    file << whole.insert(at + opening.size(), inserted);
    return true;
}

double finite_or_zero(double value) {
    return std::isfinite(value) ? value : 0; // NaN is no JSON
}

benchmark::BenchmarkReporter::Run json_run(const gbench_run &run, int64_t family) {
    benchmark::BenchmarkReporter::Run result;
    result.run_name.function_name = run.name;
    result.family_index = family;
    result.per_family_instance_index = 0;
    result.iterations = 1;
    result.threads = 1;
    result.repetition_index = static_cast<int64_t>(run.repetition);
    result.repetitions = static_cast<int64_t>(run.repetitions);
    result.time_unit = benchmark::kNanosecond;
    result.real_accumulated_time = finite_or_zero(run.real_s);
    result.cpu_accumulated_time = finite_or_zero(run.cpu_s);
    result.statistics = nullptr;
    result.error_occurred = run.error != nullptr;
    if (run.error != nullptr)
        result.error_message = run.error;
    return result;
}

bool write_runs(std::ostream &file, const char *const *context, size_t pairs,
                const gbench_run *runs, size_t count) {
    std::ostream silence(nullptr);
    benchmark::JSONReporter reporter;
    reporter.SetErrorStream(&silence);
    if (!write_context(file, reporter, context, pairs))
        return false;
    std::map<std::string, int64_t> families;
    for (size_t i = 0; i < count; i++) {
        const int64_t next = static_cast<int64_t>(families.size());
        reporter.ReportRuns(
            {json_run(runs[i], families.emplace(runs[i].name, next).first->second)});
    }
    reporter.Finalize();
    return true;
}

int write_json(const char *path, const char *const *context, size_t pairs, const gbench_run *runs,
               size_t count, struct fault *fault) {
    initialize_once();
    const std::string part = std::string(path) + ".part";
    errno = 0;
    std::ofstream file(part);
    const bool written = file && write_runs(file, context, pairs, runs, count);
    file.close();
    if (written && file && std::rename(part.c_str(), path) == 0)
        return 0;
    const int refusal = errno;
    std::remove(part.c_str());
    return fault_set(fault, FAULT_SYSTEM, refusal, "cannot write %s; free some space there", path);
}

} // namespace

extern "C" int gbench_run_once(const char *name, gbench_body *body, void *context,
                               struct gbench_result *ret_result, struct fault *fault) {
    if (name[0] == '\0' || std::strncmp(name, "DISABLED_", 9) == 0)
        return fault_set(fault, FAULT_USAGE, 0,
                         "google-benchmark cannot run the name \"%s\": it is empty or begins with "
                         "DISABLED_",
                         name);
    try {
        return run_once(name, body, context, ret_result, fault);
    } catch (const std::exception &failure) {
        return fault_set(fault, FAULT_SYSTEM, 0, "google-benchmark failed in %s: %s", name,
                         failure.what());
    } catch (...) {
        return fault_set(fault, FAULT_SYSTEM, 0, "google-benchmark failed in %s", name);
    }
}

extern "C" int gbench_write_json(const char *path, const char *const *context, size_t context_pairs,
                                 const struct gbench_run *runs, size_t run_count,
                                 struct fault *fault) {
    try {
        return write_json(path, context, context_pairs, runs, run_count, fault);
    } catch (const std::exception &failure) {
        return fault_set(fault, FAULT_SYSTEM, 0, "cannot write %s: %s", path, failure.what());
    } catch (...) {
        return fault_set(fault, FAULT_SYSTEM, 0, "cannot write %s", path);
    }
}

static benchmark::State &state_of(gbench_state *state) {
    return *reinterpret_cast<benchmark::State *>(state);
}

extern "C" bool gbench_keep_running(gbench_state *state) {
    return state_of(state).KeepRunning();
}

extern "C" unsigned gbench_thread_index(gbench_state *state) {
    return static_cast<unsigned>(state_of(state).thread_index());
}

extern "C" void gbench_set_time(gbench_state *state, double seconds) {
    state_of(state).SetIterationTime(seconds);
}

static void register_case(const gbench_case &entry) {
    auto *added = benchmark::RegisterBenchmark(entry.name, [entry](benchmark::State &state) {
        entry.function(reinterpret_cast<gbench_state *>(&state), entry.context);
    });
    entry.threads > 0 ? added->Threads(static_cast<int>(entry.threads))->UseRealTime()
                      : added->UseManualTime();
}

extern "C" int gbench_main(int argc, char **argv, const struct gbench_case *cases, size_t count,
                           struct fault *fault) {
    try {
        benchmark::Initialize(&argc, argv);
        if (argc > 1)
            return fault_set(fault, FAULT_USAGE, 0, "google-benchmark has no option %s", argv[1]);
        std::for_each(cases, cases + count, register_case);
        benchmark::RunSpecifiedBenchmarks();
        return 0;
    } catch (...) {
        return fault_set(fault, FAULT_SYSTEM, 0, "google-benchmark failed over its cases");
    }
}

// 1.7 has no version in its header; the build gives that of the installed package.
extern "C" const char *gbench_version(void) {
#ifdef GBENCH_VERSION
    return GBENCH_VERSION;
#else
    return "";
#endif
}
