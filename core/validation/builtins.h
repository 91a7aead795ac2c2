#pragma once

#include "validation/validation.h"

// The rows of the table in builtins.cc. One file each, or one for a family that shares its words.
namespace tunez::validation {

extern const Validation action_is;
extern const Validation all;
extern const Validation any;
extern const Validation absent;
extern const Validation argument_does_not_equal;
extern const Validation argument_equals;
extern const Validation argument_in;
extern const Validation attribute_does_not_equal;
extern const Validation attribute_equals;
extern const Validation attribute_in;
extern const Validation attributes_absent;
extern const Validation attributes_present;
extern const Validation byte_size;
extern const Validation callback;
extern const Validation changing;
extern const Validation compare;
extern const Validation confirm;
extern const Validation data_one_of;
extern const Validation match;
extern const Validation negate;
extern const Validation numericality;
extern const Validation one_of;
extern const Validation pre_flight_authorization;
extern const Validation present;
extern const Validation string_length;

} // namespace tunez::validation
