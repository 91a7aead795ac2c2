#include "resource/decode/decode.h"

namespace tunez {

TypeUse decode_type(
    const Value& type, const Value& constraints, const Location& at, Decoder& decoder)
{
    std::vector<std::string> problems;
    auto use = make_type_use(type, constraints, decoder.host, problems);
    bool unknown = type.is_textual() && find_type(type.text()) == nullptr;
    for (const auto& problem : problems) {
        if (unknown)
            decoder.mistakes.add(at.field("type"), problem);
        else
            decoder.mistakes.add(at, problem);
    }
    return problems.empty() ? std::move(use) : TypeUse();
}

} // namespace tunez
