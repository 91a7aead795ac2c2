#pragma once

#include "base/result.h"
#include "data_layer/sqlite/statement_cache.h"
#include "data_layer/sqlite/value_list.h"
#include "expr/expression.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <cstdint>
#include <span>

namespace tunez::sqlite {

// Whether a list that is bound keeps its nils: in `x IN (list)` one would make NULL of false.
enum class Nils : uint8_t { keep, drop };

// Binds the parameters of a statement from the first on, in the order in which its text was
// written; what they point at is kept with the statement until it is given back or bound again.
class Binder {
public:
    // `described`: gets what each parameter is, where somebody wants to see it.
    explicit Binder(PreparedStatement& prepared, List* described = nullptr);

    Result<void> integer(int64_t value);
    Result<void> attribute(const Attribute& attribute, const Value& value);
    // The record's values of those attributes.
    Result<void> attributes(std::span<const Attribute* const> attributes, const Record& record);
    // A literal as a column of that type would hold it; without a type, as it is. `beside` is what
    // it is compared with, or null.
    Result<void> literal(const TypeUse* type, const Value& value, const Expression* beside);
    // A list for tunez_values(): the values as a column of the attribute, or of what they are
    // compared with, would hold them.
    Result<void> list(const Attribute& attribute, std::span<const Value> values, Nils nils);
    Result<void> list(const Expression& beside, std::span<const Value> values, Nils nils);
    // What a full-text index is asked: the text of a search, or of a call that trigrams serve.
    Result<void> search(const Expression& expression);
    // Something that a function of ours takes by pointer. It has to outlive the step.
    Result<void> pointer(const void* pointee, const char* type);
    // For tunez_evaluate(): `result` as EngineCall has it.
    Result<void> engine_call(
        const Expression& expression, const TypeUse* result, std::vector<const Expression*> leaves);
    // For tunez_sum(), tunez_avg() and tunez_list().
    Result<void> engine_aggregate(const Expression& aggregate);

private:
    Result<void> list(ValueList& list);
    Result<void> stored(Value value);
    void describe(Value value);
    Result<void> checked(int code);

    PreparedStatement& prepared_;
    List* described_;
    bool sensitive_ = false; // What is bound next is not to be seen.
    int parameter_ = 1;
};

} // namespace tunez::sqlite
