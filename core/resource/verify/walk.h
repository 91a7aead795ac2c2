#pragma once

#include "resource/field_name.h"
#include "resource/location.h"
#include "resource/resource.h"

#include <functional>

namespace tunez::rule {

// How rules go through a resource: each part with its place.
void each_attribute(const Resource& resource, const Location& at,
    const std::function<void(const Attribute&, const Location&)>& visit);
void each_relationship(const Resource& resource, const Location& at,
    const std::function<void(const Relationship&, const Location&)>& visit);
void each_identity(const Resource& resource, const Location& at,
    const std::function<void(const Identity&, const Location&)>& visit);
void each_action(const Resource& resource, const Location& at,
    const std::function<void(const Action&, const Location&)>& visit);
void each_argument(const Resource& resource, const Location& at,
    const std::function<void(const Argument&, const Location&)>& visit);
// Entries of the resource and of its actions, with those inside them, and what names mean there.
// `kind` is that of the outermost one.
void each_entry(const Resource& resource,
    const std::function<void(const Entry&, Step::Kind kind, const FieldScope&)>& visit);

// Where an attribute was written: among the attributes, or by the relationship that defines it.
std::string attribute_place(const Resource& resource, const Attribute& attribute);

// The names by which attributes could have been meant.
std::vector<std::string_view> attribute_names(const Resource& resource);
std::vector<std::string_view> action_names(const Resource& resource);
std::vector<std::string_view> relationship_names(const Resource& resource);

} // namespace tunez::rule
