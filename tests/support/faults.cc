#include "support/faults.h"

#include "catch_amalgamated.hpp"

#include <cstdlib>
#include <string>

namespace tunez::test {

static uint64_t from_environment(const char* name, uint64_t otherwise)
{
    const auto* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

uint64_t faults_wanted(uint64_t otherwise)
{
    return from_environment("TUNEZ_FAULT_SIZE", otherwise);
}

uint64_t faults_seed() { return from_environment("TUNEZ_FAULT_SEED", 1); }

void tell_faults(std::initializer_list<std::pair<std::string_view, uint64_t>> numbers)
{
    if (std::getenv("TUNEZ_FAULT_SIZE") == nullptr)
        return;
    std::string json;
    for (const auto& [name, number] : numbers)
        json += (json.empty() ? "{\"" : ",\"") + std::string(name) + "\":" + std::to_string(number);
    WARN("faults: " << json << "}");
}

} // namespace tunez::test
