#pragma once

#include "changeset/context.h"
#include "host/random.h"
#include "resource/resource.h"
#include "support/fake_host.h"
#include "support/messages.h"

#include <memory>
#include <string_view>

namespace tunez::test {

// A definition without entries, for the folders below validations: one domain of these resources,
// as JSON with `'` for `"`.
class Loaded {
public:
    explicit Loaded(std::string_view resources);

    FakeHost host;

    const Resource& resource(std::string_view name) const;
    const Action& action(std::string_view resource, std::string_view action) const;
    const Attribute& attribute(std::string_view resource, std::string_view attribute) const;
    // A record as it was read: these fields, null otherwise.
    Record record(std::string_view resource, std::string_view fields) const;
    Context& context() { return *context_; }

private:
    Random random_ { host };
    std::unique_ptr<const Definition> definition_;
    LiveChangesets live_;
    Notifications notifications_;
    std::unique_ptr<Context> context_;
};

} // namespace tunez::test
