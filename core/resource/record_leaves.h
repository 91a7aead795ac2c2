#pragma once

#include "expr/evaluate.h"
#include "resource/record.h"
#include "resource/resource.h"

namespace tunez {

// The fields of a record that is in hand. What only the data layer knows is unknown.
class RecordLeaves final : public Leaves {
public:
    explicit RecordLeaves(const Record* record)
        : record_(record)
    {
    }

    Evaluated value(const Expression& leaf) override
    {
        if (record_ == nullptr || leaf.kind != Expression::Kind::attribute)
            return unknown();
        return record_->values[leaf.attribute->index];
    }

private:
    const Record* record_;
};

} // namespace tunez
