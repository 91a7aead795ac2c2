#include "resource/verify/rules.h"

#include "resource/verify/verify.h"

namespace tunez {

static constexpr Rule resource_rule(const char* name, const char* sentence,
    void (*check)(const Resource&, const Location&, Mistakes&))
{
    return { .name = name, .sentence = sentence, .check_resource = check };
}

static constexpr Rule definition_rule(
    const char* name, const char* sentence, void (*check)(const Definition&, Mistakes&))
{
    return { .name = name, .sentence = sentence, .check_definition = check };
}

static constexpr Rule table[] = {
    resource_rule("names_are_identifiers", "Names are identifiers of at most 63 bytes.",
        rule::names_are_identifiers),
    resource_rule("keys_are_identifiers",
        "Keys, the spellings of names in JavaScript, are identifiers.", rule::keys_are_identifiers),
    resource_rule("names_are_not_reserved",
        "No field has a name that records use for something else.", rule::names_are_not_reserved),
    resource_rule("field_names_are_unique",
        "Attributes, relationships, calculations, aggregates and full-text indexes share one "
        "namespace.",
        rule::field_names_are_unique),
    resource_rule("action_names_are_unique", "Every action of a resource has its own name.",
        rule::action_names_are_unique),
    resource_rule("argument_names_are_unique", "Every argument of an action has its own name.",
        rule::argument_names_are_unique),
    resource_rule("identity_names_are_unique", "Every identity of a resource has its own name.",
        rule::identity_names_are_unique),
    definition_rule("domain_names_are_identifiers", "Names of domains are identifiers.",
        rule::domain_names_are_identifiers),
    definition_rule(
        "domains_are_unique", "Every domain has its own name.", rule::domains_are_unique),
    definition_rule("domains_have_resources", "A domain has at least one resource.",
        rule::domains_have_resources),
    definition_rule("resources_are_unique",
        "A resource has its own name and belongs to one domain.", rule::resources_are_unique),
    resource_rule("table_names_are_valid",
        "Tables have names that the database does not use itself.", rule::table_names_are_valid),
    definition_rule("table_names_differ_by_more_than_case",
        "The names of two tables differ by more than the case of letters.",
        rule::table_names_differ_by_more_than_case),
    definition_rule("shared_tables_agree", "Resources that share a table agree on its columns.",
        rule::shared_tables_agree),
    resource_rule(
        "columns_are_unique", "Every attribute has its own column.", rule::columns_are_unique),
    definition_rule(
        "index_names_are_unique", "Every index has its own name.", rule::index_names_are_unique),
    resource_rule("custom_indexes_name_attributes", "An index is over attributes of its resource.",
        rule::custom_indexes_name_attributes),
    resource_rule("full_text_is_over_texts", "A full-text index is over texts of its resource.",
        rule::full_text_is_over_texts),
    resource_rule("resource_has_a_primary_key",
        "A resource has a primary key, unless it is embedded or says that it needs none.",
        rule::resource_has_a_primary_key),
    resource_rule("attribute_types_are_storable", "Attributes have types that can be stored.",
        rule::attribute_types_are_storable),
    resource_rule("generated_is_the_only_integer_key",
        "Only an integer that is the whole primary key is generated.",
        rule::generated_is_the_only_integer_key),
    resource_rule("generated_has_no_default", "What the database generates has no default.",
        rule::generated_has_no_default),
    resource_rule("primary_key_has_no_update_default", "A primary key does not change on update.",
        rule::primary_key_has_no_update_default),
    definition_rule("embedded_types_exist",
        "A type that embeds a resource names one that is embedded.", rule::embedded_types_exist),
    resource_rule("embedded_resources_stand_alone",
        "An embedded resource has nothing that needs a table.",
        rule::embedded_resources_stand_alone),
    resource_rule("literal_defaults_fit_their_type",
        "A default is a value of its type and within its constraints.",
        rule::literal_defaults_fit_their_type),
    resource_rule("default_functions_fit_their_type",
        "A function used as default gives values of the type.",
        rule::default_functions_fit_their_type),
    definition_rule("destinations_exist",
        "A relationship leads to a resource that is not embedded.", rule::destinations_exist),
    resource_rule("source_attributes_exist", "The key on this side of a relationship exists.",
        rule::source_attributes_exist),
    resource_rule("destination_attributes_exist",
        "The key on the other side of a relationship exists.", rule::destination_attributes_exist),
    resource_rule("key_types_are_known",
        "The type of a key follows from what it refers to, or is said.", rule::key_types_are_known),
    resource_rule("key_types_are_compatible",
        "The keys of a relationship have types that can be equal (a warning).",
        rule::key_types_are_compatible),
    resource_rule("belongs_to_defines_its_key_once",
        "An attribute that belongs_to defines is not declared as well.",
        rule::belongs_to_defines_its_key_once),
    resource_rule("nilify_needs_a_key_that_may_be_nil",
        "A key that is required is not made nil by the database.",
        rule::nilify_needs_a_key_that_may_be_nil),
    definition_rule("join_resources_are_complete",
        "A many_to_many relationship has a join resource with both keys.",
        rule::join_resources_are_complete),
    resource_rule("join_relationships_lead_to_the_join_resource",
        "The join relationship of a many_to_many is a has_many to its join resource.",
        rule::join_relationships_lead_to_the_join_resource),
    resource_rule("through_paths_end_at_the_destination",
        "A path of relationships exists and ends at the destination.",
        rule::through_paths_end_at_the_destination),
    resource_rule("sorts_name_sortable_attributes",
        "Relationships are sorted by sortable attributes.", rule::sorts_name_sortable_attributes),
    resource_rule("read_actions_exist",
        "A relationship is read by a read action of its destination.", rule::read_actions_exist),
    resource_rule("unkeyed_relationships_have_a_filter",
        "A relationship without keys has a filter (a warning).",
        rule::unkeyed_relationships_have_a_filter),
    definition_rule("required_parents_form_no_cycle",
        "Required parents do not lead in a circle (a warning).",
        rule::required_parents_form_no_cycle),
    resource_rule("calculations_load_no_circle",
        "A calculation of the application does not need itself.",
        rule::calculations_load_no_circle),
    resource_rule(
        "identities_have_keys", "An identity has at least one key.", rule::identities_have_keys),
    resource_rule("identity_keys_are_attributes", "The keys of an identity are attributes.",
        rule::identity_keys_are_attributes),
    resource_rule("identity_keys_are_distinct", "The keys of an identity are distinct.",
        rule::identity_keys_are_distinct),
    resource_rule("identity_fields_are_attributes",
        "The error of an identity is reported on fields that exist.",
        rule::identity_fields_are_attributes),
    resource_rule("checked_identities_have_a_primary_read",
        "An identity that is checked by a read needs a primary read action.",
        rule::checked_identities_have_a_primary_read),
    resource_rule("one_primary_action_per_type", "At most one action of each type is primary.",
        rule::one_primary_action_per_type),
    resource_rule("accept_names_attributes", "An action accepts only attributes of its resource.",
        rule::accept_names_attributes),
    resource_rule("accepted_attributes_are_writable", "An action accepts only writable attributes.",
        rule::accepted_attributes_are_writable),
    resource_rule("accept_names_are_distinct", "An action accepts each attribute once.",
        rule::accept_names_are_distinct),
    resource_rule("hard_destroys_accept_nothing", "A destroy that removes the row accepts nothing.",
        rule::hard_destroys_accept_nothing),
    resource_rule("required_attributes_are_accepted", "An action requires only what it accepts.",
        rule::required_attributes_are_accepted),
    resource_rule("allow_nil_input_names_attributes", "What may be left out is an attribute.",
        rule::allow_nil_input_names_attributes),
    resource_rule(
        "get_by_names_attributes", "A record is got by attributes.", rule::get_by_names_attributes),
    resource_rule("filters_use_declared_arguments", "The filter of an action uses its arguments.",
        rule::filters_use_declared_arguments),
    resource_rule("generic_actions_run_something", "A generic action runs something.",
        rule::generic_actions_run_something),
    resource_rule("upserts_name_identities_and_attributes",
        "An upsert names an identity and attributes that exist.",
        rule::upserts_name_identities_and_attributes),
    resource_rule("private_arguments_can_be_given",
        "A private argument that is required has a default (a warning).",
        rule::private_arguments_can_be_given),
    resource_rule("creates_can_set_what_is_required",
        "A create accepts or sets what is required (a warning).",
        rule::creates_can_set_what_is_required),
    resource_rule("atomic_actions_can_be_atomic",
        "An action that says it is atomic consists of atomic parts (a warning).",
        rule::atomic_actions_can_be_atomic),
    resource_rule("primary_reads_are_plain",
        "The primary read action has no filter, preparation or required argument (a warning).",
        rule::primary_reads_are_plain),
    resource_rule("entry_options_exist",
        "Validations, changes and preparations are given only options that they have.",
        rule::entry_options_exist),
    resource_rule("entry_options_are_complete",
        "Validations, changes and preparations are given the options that they need.",
        rule::entry_options_are_complete),
    resource_rule("entry_options_fit_their_kind",
        "The options of validations, changes and preparations are of the right kind.",
        rule::entry_options_fit_their_kind),
    resource_rule("entry_options_name_fields", "Options that name fields name ones that exist.",
        rule::entry_options_name_fields),
    resource_rule("entry_templates_use_declared_arguments",
        "Options that stand for an argument or attribute name one that exists.",
        rule::entry_templates_use_declared_arguments),
    resource_rule("entries_run_for_fitting_actions",
        "Changes run where records are written, preparations where they are read.",
        rule::entries_run_for_fitting_actions),
    resource_rule("tenant_attribute_exists", "The attribute that holds the tenant exists.",
        rule::tenant_attribute_exists),
    definition_rule("interface_names_are_unique", "Every function of a domain has its own name.",
        rule::interface_names_are_unique),
    definition_rule("interface_functions_run_actions",
        "A function of a domain runs an action of one of its resources.",
        rule::interface_functions_run_actions),
    definition_rule("interface_arguments_are_inputs",
        "The arguments of a function are inputs of its action.",
        rule::interface_arguments_are_inputs),
    definition_rule("interface_get_by_names_attributes",
        "A function gets its record by attributes.", rule::interface_get_by_names_attributes),
    resource_rule("unbuilt_parts_are_announced",
        "What is declared but not enforced is said so (a warning).",
        rule::unbuilt_parts_are_announced),
};

std::span<const Rule> rules() { return table; }

void verify(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& rule : table) {
        if (rule.check_definition != nullptr)
            rule.check_definition(definition, mistakes);
    }
    // What is wrong with one resource is read together.
    for (const auto& resource : definition.resources) {
        for (const auto& rule : table) {
            if (rule.check_resource != nullptr)
                rule.check_resource(*resource, Location(resource->name), mistakes);
        }
    }
}

} // namespace tunez
