#pragma once

#include "changeset/changeset.h"
#include "support/loaded.h"

#include "catch_amalgamated.hpp"

// What the tests of changesets arrange through: a post with an attribute for each thing that
// matters.
namespace tunez::test {

inline constexpr std::string_view posts = R"({'Post': {
    'attributes': {
        'id': {'type':'integer','primary_key':true,'allow_nil':false,'writable':false,'generated':true},
        'title': {'type':'string','key':'theTitle'}, 'body': {'type':'string','constraints':{'max_length':5}},
        'score': {'type':'integer'}, 'rating': {'type':'decimal'}, 'code': {'type':'ci_string'},
        'locked': {'type':'string','writable':false}, 'tags': {'type':{'array':'string'}},
        'secret': {'type':'string','sensitive':true,'constraints':{'max_length':5}},
        'hidden': {'type':'string','select_by_default':false}, 'always': {'type':'string','always_select':true}
    },
    'defaults': ['read'],
    'actions': {'create': {'type':'create','accept':['title','body'],'arguments': {
        'count': {'type':'integer','constraints':{'min':1}}, 'title': {'type':'string'}, 'hint': {'type':'string','public':false}}}}
}})";

using Lines = std::vector<std::string>;

// `code field: message` of each error.
inline Lines errors_of(const Changeset& changeset)
{
    Lines lines;
    for (const auto& error : changeset.errors()) {
        auto line = std::string(name(error.code)) + " " + error.field + ": " + error.rendered();
        lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace tunez::test
