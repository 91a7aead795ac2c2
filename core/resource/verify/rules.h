#pragma once

#include "resource/mistakes.h"
#include "resource/resource.h"

// The functions behind the table in rules.cc, one each, by the file they are in.
namespace tunez::rule {

// names.cc
void names_are_identifiers(const Resource& resource, const Location& at, Mistakes& mistakes);
void keys_are_identifiers(const Resource& resource, const Location& at, Mistakes& mistakes);
void names_are_not_reserved(const Resource& resource, const Location& at, Mistakes& mistakes);
void field_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes);
void action_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes);
void argument_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes);
void identity_names_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes);

// domains.cc
void domain_names_are_identifiers(const Definition& definition, Mistakes& mistakes);
void domains_are_unique(const Definition& definition, Mistakes& mistakes);
void domains_have_resources(const Definition& definition, Mistakes& mistakes);
void resources_are_unique(const Definition& definition, Mistakes& mistakes);

// tables.cc
void table_names_are_valid(const Resource& resource, const Location& at, Mistakes& mistakes);
void table_names_differ_by_more_than_case(const Definition& definition, Mistakes& mistakes);
void shared_tables_agree(const Definition& definition, Mistakes& mistakes);
void columns_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes);
void index_names_are_unique(const Definition& definition, Mistakes& mistakes);
void full_text_is_over_texts(const Resource& resource, const Location& at, Mistakes& mistakes);
void custom_indexes_name_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes);

// attributes.cc
void resource_has_a_primary_key(const Resource& resource, const Location& at, Mistakes& mistakes);
void attribute_types_are_storable(const Resource& resource, const Location& at, Mistakes& mistakes);
void generated_is_the_only_integer_key(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void generated_has_no_default(const Resource& resource, const Location& at, Mistakes& mistakes);
void primary_key_has_no_update_default(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void embedded_types_exist(const Definition& definition, Mistakes& mistakes);
void embedded_resources_stand_alone(
    const Resource& resource, const Location& at, Mistakes& mistakes);

// defaults.cc
void literal_defaults_fit_their_type(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void default_functions_fit_their_type(
    const Resource& resource, const Location& at, Mistakes& mistakes);

// relationships.cc
void destinations_exist(const Definition& definition, Mistakes& mistakes);
void source_attributes_exist(const Resource& resource, const Location& at, Mistakes& mistakes);
void destination_attributes_exist(const Resource& resource, const Location& at, Mistakes& mistakes);
void key_types_are_known(const Resource& resource, const Location& at, Mistakes& mistakes);
void key_types_are_compatible(const Resource& resource, const Location& at, Mistakes& mistakes);
void belongs_to_defines_its_key_once(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void nilify_needs_a_key_that_may_be_nil(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void join_resources_are_complete(const Definition& definition, Mistakes& mistakes);
void join_relationships_lead_to_the_join_resource(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void through_paths_end_at_the_destination(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void sorts_name_sortable_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void read_actions_exist(const Resource& resource, const Location& at, Mistakes& mistakes);
void unkeyed_relationships_have_a_filter(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void required_parents_form_no_cycle(const Definition& definition, Mistakes& mistakes);

// calculations.cc
void calculations_load_no_circle(const Resource& resource, const Location& at, Mistakes& mistakes);

// identities.cc
void identities_have_keys(const Resource& resource, const Location& at, Mistakes& mistakes);
void identity_keys_are_attributes(const Resource& resource, const Location& at, Mistakes& mistakes);
void identity_keys_are_distinct(const Resource& resource, const Location& at, Mistakes& mistakes);
void identity_fields_are_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void checked_identities_have_a_primary_read(
    const Resource& resource, const Location& at, Mistakes& mistakes);

// actions.cc
void one_primary_action_per_type(const Resource& resource, const Location& at, Mistakes& mistakes);
void accept_names_attributes(const Resource& resource, const Location& at, Mistakes& mistakes);
void accepted_attributes_are_writable(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void accept_names_are_distinct(const Resource& resource, const Location& at, Mistakes& mistakes);
void hard_destroys_accept_nothing(const Resource& resource, const Location& at, Mistakes& mistakes);
void required_attributes_are_accepted(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void allow_nil_input_names_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void get_by_names_attributes(const Resource& resource, const Location& at, Mistakes& mistakes);
void filters_use_declared_arguments(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void generic_actions_run_something(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void upserts_name_identities_and_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void private_arguments_can_be_given(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void creates_can_set_what_is_required(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void atomic_actions_can_be_atomic(const Resource& resource, const Location& at, Mistakes& mistakes);
void primary_reads_are_plain(const Resource& resource, const Location& at, Mistakes& mistakes);

// entries.cc
void entry_options_exist(const Resource& resource, const Location& at, Mistakes& mistakes);
void entry_options_are_complete(const Resource& resource, const Location& at, Mistakes& mistakes);
void entry_options_fit_their_kind(const Resource& resource, const Location& at, Mistakes& mistakes);
void entry_options_name_fields(const Resource& resource, const Location& at, Mistakes& mistakes);
void entry_templates_use_declared_arguments(
    const Resource& resource, const Location& at, Mistakes& mistakes);
void entries_run_for_fitting_actions(
    const Resource& resource, const Location& at, Mistakes& mistakes);

// multitenancy.cc
void tenant_attribute_exists(const Resource& resource, const Location& at, Mistakes& mistakes);

// interfaces.cc
void interface_names_are_unique(const Definition& definition, Mistakes& mistakes);
void interface_functions_run_actions(const Definition& definition, Mistakes& mistakes);
void interface_arguments_are_inputs(const Definition& definition, Mistakes& mistakes);
void interface_get_by_names_attributes(const Definition& definition, Mistakes& mistakes);

// unbuilt.cc
void unbuilt_parts_are_announced(const Resource& resource, const Location& at, Mistakes& mistakes);

} // namespace tunez::rule
