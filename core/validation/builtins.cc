#include "validation/builtins.h"

namespace tunez {

std::span<const Builtin* const> builtin_validations()
{
    static const Builtin* const table[] = {
        &validation::action_is.shape,
        &validation::all.shape,
        &validation::any.shape,
        &validation::absent.shape,
        &validation::argument_does_not_equal.shape,
        &validation::argument_equals.shape,
        &validation::argument_in.shape,
        &validation::attribute_does_not_equal.shape,
        &validation::attribute_equals.shape,
        &validation::attribute_in.shape,
        &validation::attributes_absent.shape,
        &validation::attributes_present.shape,
        &validation::byte_size.shape,
        &validation::callback.shape,
        &validation::changing.shape,
        &validation::compare.shape,
        &validation::confirm.shape,
        &validation::data_one_of.shape,
        &validation::match.shape,
        &validation::negate.shape,
        &validation::numericality.shape,
        &validation::one_of.shape,
        &validation::pre_flight_authorization.shape,
        &validation::present.shape,
        &validation::string_length.shape,
    };
    return table;
}

} // namespace tunez
