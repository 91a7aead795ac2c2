#include "resource/decode/decode.h"
#include "resource/embedded.h"

namespace tunez {

TypeUse decode_type(
    const Value& type, const Value& constraints, const Location& at, Decoder& decoder)
{
    auto known = without_embedded(type, constraints);
    std::vector<std::string> problems;
    auto use = make_type_use(known.type, known.constraints, decoder.host, problems);
    bool unknown = known.type.is_textual() && find_type(known.type.text()) == nullptr;
    for (const auto& problem : problems) {
        if (unknown)
            decoder.mistakes.add(at.field("type"), problem);
        else
            decoder.mistakes.add(at, problem);
    }
    return problems.empty() ? std::move(use) : TypeUse();
}

} // namespace tunez
