#include "support/regex.h"

#include <emscripten/em_js.h>

// 1 and 0: matches or does not; -1: is no pattern, and its problem is written to `problem`.
// clang-format off
EM_JS(int, tunez_test_regex, (const char* source, size_t source_size, const char* flags, size_t flags_size,
                              const char* subject, size_t subject_size, char* problem, size_t problem_size), {
    const text = (pointer, size) => new TextDecoder().decode(HEAPU8.subarray(pointer, pointer + size));
    try {
        return new RegExp(text(source, source_size), text(flags, flags_size)).test(text(subject, subject_size)) ? 1 : 0;
    } catch (cause) {
        const message = new TextEncoder().encode(String(cause.message)).subarray(0, problem_size - 1);
        HEAPU8.set(message, problem);
        HEAPU8[problem + message.length] = 0;
        return -1;
    }
});
// clang-format on

namespace tunez {

std::optional<std::string> regex_problem(std::string_view source, std::string_view flags)
{
    char problem[512] = "";
    int outcome = tunez_test_regex(source.data(), source.size(), flags.data(), flags.size(),
        nullptr, 0, problem, sizeof problem);
    if (outcome < 0)
        return problem;
    return std::nullopt;
}

bool regex_found(std::string_view source, std::string_view flags, std::string_view subject)
{
    char problem[512] = "";
    return tunez_test_regex(source.data(), source.size(), flags.data(), flags.size(),
               subject.data(), subject.size(), problem, sizeof problem)
        == 1;
}

} // namespace tunez
