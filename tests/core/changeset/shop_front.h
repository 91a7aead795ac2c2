#pragma once

#include "changeset/changeset.h"
#include "support/loaded.h"

#include "catch_amalgamated.hpp"

#include <string>
#include <string_view>
#include <vector>

// What the tests of relationships and tenants of changesets arrange through: an order of a customer
// with lines, each tenant's own.
namespace tunez::test {

inline constexpr std::string_view orders = R"({
    'Customer': {'attributes': {'id': {'type':'integer','primary_key':true,'allow_nil':false},
            'name': {'type':'string'}}, 'defaults': ['read','create','update','destroy']},
    'Address': {'embedded': true, 'attributes': {'street': {'type':'string'}}},
    'Line': {'attributes': {'id': {'type':'integer','primary_key':true,'allow_nil':false},
            'what': {'type':'string'}, 'place': {'type':'integer','key':'thePlace'},
            'order_id': {'type':'integer'}}, 'defaults': ['read','create','update','destroy']},
    'Seat': {'attributes': {'row': {'type':'integer','primary_key':true,'allow_nil':false},
            'number': {'type':'integer','primary_key':true,'allow_nil':false},
            'order_id': {'type':'integer'}}, 'defaults': ['read','create','update','destroy']},
    'Order': {'attributes': {'id': {'type':'integer','primary_key':true,'allow_nil':false},
            'note': {'type':'string'}, 'shop': {'type':'string'}},
        'relationships': {
            'customer': {'kind':'belongs_to','destination':'Customer','attribute_type':'integer'},
            'receipt': {'kind':'has_one','destination':'Line','destination_attribute':'order_id'},
            'seats': {'kind':'has_many','destination':'Seat','destination_attribute':'order_id'},
            'seat': {'kind':'has_one','destination':'Seat','destination_attribute':'order_id'},
            'archived': {'kind':'has_many','destination':'Line','destination_attribute':'order_id','writable':false},
            'lines': {'kind':'has_many','destination':'Line','destination_attribute':'order_id'}},
        'multitenancy': {'strategy':'attribute','attribute':'shop','global':true},
        'defaults': ['read','create','update','destroy']}
})";

// `code field: message @ path` of each error.
inline std::vector<std::string> lines_of(const Changeset& changeset)
{
    std::vector<std::string> lines;
    for (const auto& error : changeset.errors()) {
        auto line = std::string(name(error.code)) + " " + error.field + ": " + error.rendered();
        for (const auto& step : error.path) {
            const auto* text = std::get_if<std::string>(&step);
            line += " @ " + (text != nullptr ? *text : std::to_string(std::get<int64_t>(step)));
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace tunez::test
