#pragma once

#include "resource/record.h"
#include "resource/resource.h"

#include <string>

// How definitions and records read for people who look for a mistake. What is sensitive (spec §1.2)
// is shown as "**redacted**".
namespace tunez {

std::string inspect(const Definition& definition);
std::string inspect(const Resource& resource);
std::string inspect(const Record& record);
// A value of a field or an argument of the resource: whole, or what is inside of it under the names
// of sensitive fields.
Value redacted(const Value& value, bool sensitive, const Resource& resource);

} // namespace tunez
